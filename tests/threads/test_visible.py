"""Who may know of a group and read its threads: every visibility, and everybody who could ask."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.groups.models import Group
from miquan.groups.queries.visible import known_to, readable_by
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.visible import replies_for, visible_to
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.threads.filled import grouped, joined, replied, threaded

# visibility -> what outsiders get: (know, know by its address, read, read by its address)
OUTSIDE = {
    "public": (True, True, True, True),
    "unlisted": (False, True, False, True),
    "members": (True, True, False, False),
    "private": (False, False, False, False),
}


def told(group: Group, thread: Thread, who: int | None) -> list[tuple[bool, ...]]:
    """For groups and for threads: what this reader gets."""
    knows = [Group.select().where(Group.id == group.id, known_to(who, listed=b)).exists() for b in (True, False)]
    reads = [Group.select().where(Group.id == group.id, readable_by(who, listed=b)).exists() for b in (True, False)]
    sees = tuple(
        Thread.select().where(Thread.id == thread.id, visible_to(who, listed=b)).exists() for b in (True, False)
    )
    return [(*knows, *reads), sees]


@pytest.mark.parametrize("visibility", OUTSIDE)
def test_outsiders_get_what_the_visibility_says_and_members_all(app: Any, cast: Cast, visibility: str) -> None:
    group = grouped(owner=cast.mei, visibility=visibility)
    joined(group, cast.tang)
    joined(group, cast.nina, "applicant")
    joined(group, cast.ruo, "banned", until=now() + timedelta(days=1))
    thread = threaded(group, cast.mei)
    for outsider in (None, cast.nina.id, cast.ruo.id, cast.mo.id):
        assert told(group, thread, outsider) == [OUTSIDE[visibility], OUTSIDE[visibility][2:]]
    for insider in (cast.mei.id, cast.tang.id):
        assert told(group, thread, insider) == [(True, True, True, True), (True, True)]


@pytest.mark.parametrize("state", ["hidden", "removed"])
def test_what_is_not_shown_is_in_no_list(app: Any, cast: Cast, state: str) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei, state=state)
    for who in (None, cast.mei.id, cast.nina.id):
        assert not Thread.select().where(Thread.id == thread.id, visible_to(who, listed=False)).exists()


def test_a_block_hides_threads_and_words_both_ways(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    replied(thread, cast.tang)
    blocked(cast.tang.id, cast.nina.id)
    blocked(cast.ruo.id, cast.mei.id)
    assert Thread.select().where(visible_to(cast.nina.id)).count() == 1
    assert [r.number for r in Reply.select().where(replies_for(cast.nina.id))] == [0]
    assert Thread.select().where(visible_to(cast.ruo.id)).count() == 0
    assert [r.number for r in Reply.select().where(replies_for(cast.mei.id)).order_by(Reply.number)] == [0, 1]
