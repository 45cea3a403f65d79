"""Who may see a thread, and whose replies: as `groups.queries.visible` says of the group, and nobody whom a block parts.

But who looks after a group sees all that is said in it: else a member had only to block them to be out of their reach.
"""

from typing import Any

from peewee import SQL, fn

from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.queries.visible import unblocked
from miquan.groups.models import Group
from miquan.groups.queries.visible import readable_by, tends
from miquan.threads.models import Reply, Thread

_Author = Member.alias("thread_writer")
_Group, _Home = Group.alias("its_group"), Thread.alias("its_thread")
_ONE = SQL("1")


def visible_to(viewer_id: int | None, *, listed: bool = True, thread: Any = Thread) -> Any:
    """SQL: rows of `thread` (the table, or an alias of it) that this member, or a visitor, may see.

    `listed` asks for what may stand in lists; without it also for threads of unlisted groups, at their own address.
    """
    there = _Author.select(_ONE).where(_Author.id == thread.author, _is_told(_Author))
    group = _Group.select(_ONE).where(_Group.id == thread.group, readable_by(viewer_id, listed=listed, group=_Group))
    return (thread.state == "published") & fn.EXISTS(there) & fn.EXISTS(group) & _seen(viewer_id, thread)


def _seen(viewer_id: int | None, thread: Any) -> Any:
    if viewer_id is None:
        return unblocked(viewer_id, thread.author)
    return unblocked(viewer_id, thread.author) | tends(viewer_id, thread.group)


def replies_for(viewer_id: int | None, reply: Any = Reply, author: Any = None) -> Any:
    """SQL: replies whose words the reader may see; others are empty places. Asks nothing of the thread.

    `author`: where the query joins whoever wrote them already. PostgreSQL, which takes a long thread's place for hundreds
    of rows, may else look through all members first.
    """
    if author is None:
        there = fn.EXISTS(_Author.select(_ONE).where(_Author.id == reply.author, _is_told(_Author)))
    else:
        there = _is_told(author)
    shown = (reply.state == "published") & there
    if viewer_id is None:
        return shown & unblocked(viewer_id, reply.author)
    home = _Home.select(_ONE).where(_Home.id == reply.thread, tends(viewer_id, _Home.group))
    return shown & (unblocked(viewer_id, reply.author) | fn.EXISTS(home))


def _is_told(author: Any) -> Any:
    """SQL: they are here, or have left what they said."""
    return author.active | author.handle.startswith(GONE)
