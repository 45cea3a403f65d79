"""Counting a day from its events, which are kept for thirty days; what was counted stays. Demo members do not count."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.desk.statistics.actions import keep
from miquan.desk.statistics.models import Statistic
from miquan.desk.statistics.rules import COUNTED, WEEKS, monday_of, name_of_cohort
from miquan.outbox.models import EventRow

# Of older days some events are forgotten.
WHOLE = 29


def count(today: date | None = None) -> int:
    """Count whatever may have changed since last time: the day that was counted last, and all after. Returns how many days."""
    today = today or now().date()
    days = list(_uncounted(today))
    for day in days:
        keep(day, count_day(day))
    for monday in sorted({monday_of(day) for day in days}):
        # Of a week whose beginning is forgotten there is no whole number.
        if monday >= today - timedelta(days=WHOLE):
            keep(monday, count_week(monday))
    return len(days)


def count_day(day: date) -> dict[str, int]:
    names = [str(event) for events in COUNTED.values() for event in events]
    rows = _events(day, day + timedelta(days=1)).where(EventRow.name.in_(names)).group_by(EventRow.name)
    found = dict(rows.select(EventRow.name, fn.COUNT(EventRow.id)).tuples())
    return {name: sum(found.get(str(event), 0) for event in events) for name, events in COUNTED.items()}


def count_week(monday: date) -> dict[str, int]:
    """How many of each of the last cohorts did something in this week."""
    first = monday - timedelta(weeks=WEEKS - 1)
    joined = fn.DATE(Member.created_at).converter(_day)
    rows = (
        _events(monday, monday + timedelta(days=7))
        .where(Member.created_at >= _start(first), Member.created_at < _start(monday + timedelta(days=7)))
        .select(joined, fn.COUNT(EventRow.actor_id.distinct()))
        .group_by(joined)
    )
    cohorts = {first + timedelta(weeks=n): 0 for n in range(WEEKS)}
    for day, many in rows.tuples():
        cohorts[monday_of(day)] += many
    return {name_of_cohort(cohort): many for cohort, many in cohorts.items()}


def add(day: date, figures: dict[str, int]) -> None:
    """Add to the figures of a day."""
    rows: list[dict[str, Any]] = [{"day": day, "name": n, "value": v, "at": now()} for n, v in sorted(figures.items())]
    with transaction():
        for row in rows:
            Statistic.insert(**row).on_conflict(
                conflict_target=[Statistic.name, Statistic.day],
                update={Statistic.value: Statistic.value + row["value"], Statistic.at: row["at"]},
            ).execute()


def _uncounted(today: date) -> Iterable[date]:
    last = Statistic.select(fn.MAX(Statistic.day)).where(Statistic.name == "signups").scalar()
    first = today - timedelta(days=WHOLE)
    if last is not None:
        first = max(first, _day(last))
    return (first + timedelta(days=n) for n in range((today - first).days + 1))


def _events(since: date, until: date) -> Any:
    people = (Member.id == EventRow.actor_id) & ~Member.demo
    during = (EventRow.at >= _start(since)) & (EventRow.at < _start(until))
    return EventRow.select().join(Member, on=people).where(during)


def _day(told: date | str) -> date:
    """What the database says is a day: SQLite says it in words."""
    return told if isinstance(told, date) else date.fromisoformat(told)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
