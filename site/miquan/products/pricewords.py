"""The history of a variant's price in words, a table and a small line, for the product page."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from miquan import places
from miquan.db import now
from miquan.i18n import _, locale
from miquan.money import Money, format_number
from miquan.products.pricing import Point, VariantFacts
from miquan.viewer import viewer

ROWS = 12
WIDTH, HEIGHT, EDGE = 240, 48, 4


@dataclass(frozen=True)
class PricesShown:
    """`lines` are sentences; `rows` (day, price) newest first; `line` the points of a polyline, "" where nothing changed."""

    lines: list[str]
    rows: list[tuple[str, str]]
    line: str


def prices_shown(found: VariantFacts | None, currency: str) -> PricesShown | None:
    """None where there is nothing to say."""
    if found is None or len(found.points) < 2:
        return None
    rows = [(_day(p.at).date().isoformat(), _amount(p.price, currency)) for p in reversed(found.points[-ROWS:])]
    return PricesShown(_lines(found, currency), rows, _line(found.points[-ROWS:], now()))


def _lines(found: VariantFacts, currency: str) -> list[str]:
    lines = []
    if found.was is not None and found.since is not None:
        lines.append(_("降價前賣%(price)s，%(day)s起降價", price=_amount(found.was, currency), day=_date(found.since)))
    if found.before is not None:
        lines.append(_("降價前30天最低%(price)s", price=_amount(found.before, currency)))
    elif found.lowest is not None:
        lines.append(_("30天內最低%(price)s", price=_amount(found.lowest, currency)))
    if found.rise is not None:
        lower, higher = found.rise
        said = {"low": _amount(lower.price, currency), "high": _amount(higher.price, currency), "day": _date(higher.at)}
        lines.append(_("降價前不到30天才漲過：%(day)s從%(low)s漲到%(high)s", **said))
    return lines


def _line(points: tuple[Point, ...], end: datetime) -> str:
    """Steps from the first change shown to today, left to right, dear above cheap."""
    start, prices = points[0].at, [p.price for p in points]
    span, spread = max((end - start).total_seconds(), 1), max(max(prices) - min(prices), 1)
    drawn: list[tuple[float, float]] = []
    for point in points:
        x = EDGE + (WIDTH - 2 * EDGE) * (point.at - start).total_seconds() / span
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (point.price - min(prices)) / spread
        if drawn:
            drawn.append((x, drawn[-1][1]))
        drawn.append((x, y))
    drawn.append((WIDTH - EDGE, drawn[-1][1]))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)


def _amount(minor: int, currency: str) -> str:
    return f"{currency} {format_number(Money(minor, currency))}"


def _day(at: datetime) -> datetime:
    return places.there(viewer().zone, at).replace(tzinfo=None)


def _date(at: datetime) -> str:
    return str(format_date(_day(at), "long", locale=locale()))
