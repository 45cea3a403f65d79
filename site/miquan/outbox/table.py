"""Who is told what, and how an event gets into the queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Value

from miquan.bulk import insert_rows
from miquan.db import after_commit, database, db_now, is_postgres
from miquan.outbox.events import Event
from miquan.outbox.models import Delivery, EventRow
from miquan.outbox.wake import wake

_TOLD = [
    Delivery.event, Delivery.subscriber, Delivery.lane, Delivery.due_at, Delivery.claimed_by, Delivery.attempts,
    Delivery.error,
]  # fmt: skip
CHANNEL = "miquan_outbox"
# Lanes that only one process at a time may work on.
SINGLE = frozenset({"index", "leaving"})


class SetAside(Exception):
    """Raised by a subscriber for what no further attempt can change: it is set aside at once, with these words."""


@dataclass(frozen=True)
class Subscriber:
    """A function that is told of events. `batch`: it takes a list of them at once. It must stand being told twice."""

    name: str
    lane: str
    run: Callable[[Any], None]
    events: frozenset[Event]
    batch: bool = False


SUBSCRIBERS: dict[str, Subscriber] = {}


def subscribes(*events: Event, name: str, lane: str = "default", batch: bool = False) -> Callable[[Any], Any]:
    """Enter a function into the table. Raises ValueError for a name that is taken by another function."""

    def enter(run: Callable[[Any], None]) -> Callable[[Any], None]:
        known = SUBSCRIBERS.get(name)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"two subscribers are called {name}")
        SUBSCRIBERS[name] = Subscriber(name, lane, run, frozenset(events), batch)
        return run

    return enter


def record(
    event: Event,
    subject: tuple[str, int] | None = None,
    data: dict[str, Any] | None = None,
    by: int | None = None,
    due_at: datetime | None = None,
) -> EventRow:
    """Write what happened and whom to tell, inside the caller's transaction. `due_at` in the future makes a timer.

    Raises RuntimeError outside a transaction: the event must be kept or lost together with what it tells of.
    """
    if not database.in_transaction():
        raise RuntimeError(f"{event} was recorded outside a transaction")
    kind, subject_id = subject or (None, None)
    row: EventRow = EventRow.create(
        name=str(event), actor_id=by, subject_kind=kind, subject_id=subject_id, data=data or {}
    )
    told = [s for s in SUBSCRIBERS.values() if event in s.events]
    if told:
        due = due_at or db_now()
        rows = [{"event": row.id, "subscriber": s.name, "lane": s.lane, "due_at": due} for s in told]
        Delivery.insert_many(rows).execute()
        _tell_workers()
    return row


def record_many(event: Event, kind: str, subjects: Sequence[int], by: int | None = None, due_at: Any = None) -> None:
    """As `record` for the same event about many things of one kind, in one statement and one a subscriber."""
    if not database.in_transaction():
        raise RuntimeError(f"{event} was recorded outside a transaction")
    common: dict[str, Any] = {"name": str(event), "actor_id": by, "subject_kind": kind, "data": {}}
    ids = insert_rows(EventRow, [{**common, "subject_id": subject} for subject in subjects], ("id",))
    told = [s for s in SUBSCRIBERS.values() if event in s.events] if ids else []
    for s in told:
        rows = EventRow.select(
            EventRow.id, Value(s.name), Value(s.lane), due_at or db_now(), Value(""), Value(0), Value("")
        )
        Delivery.insert_from(rows.where(EventRow.id.in_([id_ for (id_,) in ids])), _TOLD).execute()
    if told:
        _tell_workers()


def _tell_workers() -> None:
    if is_postgres():
        # Sent when the transaction commits; equal notices of one transaction arrive as one.
        database.execute_sql(f"NOTIFY {CHANNEL}")
    else:
        after_commit(wake)
