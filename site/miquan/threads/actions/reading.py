"""How far a member has read a thread, and whether they want to hear of more."""

from peewee import EXCLUDED

from miquan.db import now, transaction
from miquan.threads.models import Thread, ThreadReader
from miquan.threads.queries.visible import visible_to
from miquan.threads.rules import NotHere


def read_through(thread_id: int, number: int, *, by: int) -> None:
    """They have seen all up to this number; a mark never goes back."""
    with transaction():
        ThreadReader.insert(thread=thread_id, member=by, seen=number, at=now()).on_conflict(
            conflict_target=[ThreadReader.member, ThreadReader.thread],
            update={ThreadReader.seen: EXCLUDED.seen, ThreadReader.at: EXCLUDED.at},
            where=(EXCLUDED.seen > ThreadReader.seen),
        ).execute()


def watch(thread_id: int, how: str, *, by: int) -> None:
    """`watch`: hear of every reply; `mute`: of none, even when one is named; `none`. Raises NotHere."""
    with transaction():
        if not Thread.select().where(Thread.id == thread_id, visible_to(by, listed=False)).exists():
            raise NotHere
        ThreadReader.insert(thread=thread_id, member=by, watching=how, at=now()).on_conflict(
            conflict_target=[ThreadReader.member, ThreadReader.thread], update={ThreadReader.watching: how}
        ).execute()


def watch_by_default(thread_id: int, *, by: int) -> None:
    """Who has spoken in a thread wants to hear what comes of it, unless they muted it."""
    mine = (ThreadReader.thread == thread_id) & (ThreadReader.member == by) & (ThreadReader.watching == "none")
    with transaction():
        ThreadReader.update(watching="watch").where(mine).execute()
