"""How the queue stands: its lanes, what was set aside, and when a worker was last alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import Case, fn

from miquan.db import db_now, now
from miquan.outbox.claims import HEARD
from miquan.outbox.heartbeat import EVERY
from miquan.outbox.models import Delivery, EventRow, LaneLease
from miquan.outbox.table import SUBSCRIBERS

# After so long without a sign of life nobody works.
SILENT = timedelta(seconds=EVERY * 3 + 10)


@dataclass(frozen=True)
class Lane:
    """`waiting` is due and nobody's yet, since `since` at the longest; `later` is not due."""

    name: str
    waiting: int = 0
    since: datetime | None = None
    running: int = 0
    later: int = 0
    aside: int = 0


@dataclass(frozen=True)
class Aside:
    """A delivery that was set aside."""

    id: int
    subscriber: str
    event: str
    about: str
    attempts: int
    error: str
    at: datetime


def lanes() -> list[Lane]:
    """Every lane that has subscribers, also the empty ones, by name."""
    names = sorted({subscriber.lane for subscriber in SUBSCRIBERS.values()})
    aside, held = Delivery.set_aside_at.is_null(False), Delivery.claimed_until > db_now()
    free = Delivery.set_aside_at.is_null() & (Delivery.claimed_until.is_null() | (Delivery.claimed_until <= db_now()))
    due = free & (Delivery.due_at <= db_now())
    cases = (due, held, free & (Delivery.due_at > db_now()), aside)
    rows = (
        Delivery.select(
            Delivery.lane, fn.MIN(Case(None, [(due, Delivery.due_at)])), *(fn.SUM(Case(None, [(c, 1)], 0)) for c in cases)
        )
        .where(Delivery.lane.in_(names), Delivery.done_at.is_null())
        .group_by(Delivery.lane)
        .tuples()
    )  # fmt: skip
    time = Delivery.due_at.python_value
    found = {name: Lane(name, int(w), time(since), int(r), int(n), int(a)) for name, since, w, r, n, a in rows}
    return [found.get(name, Lane(name)) for name in names]


def set_aside(limit: int = 50) -> list[Aside]:
    """The newest first."""
    names = {subscriber.lane for subscriber in SUBSCRIBERS.values()}
    rows = (
        Delivery.select(Delivery, EventRow)
        .join(EventRow)
        .where(Delivery.lane.in_(names), Delivery.done_at.is_null(), Delivery.set_aside_at.is_null(False))
        .order_by(Delivery.set_aside_at.desc(), Delivery.id.desc())
        .limit(limit)
    )
    return [
        Aside(row.id, row.subscriber, row.event.name, _about(row.event), row.attempts, row.error, row.set_aside_at)
        for row in rows
    ]


def heard_at() -> datetime | None:
    """When a worker last said that it is alive; None when none ever did."""
    row = LaneLease.select(LaneLease.until).where(LaneLease.lane == HEARD).tuples().first()
    return row[0] if row else None


def is_silent(heard: datetime | None) -> bool:
    return heard is None or now() - heard > SILENT


def _about(event: EventRow) -> str:
    return f"{event.subject_kind} {event.subject_id}" if event.subject_kind else ""
