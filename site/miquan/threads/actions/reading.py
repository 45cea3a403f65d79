"""How far a member has read a thread."""

from peewee import EXCLUDED

from miquan.db import now, transaction
from miquan.threads.models import ThreadReader


def read_through(thread_id: int, number: int, *, by: int) -> None:
    """They have seen all up to this number; a mark never goes back."""
    with transaction():
        ThreadReader.insert(thread=thread_id, member=by, seen=number, at=now()).on_conflict(
            conflict_target=[ThreadReader.member, ThreadReader.thread],
            update={ThreadReader.seen: EXCLUDED.seen, ThreadReader.at: EXCLUDED.at},
            where=(EXCLUDED.seen > ThreadReader.seen),
        ).execute()
