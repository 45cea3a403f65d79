"""A portrait as a picture: circles that lie together, the more something counts the larger. Pure arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import sqrt

LARGEST, SMALLEST = 74.0, 26.0
_GAP = 5.0
# How much wider than high the picture grows; what rounding may cost.
_WIDE, _HAIR = 2.0, 1e-6

# Its middle, and how far it reaches.
_Disc = tuple[float, float, float]


@dataclass(frozen=True)
class Circle:
    """Where a circle lies in the picture, how large it is, and in how many lines of how large words it is named."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class Picture:
    """Circles in the order of what they stand for, and the size of it all."""

    width: float
    height: float
    circles: tuple[Circle, ...]


def drawn(things: list[tuple[str, float]]) -> Picture:
    """`things` are (name, 0 to 1), the largest first; each finds the place nearest to the middle that is still free."""
    most = max((share for _name, share in things), default=1.0) or 1.0
    return _drawn(tuple((name, round(share / most, 3)) for name, share in things))


# A page that changes one thing is drawn again as a whole, mostly with the same picture: what decays does so together.
@lru_cache(maxsize=256)
def _drawn(things: tuple[tuple[str, float], ...]) -> Picture:
    placed: list[_Disc] = []
    for _name, share in things:
        radius = max(LARGEST * sqrt(max(share, 0.0)), SMALLEST)
        placed.append((*_free(radius, placed), radius))
    if not placed:
        return Picture(0, 0, ())
    left, top = (min(one[axis] - one[2] for one in placed) - _GAP for axis in (0, 1))
    right, bottom = (max(one[axis] + one[2] for one in placed) + _GAP for axis in (0, 1))
    circles = (
        Circle(round(x - left, 1), round(y - top, 1), round(radius, 1), *_words(name, radius))
        for (name, _share), (x, y, radius) in zip(things, placed, strict=True)
    )
    return Picture(round(right - left, 1), round(bottom - top, 1), tuple(circles))


def _free(radius: float, placed: list[_Disc]) -> tuple[float, float]:
    """Of the places where it lies against two others and upon none, the one nearest to the middle of a wide picture."""
    if len(placed) < 2:
        return (0.0, 0.0) if not placed else (placed[0][0] + placed[0][2] + radius + _GAP, 0.0)
    grown = [(x, y, other + radius + _GAP) for x, y, other in placed]
    places = [place for one, other in combinations(grown, 2) for place in _meeting(one, other)]
    places.sort(key=lambda place: (place[0] / _WIDE) ** 2 + place[1] ** 2)
    # A hair less than the gap: the two that it lies against are not upon it.
    return next(
        (x, y) for x, y in places if all((x - ox) ** 2 + (y - oy) ** 2 > far * far - _HAIR for ox, oy, far in grown)
    )


def _meeting(one: _Disc, other: _Disc) -> Iterator[tuple[float, float]]:
    """Where two circles cross: twice, or nowhere."""
    (ax, ay, a), (bx, by, b) = one, other
    dx, dy = bx - ax, by - ay
    between = dx * dx + dy * dy
    along = (a * a - b * b + between) / (2 * between)
    beside = a * a / between - along * along
    if beside >= 0:
        up = sqrt(beside)
        yield ax + along * dx - up * dy, ay + along * dy + up * dx
        yield ax + along * dx + up * dy, ay + along * dy - up * dx


def _words(name: str, radius: float) -> tuple[tuple[str, ...], float]:
    """The name in one line or two, and how large its words may be to fit; cut where even that is too small."""
    lines = (name,) if _width(name) <= 4.2 else _halves(name)
    widest = max(map(_width, lines))
    room = radius * (1.75 if len(lines) == 1 else 1.55)
    size = min(room / widest, radius * 0.42, 24.0)
    if size < 9.0:
        size, fitting = 9.0, room / 9.0
        lines = tuple(_cut(line, fitting) for line in lines)
    return lines, round(size, 1)


def _width(words: str) -> float:
    """In ems: a Chinese character takes one, a Latin letter, bold and with serifs, up to seven tenths."""
    return sum(1.0 if char > "\u2e7f" else 0.7 for char in words) or 1.0


def _halves(name: str) -> tuple[str, ...]:
    """Two lines, cut at the space nearest to the middle, or in the middle of what has none."""
    spaces = [n for n, char in enumerate(name) if char == " "]
    middle = len(name) / 2
    at = min(spaces, key=lambda n: abs(n - middle)) if spaces else (len(name) + 1) // 2
    if not spaces and name.isascii():
        return (name,)
    return (name[:at].strip(), name[at:].strip())


def _cut(line: str, ems: float) -> str:
    if _width(line) <= ems:
        return line
    kept = line
    while len(kept) > 1 and _width(kept) + 0.6 > ems:
        kept = kept[:-1]
    return kept.rstrip() + "…"
