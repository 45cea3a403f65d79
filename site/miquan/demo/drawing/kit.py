"""What a drawing function is given, what it gives back, and the light that all of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from miquan.demo.drawing.palette import INK, WHITE, dark, light
from miquan.demo.drawing.patterns import decorate
from miquan.demo.drawing.svg import Box, Pen, ellipse, group, moved, path


@dataclass(frozen=True)
class Piece:
    """A drawn thing. `stand`: the origin is the middle of its foot, y upward is negative. `lie`, `hang`: its middle."""

    body: str
    width: float
    height: float
    way: Literal["stand", "lie", "hang"] = "stand"


@dataclass(frozen=True)
class Kit:
    """Chance, colours, pattern and light of one thing. `lit` is -1 for light from the left, 1 from the right."""

    rng: Random
    pen: Pen
    main: str
    second: str
    accent: str
    pattern: str
    lit: int

    def shade(self, depth: float = 0.3) -> str:
        """Side light over a round body, to lie over its colours."""
        stops = [(0.0, WHITE, 0.05), (0.26, WHITE, 0.24), (0.55, INK, 0.02), (1.0, INK, depth)]
        return self.pen.linear(*(stops if self.lit < 0 else [(1 - a, c, o) for a, c, o in reversed(stops)]))

    def slope(self, depth: float = 0.2) -> str:
        """Soft light across something flat, to lie over its colours."""
        start, end = ((0.0, 0.0), (1.0, 1.0)) if self.lit < 0 else ((1.0, 0.0), (0.0, 1.0))
        return self.pen.linear((0.0, WHITE, 0.2), (0.45, WHITE, 0.0), (1.0, INK, depth), start=start, end=end)

    def ball(self, colour: str) -> str:
        """The paint of something round."""
        centre = (0.36 if self.lit < 0 else 0.64, 0.32)
        return self.pen.radial(
            (0.0, light(colour, 0.4), 1), (0.5, colour, 1), (1.0, dark(colour, 0.34), 1), centre=centre, radius=0.72
        )

    def down(self, top: str, foot: str) -> str:
        """A paint from top to foot."""
        return self.pen.linear((0.0, top, 1), (1.0, foot, 1), end=(0.0, 1.0))

    def pick(self, *choices: str) -> str:
        """One of these."""
        return self.rng.choice(choices)

    def between(self, low: float, high: float) -> float:
        """Any number in this range."""
        return self.rng.uniform(low, high)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share


Draw = Callable[[Kit], Piece]


def solid(
    k: Kit, d: str, colour: str, box: Box | None = None, *, ink: str = "", sag: float = 0.0, depth: float = 0.3
) -> str:
    """A round body in side light; with a box it carries the pattern, which sags by so much in its middle."""
    return path(d, colour) + _worn(k, d, box, ink, sag) + path(d, k.shade(depth))


def flat(k: Kit, d: str, colour: str, box: Box | None = None, *, ink: str = "", depth: float = 0.18) -> str:
    """A flat thing in soft light; with a box it carries the pattern."""
    return path(d, colour) + _worn(k, d, box, ink, 0.0) + path(d, k.slope(depth))


def cast(k: Kit, d: str, far: float = 14.0, strength: float = 0.13) -> str:
    """The shadow that something flat throws on what is behind or under it."""
    shadow = path(d, INK, opacity=strength)
    return moved(shadow, -k.lit * far, far) + moved(shadow, -k.lit * far * 0.45, far * 0.45)


def contact(k: Kit, width: float, x: float = 0.0, y: float = 0.0) -> str:
    """The shadow where something stands."""
    paint = k.pen.radial((0.0, INK, 0.5), (0.55, INK, 0.3), (1.0, INK, 0.0))
    long, close = width * 0.66, width * 0.52
    far = ellipse(x - k.lit * width * 0.16, y + 4, long, max(16.0, width * 0.085), paint)
    return far + ellipse(x - k.lit * width * 0.02, y + 2, close, max(9.0, width * 0.04), paint)


def gloss(k: Kit, d: str, strength: float = 0.4) -> str:
    """A bright reflection drawn for light from the left."""
    shine = path(d, WHITE, opacity=strength)
    return shine if k.lit < 0 else group(shine, transform="scale(-1 1)")


def _worn(k: Kit, d: str, box: Box | None, ink: str, sag: float) -> str:
    if box is None or k.pattern == "plain":
        return ""
    return group(decorate(k.rng, k.pattern, box, ink or k.second, k.accent, sag=sag), clip_path=k.pen.clip(d))
