"""Figures by day, and what is drawn of them. Reads one small table, whatever the size of the others."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from miquan.db import now
from miquan.desk.statistics import rules
from miquan.desk.statistics.models import Statistic
from miquan.search.queries import misses

_DRAWN = (("signups",), ("posts",), ("comments", "replies"), (rules.SEARCHES, rules.MISSED))
_RETAINED = "retained."


@dataclass(frozen=True)
class Statistics:
    """`charts` by the names of their series; `at` is when something was counted last."""

    charts: list[tuple[tuple[str, ...], rules.Chart]]
    cohorts: list[rules.Cohort]
    missed: list[Any]
    at: datetime | None


def statistics(days: int, today: date | None = None) -> Statistics:
    """Of the last so many days, today included as far as it was counted."""
    today = today or now().date()
    named, at = _named(today - timedelta(days=max(days, 7 * rules.WEEKS + 7)))
    span = rules.days_until(today, days)
    return Statistics(
        charts=[(names, rules.chart(span, [named.get(name, {}) for name in names])) for names in _DRAWN],
        cohorts=rules.cohorts(named.get("signups", {}), _retained(today), today),
        missed=misses(10),
        at=at,
    )


def _named(since: date) -> tuple[dict[str, dict[date, int]], datetime | None]:
    names = [name for group in _DRAWN for name in group]
    rows = Statistic.select(Statistic.name, Statistic.day, Statistic.value, Statistic.at)
    found: dict[str, dict[date, int]] = {}
    latest: datetime | None = None
    for name, day, value, at in rows.where(Statistic.name.in_(names), Statistic.day >= since).tuples():
        found.setdefault(name, {})[day] = value
        latest = max(at, latest or at)
    return found, latest


def _retained(today: date) -> dict[tuple[date, date], int]:
    first = rules.monday_of(today) - timedelta(weeks=rules.WEEKS - 1)
    cohorts = [rules.name_of_cohort(first + timedelta(weeks=n)) for n in range(rules.WEEKS)]
    rows = Statistic.select(Statistic.name, Statistic.day, Statistic.value)
    rows = rows.where(Statistic.name.in_(cohorts), Statistic.day >= first)
    return {(date.fromisoformat(name.removeprefix(_RETAINED)), day): value for name, day, value in rows.tuples()}
