"""What a history of prices says: the lowest of 30 days, a rise before a sale, and whether a former price is true. Pure.

The model is the European Union's rule about reductions (directive 98/6/EC, article 6a, as 2019/2161 put it): the price
before a reduction is the lowest one of the 30 days before it began.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from miquan.i18n import lazy

BEFORE = timedelta(days=30)
LATELY = timedelta(days=30)
# A reduction that lasts longer is no reduction any more but the price.
LONGEST = timedelta(days=90)

WHY_NOT_SHOWN = {
    "unpublished": lazy("還沒上架過，所以沒有原來的價格可以比"),
    "not_above": lazy("原價沒有比現在的價格高"),
    "never": lazy("從來沒有用這個價格賣過"),
    "short": lazy("降價前沒有用這個價格連續賣滿30天"),
    "old": lazy("降價超過90天了，現在的價格就是平常的價格"),
}


@dataclass(frozen=True)
class Point:
    """From `at` (UTC) on it cost `price` minor units."""

    at: datetime
    price: int


@dataclass(frozen=True)
class VariantFacts:
    """One variant's prices as people could see them, oldest first; neighbours differ.

    `lowest`: the lowest of the last 30 days, None where the price stood still. `before`: after a reduction in that time, the
    lowest of the 30 days before it. `rise`: what it cost from when, if it was raised less than 30 days before that reduction.
    `was`: the former price the author claims, if it is true, and `since` when it was reduced; else `why` (a key of WHY_NOT_SHOWN).
    """

    points: tuple[Point, ...] = ()
    lowest: int | None = None
    before: int | None = None
    rise: tuple[Point, Point] | None = None
    was: int | None = None
    since: datetime | None = None
    why: str = ""


def seen(changes: Sequence[Point], published: datetime | None) -> tuple[Point, ...]:
    """The prices that people could see: what a draft cost before it was first published does not count."""
    if published is None:
        return ()
    found: list[Point] = []
    for change in changes:
        point = Point(max(change.at, published), change.price)
        if found and found[-1].at == point.at:
            found.pop()
        if not found or found[-1].price != point.price:
            found.append(point)
    return tuple(found)


def facts(changes: Sequence[Point], published: datetime | None, compare_at: int | None, now: datetime) -> VariantFacts:
    """All that can be said of one variant. `changes` are its prices from the first on, the last one being today's."""
    points = seen(changes, published)
    since, why = judged(points, compare_at, now)
    was = compare_at if compare_at and not why else None
    if len(points) < 2 or now - points[-1].at > LATELY:
        return VariantFacts(points, was=was, since=since, why=why)
    last, previous = points[-1], points[-2]
    reduced = last.price < previous.price
    return VariantFacts(
        points,
        lowest=lowest(points, now - LATELY, now),
        before=lowest(points, last.at - BEFORE, last.at) if reduced else None,
        rise=_rise(points) if reduced else None,
        was=was,
        since=since,
        why=why,
    )


def lowest(points: Sequence[Point], start: datetime, end: datetime) -> int | None:
    """The lowest price between two moments, the one in force at the start among them; None where there was none yet."""
    ends = [*(p.at for p in points[1:]), None]
    prices = [p.price for p, until in zip(points, ends, strict=True) if p.at < end and (until is None or until > start)]
    return min(prices, default=None)


def _rise(points: Sequence[Point]) -> tuple[Point, Point] | None:
    """The last rise less than 30 days before the reduction that the points end with."""
    for lower, higher in reversed(list(pairwise(points[:-1]))):
        if points[-1].at - higher.at >= BEFORE:
            return None
        if higher.price > lower.price:
            return lower, higher
    return None


def judged(points: Sequence[Point], compare_at: int | None, now: datetime) -> tuple[datetime | None, str]:
    """When the reduction from a former price began, and why that price may not be shown ("" where it may, or none is claimed)."""
    if not compare_at:
        return None, ""
    if not points:
        return None, "unpublished"
    if compare_at <= points[-1].price:
        return None, "not_above"
    start = _run(points, lambda price: price < compare_at)
    if start == 0:
        return None, "never"
    began, high = points[start].at, _run(points[:start], lambda price: price >= compare_at)
    if began - points[high].at < BEFORE:
        return began, "short"
    return began, "old" if now - began > LONGEST else ""


def still_true(compare_at: int | None, price: int) -> int | None:
    """A former price beside a new one: one that is not above it says nothing."""
    return compare_at if compare_at is not None and compare_at > price else None


def _run(points: Sequence[Point], fits: Callable[[int], bool]) -> int:
    """Where the unbroken run of fitting prices at the end begins; the number of points when the last does not fit."""
    start = len(points)
    while start and fits(points[start - 1].price):
        start -= 1
    return start
