"""Patterns that fill a box; the caller clips them to a shape. `sag` bends rows as on a round body."""

import math
from collections.abc import Callable
from random import Random

from miquan.demo.drawing.palette import INK, LEAVES, PAPER, dark, light, mix
from miquan.demo.drawing.svg import Box, Point, circle, dots, line, moved, path, polygon, rect, rounded, trace

Paint = Callable[[Random, Box, str, str, float], str]


def decorate(rng: Random, name: str, box: Box, ink: str, accent: str, *, sag: float = 0.0) -> str:
    """The named pattern over the box, or nothing if there is none of that name."""
    draw = PATTERNS.get(name)
    return draw(rng, box, ink, accent, sag) if draw else ""


def _sunk(box: Box, x: float, sag: float) -> float:
    across = (x - box[0]) / box[2] * 2 - 1
    return sag * (1 - across * across)


def _row(box: Box, y: float, sag: float) -> str:
    x, _, w, _ = box
    return trace("M", x - 10, y, "Q", x + w / 2, y + sag * 2, x + w + 10, y)


def _stripe(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = min(w, h) / rng.choice((4, 5, 7, 9))
    thick = step * rng.uniform(0.16, 0.5)
    if rng.random() < 0.3:
        columns = [x + step * (i + 0.5) for i in range(int(w / step) + 1)]
        return line("".join(f"M{at:.0f} {y:.0f}v{h + sag:.0f}" for at in columns), ink, thick, opacity=0.85)
    rows = [y + step * (i + 0.5) for i in range(int(h / step) + 1)]
    main = line("".join(_row(box, at, sag) for at in rows), ink, thick, opacity=0.85)
    thin = line("".join(_row(box, at + step * 0.42, sag) for at in rows[::2]), accent, thick * 0.22, opacity=0.9)
    return main + thin


def _dots(rng: Random, box: Box, ink: str, _accent: str, sag: float) -> str:
    x, y, w, h = box
    step = max(20.0, min(w, h) / rng.choice((5, 6, 8)))
    places = []
    for row in range(int(h / step) + 2):
        for column in range(int(w / step) + 2):
            at = x + step * (column + 0.5 * (row % 2))
            places.append((at, y + step * (row + 0.3) + _sunk(box, at, sag)))
    return dots(places[:260], step * rng.uniform(0.2, 0.42), ink, opacity=0.8)


def _waves(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    rows, length = rng.choice((4, 5, 6)), w / rng.choice((4, 5, 6))
    high, text = h / rows * 0.26, []
    for i in range(rows):
        at, shift = y + h * (i + 0.5) / rows, (i % 2) * length / 2
        crests = range(int(w / length) + 2)
        text.append(trace("M", x - length + shift, at + sag * 0.4, "q", length / 4, -high * 2, length / 2, 0))
        text.append("".join(f"t{length / 2:.0f} 0" for _ in list(crests) * 2))
    thick = h / rows * rng.uniform(0.12, 0.24)
    top = rect(x, y, w, h / rows * 0.5, accent, opacity=0.35) if rng.random() < 0.4 else ""
    return top + line("".join(text), ink, thick, opacity=0.85)


def _check(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = min(w, h) / rng.choice((3, 4, 5))
    wide = step * rng.uniform(0.35, 0.55)
    down = "".join(f"M{x + step * (i + 0.5):.0f} {y:.0f}v{h + sag * 2:.0f}" for i in range(int(w / step) + 1))
    over = "".join(_row(box, y + step * (i + 0.5), sag) for i in range(int(h / step) + 1))
    fine = "".join(f"M{x + step * i:.0f} {y:.0f}v{h + sag * 2:.0f}" for i in range(int(w / step) + 2))
    fine += "".join(_row(box, y + step * i, sag) for i in range(int(h / step) + 2))
    square: dict[str, str | float] = {"stroke_linecap": "butt", "opacity": 0.5}
    return (
        line(down, ink, wide, **square) + line(over, ink, wide, **square) + line(fine, accent, wide * 0.16, opacity=0.9)
    )


def _floral(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = min(max(min(w, h) / rng.choice((2.2, 2.8, 3.4)), 62.0), 150.0)
    petals, hearts, stems = [], [], []
    for row in range(int(h / step) + 1):
        for column in range(int(w / step) + 1):
            at = x + step * (column + 0.35 + 0.5 * (row % 2)) + rng.uniform(-0.1, 0.1) * step
            up = y + step * (row + 0.5) + rng.uniform(-0.1, 0.1) * step + _sunk(box, at, sag)
            turn = rng.uniform(0, 1.2)
            petals += [
                (at + step * 0.17 * math.cos(turn + i * 1.257), up + step * 0.17 * math.sin(turn + i * 1.257))
                for i in range(5)
            ]
            hearts.append((at, up))
            stems.append(trace("M", at + step * 0.2, up + step * 0.2, "q", step * 0.22, 0, step * 0.26, step * 0.24))
    leaves = line("".join(stems), rng.choice(LEAVES), step * 0.1, opacity=0.9)
    return leaves + dots(petals, step * 0.24, ink, opacity=0.92) + dots(hearts, step * 0.16, accent)


def _crackle(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = min(w, h) / 4.2
    lines: list[str] = []
    knots: dict[tuple[int, int], Point] = {}
    for i in range(int(w / step) + 2):
        for j in range(int(h / step) + 2):
            at = x + step * (i - 0.3 + rng.uniform(-0.32, 0.32))
            knots[i, j] = (at, y + step * (j - 0.3 + rng.uniform(-0.32, 0.32)) + _sunk(box, at, sag))
    for (i, j), here in knots.items():
        for there in (knots.get((i + 1, j)), knots.get((i, j + 1))):
            if there and rng.random() < 0.86:
                lines.append(trace("M", *here, "L", *there))
    fine = line("".join(lines), mix(ink, INK, 0.35), 2, opacity=0.32)
    start = x + w * rng.uniform(0.2, 0.7)
    mend = trace("M", start, y - 5, "l", -w * 0.05, h * 0.22, w * 0.09, h * 0.16, -w * 0.03, h * 0.2)
    return fine + line(mend, accent, 6)


def _knit(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = max(14.0, w / rng.choice((16, 20, 24)))
    teeth = f"l{step / 2:.1f} {step * 0.5:.1f} {step / 2:.1f} {-step * 0.5:.1f}" * (int(w / step) + 2)
    rows = [y + step * 1.05 * i for i in range(int(h / step) + 1)]
    band = set(range(len(rows) // 4, len(rows) // 4 + rng.choice((2, 3, 4))))
    band |= {min(band) - 2, max(band) + 2} if rng.random() < 0.6 else set()
    quiet = "".join(f"M{x - step / 2:.0f} {at:.0f}{teeth}" for i, at in enumerate(rows) if i not in band)
    loud = "".join(f"M{x - step / 2:.0f} {at:.0f}{teeth}" for i, at in enumerate(rows) if i in band)
    colour = ink if rng.random() < 0.6 else accent
    return line(quiet, mix(ink, INK, 0.2), step * 0.2, opacity=0.22) + line(loud, colour, step * 0.34)


def _label(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    wide, high = w * rng.uniform(0.52, 0.68), min(h * rng.uniform(0.42, 0.58), w * 0.8)
    left, top = x + (w - wide) / 2, y + (h - high) * 0.56
    paper = mix(PAPER, ink, rng.choice((0.0, 0.06, 0.12)))
    middle = x + w / 2
    shape = rng.choice(("box", "box", "round", "arch"))
    if shape == "round":
        r = min(wide, high) * 0.54
        body = circle(middle, top + high / 2, r, paper) + circle(
            middle, top + high / 2, r * 0.88, "none", stroke=accent, stroke_width=3
        )
        return (
            body
            + motif(rng, middle, top + high * 0.42, r * 0.46, dark(accent, 0.1))
            + _words(middle, top + high / 2 + r * 0.45, r, ink)
        )
    d = rounded(left, top, wide, high, 6) if shape == "box" else rounded(left, top, wide, high, wide / 2)
    d = (
        d
        if shape == "box"
        else (
            trace("M", left, top + high, "V", top + wide * 0.3)
            + trace("a", wide / 2, wide * 0.3, 0, 0, 1, wide, 0, "V", top + high, "Z")
        )
    )
    edge = line(d, accent, 3, opacity=0.6) if rng.random() < 0.5 else ""
    mark = motif(rng, middle, top + high * 0.38, min(wide, high) * 0.22, accent)
    return path(d, paper) + edge + mark + _words(middle, top + high * 0.74, wide * 0.42, ink)


def _words(x: float, y: float, wide: float, ink: str) -> str:
    ink = mix(ink, INK, 0.55)
    first = line(trace("M", x - wide * 0.7, y, "h", wide * 1.4), ink, max(4.0, wide * 0.07))
    return first + line(
        trace("M", x - wide * 0.4, y + wide * 0.22, "h", wide * 0.8), ink, max(3.0, wide * 0.045), opacity=0.6
    )


def _geometric(rng: Random, box: Box, ink: str, accent: str, sag: float) -> str:
    x, y, w, h = box
    step = min(w, h) / rng.choice((3, 4, 5))
    kind = rng.choice(("diamond", "triangle", "arc", "tile"))
    inks: list[str] = []
    accents: list[str] = []
    for row in range(int(h / step) + 2):
        for column in range(int(w / step) + 2):
            cx = x + step * (column + 0.5)
            cy = y + step * (row + 0.5) + _sunk(box, cx, sag)
            (inks if (row + column) % 2 else accents).append(_figure(kind, cx, cy, step / 2))
    quiet = 0.85 if kind != "tile" else 0.95
    return path("".join(inks), ink, opacity=quiet) + path(
        "".join(accents), accent if kind != "arc" else ink, opacity=0.7
    )


def _figure(kind: str, x: float, y: float, r: float) -> str:
    if kind == "diamond":
        return polygon([(x, y - r * 0.8), (x + r * 0.8, y), (x, y + r * 0.8), (x - r * 0.8, y)])
    if kind == "triangle":
        return polygon([(x - r * 0.8, y + r * 0.7), (x, y - r * 0.7), (x + r * 0.8, y + r * 0.7)])
    if kind == "arc":
        return trace(
            "M", x - r, y + r / 2, "a", r, r, 0, 0, 1, 2 * r, 0, "h", -r * 0.5, "a", r / 2, r / 2, 0, 0, 0, -r, 0, "Z"
        )
    return trace("M", x, y - r, "q", 0, r, r, r, "q", -r, 0, -r, r, "q", 0, -r, -r, -r, "q", r, 0, r, -r, "Z")


def motif(rng: Random, x: float, y: float, r: float, colour: str) -> str:
    """A small sign for a label: sun, leaf, mountain, fish, flower or ring."""
    kind = rng.choice(("sun", "leaf", "hill", "fish", "flower", "ring"))
    if kind == "sun":
        rays = "".join(
            (
                trace("M", r * 0.75 * math.cos(i * 0.785), r * 0.75 * math.sin(i * 0.785))
                + trace("l", r * 0.25 * math.cos(i * 0.785), r * 0.25 * math.sin(i * 0.785))
            )
            for i in range(8)
        )
        return moved(circle(0, 0, r * 0.5, colour) + line(rays, colour, r * 0.14), x, y)
    if kind == "leaf":
        blade = trace(
            "M", 0, r, "C", -r, r * 0.3, -r * 0.6, -r * 0.7, 0, -r, "C", r * 0.6, -r * 0.7, r, r * 0.3, 0, r, "Z"
        )
        return moved(path(blade, colour) + line(trace("M", 0, r, "V", -r * 0.5), light(colour, 0.7), r * 0.1), x, y)
    if kind == "hill":
        return moved(
            path(
                polygon([(-r, r * 0.7), (-r * 0.2, -r * 0.7), (r * 0.25, 0), (r * 0.5, -r * 0.3), (r, r * 0.7)]), colour
            ),
            x,
            y,
        )
    if kind == "fish":
        body = trace("M", -r, 0, "Q", 0, -r * 0.9, r * 0.6, 0, "L", r, -r * 0.4, "V", r * 0.4) + trace(
            "L", r * 0.6, 0, "Q", 0, r * 0.9, -r, 0, "Z"
        )
        return moved(path(body, colour), x, y)
    if kind == "flower":
        petals = [(r * 0.55 * math.cos(i * 1.257), r * 0.55 * math.sin(i * 1.257)) for i in range(5)]
        return moved(dots(petals, r * 0.8, colour) + circle(0, 0, r * 0.25, light(colour, 0.7)), x, y)
    return moved(
        circle(0, 0, r * 0.7, "none", stroke=colour, stroke_width=r * 0.2) + circle(0, 0, r * 0.22, colour), x, y
    )


PATTERNS: dict[str, Paint] = {
    "stripe": _stripe,
    "dots": _dots,
    "waves": _waves,
    "check": _check,
    "floral": _floral,
    "crackle": _crackle,
    "knit": _knit,
    "label": _label,
    "geometric": _geometric,
}
