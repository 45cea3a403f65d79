"""In how many threads of each of their groups somebody else has spoken since a member was there: for the navigation.

Bounded on every side: some groups, of each the threads that were talked in last.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from peewee import JOIN, Case

from miquan.circle.queries.visible import unblocked
from miquan.db import now
from miquan.groups.models import Membership
from miquan.prepared import Prepared
from miquan.threads.models import Thread, ThreadReader
from miquan.threads.queries.lists import stored

# So many groups beside a page, and of each so many threads that were talked in lately.
GROUPS, MOST = 8, 20
_LATELY = timedelta(days=30)


def unread_in(member_id: int, group_ids: Sequence[int], groups: int = GROUPS) -> dict[int, int]:
    """group -> threads with something new in it, at most 20 each; groups with none are left out. One query.

    A thread that they never opened counts when it began after they joined. What they muted does not count.
    """
    ids = [*group_ids[:groups], *[0] * (groups - len(group_ids))]
    if not any(ids):
        return {}
    found: dict[int, int] = {}
    for (group,) in _UNREAD.rows(member_id, stored(now() - _LATELY), *ids):
        found[group] = found.get(group, 0) + 1
    return found


def _query(me: Any, since: Any, *group_ids: Any) -> Any:
    whole = None
    for number, group_id in enumerate(group_ids):
        # Each group's last threads as a table of its own, which both databases read off the index.
        part = _last(me, since, group_id).alias(f"part{number}")
        rows = Thread.select(part.c.group_id).from_(part).where(part.c.is_new == 1)
        whole = rows if whole is None else whole.union_all(rows)
    assert whole is not None
    return whole.tuples()


def _last(me: Any, since: Any, group_id: Any) -> Any:
    t, mine = Thread, ThreadReader
    is_behind = (mine.seen < t.last_number) & (mine.watching != "mute")
    is_younger = mine.id.is_null() & (t.created_at > Membership.at)
    is_new = (is_behind | is_younger) & (t.last_by != me)
    return (
        t.select(t.group.alias("group_id"), Case(None, [(is_new, 1)], 0).alias("is_new"))
        .join(Membership, on=((Membership.group == t.group) & (Membership.member == me)))
        .join_from(t, mine, JOIN.LEFT_OUTER, on=((mine.thread == t.id) & (mine.member == me)))
        .where(t.group == group_id, t.state == "published", t.active_at > since, unblocked(me, t.author))
        .order_by(t.active_at.desc(), t.id.desc())
        .limit(MOST)
    )


_UNREAD = Prepared(_query)
