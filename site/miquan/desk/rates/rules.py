"""Which rates are plausible, which are old, and how their history is drawn: pure, in the units of the drawing's own viewBox."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from miquan.i18n import _

# So many days old a rate is marked: central banks publish theirs on every working day.
OLD_AFTER = 45
# Further than this from the newest a typed rate is more often a slip than a crash.
FAR = Decimal("0.2")
TYPED_LIMIT = 30
_PLACES = 8
_MOST = Decimal(10) ** 9
WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 12, 10, 26


@dataclass(frozen=True)
class Drawing:
    """`line` are points of a polyline; `rules` are (y, words) of the grid, `marks` (x, day, anchor) below."""

    line: str
    rules: list[tuple[float, str]]
    marks: list[tuple[float, date, str]]


def parse_rate(typed: str) -> Decimal:
    """What somebody typed: `31.6`, `31,6`, `３１．６`. Raises ValueError with a sentence."""
    text = unicodedata.normalize("NFKC", typed[:TYPED_LIMIT]).strip().replace(",", ".")
    try:
        found = Decimal(text) if text.isascii() and set(text) <= set("0123456789.") else Decimal(0)
    except InvalidOperation:
        found = Decimal(0)
    if not 0 < found < _MOST:
        raise ValueError(_("匯率要是大於0的數字，例如31.6"))
    if -int(found.normalize().as_tuple().exponent) > _PLACES:
        raise ValueError(_("小數最多%(digits)s位", digits=_PLACES))
    return found


def written(rate: Decimal) -> str:
    """All its digits and no zeros behind them."""
    return f"{rate.normalize():f}"


def is_far(rate: Decimal, newest: Decimal | None) -> bool:
    return newest is not None and abs(rate / newest - 1) > FAR


def is_old(since: date, today: date) -> bool:
    return (today - since).days > OLD_AFTER


def drawn(history: Sequence[tuple[date, Decimal]], today: date) -> Drawing | None:
    """Each rate holds until the next and the last until today, so the line goes in steps. `history` is by day, one a day."""
    if not history:
        return None
    first, last = history[0][0], max(today, history[-1][0])
    low, high = min(r for _d, r in history), max(r for _d, r in history)
    room = (high - low) / 10 or high / 10
    bottom, top = low - room, high + room
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first).days / span, 1)

    def y(rate: Decimal) -> float:
        return round(float(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (rate - bottom) / (top - bottom)), 1)

    points: list[tuple[float, float]] = []
    for day, rate in history:
        points += [(x(day), points[-1][1])] if points else []
        points.append((x(day), y(rate)))
    points.append((x(last), points[-1][1]))
    return Drawing(
        line=" ".join(f"{px:g},{py:g}" for px, py in points),
        rules=[(y(value), f"{value:.4g}") for value in sorted({low, high})],
        marks=[(x(first), first, "start"), *([(x(last), last, "end")] if last > first else [])],
    )
