"""Claiming work: a conditional UPDATE that sets a lease, judged by the database's clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import SQL

from miquan.db import database, db_now, is_postgres, transaction
from miquan.outbox.models import ERROR_LIMIT, Delivery, EventRow, LaneLease

LEASE = timedelta(seconds=60)
ATTEMPTS = 8
# A mail server may be away for a night: 22 attempts are 12 hours.
_MORE_ATTEMPTS = {"mail": 22}
# No lane: the row that says when a worker was last alive.
HEARD = "heard"
_FIRST_RETRY = 2.0
_LONGEST_RETRY = 3_600.0


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours until its lease runs out."""

    id: int
    subscriber: str
    attempts: int
    event: EventRow
    lane: str
    holder: str


def attempts_in(lane: str) -> int:
    """After how many attempts a delivery of this lane is set aside."""
    return _MORE_ATTEMPTS.get(lane, ATTEMPTS)


def later(seconds: float) -> Any:
    """SQL for the database's clock plus so many seconds."""
    if is_postgres():
        return SQL("(clock_timestamp() at time zone 'utc' + %s * interval '1 second')", (seconds,))
    return SQL("strftime('%Y-%m-%d %H:%M:%f000', 'now', ?)", (f"{seconds:+.3f} seconds",))


def _due(lane: str) -> Any:
    free = Delivery.claimed_until.is_null() | (Delivery.claimed_until < db_now())
    waits = (Delivery.lane == lane) & Delivery.done_at.is_null() & Delivery.set_aside_at.is_null()
    return waits & (Delivery.due_at <= db_now()) & free


def has_due(lane: str) -> bool:
    """Whether there is anything to claim; costs no write, so that idle workers can ask often."""
    return bool(Delivery.select(Delivery.id).where(_due(lane)).exists())


def set_killers_aside(lane: str) -> int:
    """What has ended its worker at every attempt never comes to `failed`. Returns how many were set aside."""
    values = {
        Delivery.set_aside_at: db_now(),
        Delivery.error: "the worker ended at every attempt",
        Delivery.claimed_until: None,
    }
    return int(Delivery.update(values).where(_due(lane), Delivery.attempts >= attempts_in(lane)).execute())


def claim(lane: str, holder: str, limit: int) -> list[Claim]:
    """Take up to `limit` due deliveries of a lane. What a killed worker held comes back when its lease is over."""
    due = _due(lane)
    wanted = Delivery.select(Delivery.id).where(due).order_by(Delivery.due_at, Delivery.id).limit(limit)
    with transaction():
        query = wanted.for_update("FOR UPDATE SKIP LOCKED") if is_postgres() else wanted
        ids = [row[0] for row in query.tuples()]
        if not ids:
            return []
        lease = {
            Delivery.claimed_until: later(LEASE.total_seconds()),
            Delivery.claimed_by: holder,
            Delivery.attempts: Delivery.attempts + 1,
        }
        if Delivery.update(lease).where(Delivery.id.in_(ids), due).execute() != len(ids):
            raise RuntimeError("a claim was lost inside its own transaction")
    rows = Delivery.select(Delivery, EventRow).join(EventRow).where(Delivery.id.in_(ids)).order_by(Delivery.id)
    return [Claim(row.id, row.subscriber, row.attempts, row.event, lane, holder) for row in rows]


def renew(claims: list[Claim], holder: str) -> None:
    """Hold on to work that takes longer than a lease. What was let go of meanwhile, done or not, stays so."""
    held = Delivery.id.in_([c.id for c in claims]), Delivery.claimed_by == holder, Delivery.claimed_until.is_null(False)
    Delivery.update(claimed_until=later(LEASE.total_seconds())).where(*held).execute()


def give_back(claims: list[Claim], holder: str) -> None:
    """Let others take at once what was claimed but not begun; it was no attempt."""
    values = {Delivery.claimed_until: None, Delivery.attempts: Delivery.attempts - 1}
    Delivery.update(values).where(Delivery.id.in_([c.id for c in claims]), Delivery.claimed_by == holder).execute()


def done(claims: list[Claim]) -> None:
    """What was worked on needs no more. Claims whose lease ran out and that others took are theirs to finish."""
    mine = Delivery.id.in_([c.id for c in claims]), Delivery.claimed_by.in_({c.holder for c in claims})
    Delivery.update(done_at=db_now(), claimed_until=None, error="").where(*mine, Delivery.done_at.is_null()).execute()


def failed(claim: Claim, error: str, *, for_good: bool = False) -> bool:
    """Try again later, each time after longer; after the last attempt, or `for_good` at once, set aside.

    Returns whether it was set aside. A claim that others took after its lease is left to them.
    """
    aside = for_good or claim.attempts >= attempts_in(claim.lane)
    wait = min(_FIRST_RETRY * 2 ** (claim.attempts - 1), _LONGEST_RETRY) * (1 + (claim.id % 10) / 40)
    values = {Delivery.claimed_until: None, Delivery.error: error[:ERROR_LIMIT]}
    values |= {Delivery.set_aside_at: db_now()} if aside else {Delivery.due_at: later(wait)}
    mine = Delivery.id == claim.id, Delivery.claimed_by == claim.holder, Delivery.done_at.is_null()
    return bool(Delivery.update(values).where(*mine).execute()) and aside


def hold_lane(lane: str, holder: str) -> bool:
    """Become, or stay, the one consumer of a lane. False while another one's lease runs."""
    with transaction():
        LaneLease.insert(lane=lane, holder="", until=later(-1)).on_conflict_ignore().execute()
        mine = (LaneLease.lane == lane) & ((LaneLease.holder == holder) | (LaneLease.until < db_now()))
        return bool(LaneLease.update(holder=holder, until=later(LEASE.total_seconds())).where(mine).execute())


def extend_lane(lane: str) -> None:
    """Go on holding a lane through work that takes longer than a lease; only its consumer may call this."""
    LaneLease.update(until=later(LEASE.total_seconds())).where(LaneLease.lane == lane).execute()


def free_lane(lane: str, holder: str) -> None:
    LaneLease.update(until=later(-1)).where(LaneLease.lane == lane, LaneLease.holder == holder).execute()


def prune(days: int = 30) -> int:
    """Forget events whose every delivery was done long ago. Returns how many."""
    open_ = Delivery.select(Delivery.event).where(Delivery.done_at.is_null())
    old = EventRow.at < later(-86_400.0 * days)
    return int(EventRow.delete().where(old, EventRow.id.not_in(open_)).execute())


def replay(delivery_id: int | None = None) -> int:
    """Give what was set aside another round of attempts: one delivery, or all. Returns how many."""
    where = [Delivery.set_aside_at.is_null(False), *([Delivery.id == delivery_id] if delivery_id is not None else [])]
    return int(
        Delivery.update(set_aside_at=None, attempts=0, due_at=db_now(), claimed_until=None).where(*where).execute()
    )


def drop(delivery_id: int) -> bool:
    """Give up for good what was set aside; its error stays with it until the event is forgotten."""
    aside = Delivery.id == delivery_id, Delivery.set_aside_at.is_null(False)
    return bool(Delivery.update(set_aside_at=None, done_at=db_now()).where(*aside).execute())


def heard() -> None:
    """A worker is alive: note when, so that the desk can tell."""
    with transaction():
        LaneLease.insert(lane=HEARD, until=db_now()).on_conflict(
            conflict_target=[LaneLease.lane], update={LaneLease.until: db_now()}
        ).execute()


def close() -> None:
    if not database.is_closed():
        database.close()
