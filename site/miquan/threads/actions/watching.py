"""Whether a member wants to hear what is said in a thread: notifications read it when something is."""

from miquan.db import now, transaction
from miquan.threads.actions.holding import held_thread
from miquan.threads.models import ThreadReader
from miquan.threads.rules import WATCHING, NotHere


def watch(thread_id: int, how: str, *, by: int) -> None:
    """ "watch" hears of every reply, "mute" of none, "none" of what names or answers them. Raises NotHere."""
    if how not in WATCHING:
        raise NotHere
    with transaction():
        thread = held_thread(thread_id, by)
        ThreadReader.insert(thread=thread.id, member=by, watching=how, at=now()).on_conflict(
            conflict_target=[ThreadReader.member, ThreadReader.thread], update={ThreadReader.watching: how}
        ).execute()


def watch_by_default(thread_id: int, *, by: int) -> None:
    """Who has spoken in a thread wants to hear what comes of it, unless they muted it."""
    mine = (ThreadReader.thread == thread_id) & (ThreadReader.member == by) & (ThreadReader.watching == "none")
    with transaction():
        ThreadReader.update(watching="watch").where(mine).execute()
