"""Which figures there are, and how they are drawn: pure, in the units of the drawing's own viewBox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from miquan.outbox import Event

RANGES = (30, 90, 365)
WEEKS = 12
# A figure of a day, and the events that it counts.
COUNTED = {
    "signups": (Event.MEMBER_JOINED,),
    "posts": (Event.POST_PUBLISHED,),
    "comments": (Event.COMMENT_WRITTEN,),
    "replies": (Event.REPLY_WRITTEN,),
}
SEARCHES, MISSED = "searches", "searches.missed"
# Beyond so many days a point is a week.
_DAILY = 92
WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 12, 12, 30
_MARKS = 6


@dataclass(frozen=True)
class Chart:
    """`lines` are points of polylines, one a series; `rules` are (y, value) of the grid, `marks` (x, day, anchor) below."""

    lines: list[str]
    rules: list[tuple[float, int]]
    marks: list[tuple[float, date, str]]
    totals: list[int]
    rows: list[tuple[date, list[int]]]


@dataclass(frozen=True)
class Cohort:
    """Those who joined in the week of `monday`; `shares` is percent of them in that week and each after, None where nobody counted."""

    monday: date
    size: int
    shares: list[int | None]


def name_of_cohort(monday: date) -> str:
    """Of the figure, of one week's first day, that says how many of a cohort did something in that week."""
    return f"retained.{monday.isoformat()}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_until(last: date, count: int) -> list[date]:
    """So many days, the last one included."""
    return [last - timedelta(days=back) for back in reversed(range(count))]


def steps(days: Sequence[date]) -> dict[date, list[date]]:
    """What one point of a chart stands for: a day, or in a long chart a week, by its first day."""
    found: dict[date, list[date]] = {}
    for day in days:
        found.setdefault(day if len(days) <= _DAILY else monday_of(day), []).append(day)
    return found


def chart(days: Sequence[date], series: Sequence[Mapping[date, int]]) -> Chart:
    """Draw figures by day; a day without one is 0."""
    points = steps(days)
    values = [[sum(one.get(day, 0) for day in within) for within in points.values()] for one in series]
    top = round_up(max((value for line in values for value in line), default=0))
    firsts = list(points)
    xs = [_x(place, len(firsts)) for place in range(len(firsts))]
    return Chart(
        lines=[" ".join(f"{x:g},{_y(v, top):g}" for x, v in zip(xs, line, strict=True)) for line in values],
        rules=[(_y(value, top), value) for value in sorted({0, top // 2, top})],
        marks=[(xs[place], firsts[place], anchor) for place, anchor in _marked(len(firsts))],
        totals=[sum(line) for line in values],
        rows=[(first, [line[place] for line in values]) for place, first in enumerate(firsts)],
    )


def round_up(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100, …: what an axis ends with, and half of it is whole."""
    step = 1
    while True:
        for top in (2 * step, 4 * step, 10 * step):
            if value <= top:
                return top
        step *= 10


def cohorts(joined: Mapping[date, int], retained: Mapping[tuple[date, date], int], today: date) -> list[Cohort]:
    """The newest first. `joined` is by day, `retained` by (cohort, week), both Mondays."""
    this = monday_of(today)
    found = []
    for back in range(WEEKS):
        monday = this - timedelta(weeks=back)
        size = sum(joined.get(monday + timedelta(days=n), 0) for n in range(7))
        if size:
            weeks = [retained.get((monday, monday + timedelta(weeks=n))) for n in range(back + 1)]
            found.append(Cohort(monday, size, [None if n is None else min(100, round(100 * n / size)) for n in weeks]))
    return found


def _x(place: int, count: int) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (place / (count - 1) if count > 1 else 0.5), 1)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top, 1)


def _marked(count: int) -> list[tuple[int, str]]:
    """Places with a day written below, evenly from the first to the last, and how the words lie about them."""
    if count < 2:
        return [(place, "middle") for place in range(count)]
    many = min(_MARKS, count)
    places = [round(n * (count - 1) / (many - 1)) for n in range(many)]
    return [(p, "start" if p == 0 else "end" if p == count - 1 else "middle") for p in places]
