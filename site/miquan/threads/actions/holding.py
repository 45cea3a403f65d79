"""Finding what an action is about, through whoever acts, and holding it until the transaction ends.

The thread's row comes first, everywhere: whoever changes something in one thread takes turns there, and nothing waits
for anybody at the group or at its members.
"""

from dataclasses import dataclass
from typing import Any

from miquan.db import held
from miquan.groups import rules as groups
from miquan.groups.models import Group
from miquan.groups.queries.roles import role_of
from miquan.groups.queries.visible import readable_by
from miquan.i18n import lazy
from miquan.threads.machine import AUTHOR, MODERATOR, TENDER
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.visible import replies_for, visible_to
from miquan.threads.rules import NotHere, NotReady, NotTheirs, Problem


@dataclass(frozen=True)
class Place:
    """Where somebody acts. `role` is theirs in the group, "" outside."""

    group: Group
    role: str

    def may(self, verb: str) -> bool:
        return groups.may(self.role, verb)


def place(group_id: int, by: int) -> Place:
    """The group, for whoever may read in it. Raises NotHere."""
    group = Group.get_or_none(Group.id == group_id, readable_by(by, listed=False))
    if group is None:
        raise NotHere
    return Place(group, role_of(by, group_id))


def writing_place(group_id: int, by: int) -> Place:
    """As `place`, where they may speak. Raises NotHere, NotTheirs, NotReady for a group that rests."""
    found = place(group_id, by)
    if not found.may(groups.Verb.WRITE):
        raise NotTheirs
    if found.group.archived_at is not None:
        raise NotReady([Problem("body", "archived", lazy("這個群已經收起來了，只能讀"))])
    return found


def held_thread(thread_id: int, by: int) -> Thread:
    """A thread that they may see. Raises NotHere."""
    found: Thread | None = held(Thread.select().where(Thread.id == thread_id, visible_to(by, listed=False))).first()
    if found is None:
        raise NotHere
    return found


def any_thread(thread_id: int) -> Thread:
    """A thread in whatever state, held. Raises NotHere."""
    found: Thread | None = held(Thread.select().where(Thread.id == thread_id)).first()
    if found is None or found.state == "merged":
        raise NotHere
    return found


def open_thread(thread_id: int, by: int) -> tuple[Thread, Place]:
    """A thread in which they may say something now, held. Raises NotHere, NotTheirs, NotReady when it is locked."""
    thread = held_thread(thread_id, by)
    where = writing_place(thread.group_id, by)
    if thread.locked_at is not None and not where.may(groups.Verb.TEND):
        raise NotReady([Problem("body", "locked", lazy("這個話題鎖上了，不能再回覆"))])
    return thread, where


def reply_in(thread: Thread, number: int, by: int) -> Reply:
    """A reply whose words they may read. Raises NotHere."""
    found: Reply | None = Reply.get_or_none(Reply.thread == thread.id, Reply.number == number, replies_for(by))
    if found is None:
        raise NotHere
    return found


def acting(author_id: int, where: Place, *, by: int | None, moderator: bool) -> str:
    """As whom somebody acts on what this author said. Raises NotTheirs."""
    if by == author_id:
        return AUTHOR
    if moderator:
        return MODERATOR
    if where.may(groups.Verb.TEND):
        return TENDER
    raise NotTheirs


def tended_thread(thread_id: int, by: int) -> tuple[Thread, Place]:
    """A thread of a group that they look after, held. Raises NotHere, NotTheirs, NotReady for a group that rests."""
    thread = held_thread(thread_id, by)
    return thread, tended_place(thread.group_id, by)


def tended_place(group_id: int, by: int) -> Place:
    found = writing_place(group_id, by)
    if not found.may(groups.Verb.TEND):
        raise NotTheirs
    return found


def where_of(thread: Thread, by: int | None) -> Place:
    """The place of a thread, also for moderators of the site, who read everywhere that they decide about."""
    group: Any = Group.get_by_id(thread.group_id)
    return Place(group, role_of(by, thread.group_id))
