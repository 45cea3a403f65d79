"""What is new in a member's groups, counted within bounds."""

from datetime import timedelta
from typing import Any

from miquan.db import counting_queries, now
from miquan.follows.models import Block
from miquan.groups.models import Membership
from miquan.threads import actions
from miquan.threads.models import Thread, ThreadReader
from miquan.threads.queries.unread import MOST, unread_in
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded


def spoken(group: Any, author: Any, **more: Any) -> Thread:
    """A thread that somebody else has just spoken in."""
    thread = threaded(group, author, last_by=author.id, **more)
    replied(thread, author)
    return thread


def test_threads_are_counted_by_group_and_bounded(app: Any, cast: Cast) -> None:
    groups = [grouped(f"group-{n}", cast.mei) for n in range(3)]
    for group in groups:
        joined(group, cast.nina, at=now() - timedelta(days=2))
    read = spoken(groups[0], cast.mei)
    spoken(groups[0], cast.mei)
    # Begun before she came, and long silent: not new. Her own word is no news, nor what she muted, nor whom she blocked.
    spoken(groups[0], cast.mei, created_at=now() - timedelta(days=5))
    spoken(groups[0], cast.mei, active_at=now() - timedelta(days=40))
    threaded(groups[0], cast.nina, last_by=cast.nina.id)
    spoken(groups[0], cast.mei, state="hidden")
    spoken(groups[0], cast.tang)
    Block.create(member=cast.nina.id, blocked=cast.tang.id)
    muted = spoken(groups[0], cast.mei)
    ThreadReader.create(member=cast.nina.id, thread=muted.id, watching="mute")
    actions.read_through(read.id, 1, by=cast.nina.id)
    for _n in range(MOST + 5):
        spoken(groups[1], cast.mei)
    ids = [group.id for group in groups]
    assert unread_in(cast.nina.id, ids) == {groups[0].id: 1, groups[1].id: MOST}
    replied(read, cast.mei)
    with counting_queries() as seen:
        assert unread_in(cast.nina.id, ids[:1]) == {groups[0].id: 2}
    assert len(seen) == 1
    assert unread_in(cast.nina.id, []) == {}


def test_whoever_is_in_no_group_has_nothing_new(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    spoken(group, cast.mei)
    assert not Membership.select().where(Membership.member == cast.ruo.id).exists()
    assert unread_in(cast.ruo.id, [group.id]) == {}
