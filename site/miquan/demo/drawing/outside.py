"""What is seen through a window, and behind a banner: hills, sea, town, garden."""

from random import Random

from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.palette import LEAVES, WHITE, dark, light, mix
from miquan.demo.drawing.svg import Box, Pen, circle, dots, ellipse, line, path, polygon, rect, smooth, trace

_SKIES = (
    ("#f7d9a4", "#f1b98c"),
    ("#dbe9ee", "#f2e6d2"),
    ("#cfe0e8", "#e8eef0"),
    ("#f3d3c4", "#e9b7a6"),
    ("#c3d6de", "#f4dcb8"),
)
_HILLS = (("#8ea193", "#6b8a7b", "#4f7565"), ("#9aa9b4", "#74909c", "#557887"), ("#b5a48e", "#94836f", "#6f7a5f"))


def view(pen: Pen, rng: Random, w: float, h: float, kind: str = "") -> str:
    """A quiet view of this size with its upper left corner at the origin."""
    top, foot = rng.choice(_SKIES)
    sky = bands((0, 0, w, h), top, foot)
    sun = circle(
        w * rng.uniform(0.55, 0.85),
        h * rng.uniform(0.16, 0.32),
        min(w, h) * rng.uniform(0.07, 0.12),
        "#fff1cc",
        opacity=0.95,
    )
    draw = _VIEWS.get(kind) or rng.choice((hills, hills, sea, roofs, garden))
    return sky + sun + draw(pen, rng, w, h)


def hills(_pen: Pen, rng: Random, w: float, h: float) -> str:
    """Three ranges, each nearer and darker."""
    body = ""
    for i, colour in enumerate(rng.choice(_HILLS)):
        base = h * (0.46 + 0.17 * i)
        count = 6
        points = [(w * j / count, base - h * rng.uniform(0.0, 0.26 - 0.06 * i)) for j in range(count + 1)]
        ridge = (
            polygon([(0, h + 2), *points, (w, h + 2)])
            if rng.random() < 0.5
            else smooth([(-5, base), *points[1:-1], (w + 5, base)]) + trace("L", w, h + 2, "L", 0, h + 2, "Z")
        )
        body += path(ridge, colour)
    return body


def sea(pen: Pen, rng: Random, w: float, h: float) -> str:
    """Water, a headland, a sail."""
    level, blue = h * rng.uniform(0.52, 0.62), rng.choice(("#5c9bab", "#4f8a9e", "#6ba3a6"))
    land = polygon(
        [(0, level), (0, level - h * 0.12), (w * 0.2, level - h * 0.26), (w * 0.36, level - h * 0.1), (w * 0.5, level)]
    )
    body = path(land, rng.choice(("#8c7766", "#7d8c7a", "#8a8796")))
    body += bands((0, level, w, h - level + 2), light(blue, 0.15), dark(blue, 0.25))
    curls = "".join(
        (
            trace("M", rng.uniform(0, w * 0.85), level + (h - level) * rng.uniform(0.2, 0.9))
            + trace("q", w * 0.03, -h * 0.012, w * 0.06, 0, "t", w * 0.06, 0)
        )
        for _ in range(7)
    )
    x, y, r = w * rng.uniform(0.58, 0.8), level + h * 0.1, h * 0.14
    sail = path(trace("M", x, y - r, "V", y, "H", x + r * 0.6, "Z"), WHITE) + path(
        trace("M", x - r * 0.08, y - r * 0.8, "V", y, "H", x - r * 0.5, "Z"), "#e0a94f"
    )
    hull = path(
        trace("M", x - r * 0.6, y + r * 0.1, "H", x + r * 0.7, "l", -r * 0.2, r * 0.2, "h", -r * 0.9, "Z"), WHITE
    )
    return body + line(curls, WHITE, 3.5, opacity=0.5) + sail + hull


def roofs(_pen: Pen, rng: Random, w: float, h: float) -> str:
    """A row of gabled houses before a pale row."""
    walls = rng.choice(
        (("#d9b48a", "#c98863", "#e2c79e"), ("#cfc3b4", "#b79c86", "#ddd0bd"), ("#b9c4c2", "#c7a58c", "#dcd3c2"))
    )
    body, x = "", -w * 0.06
    for wide, tall in [(rng.uniform(0.12, 0.2), rng.uniform(0.4, 0.56)) for _ in range(8)]:
        body += _house((x, h * (1 - tall), w * wide, h * tall), mix(walls[1], "#cfd8dc", 0.6), "")
        x += w * wide * 0.86
    x = -w * 0.05
    while x < w:
        wide = w * rng.uniform(0.2, 0.3)
        wall = rng.choice(walls)
        tall = h * rng.uniform(0.28, 0.44)
        body += _house((x, h - tall, wide, tall), wall, dark(wall, 0.5))
        x += wide
    return body


def _house(box: Box, wall: str, panes: str) -> str:
    x, top, w, tall = box
    ground = top + tall
    body = path(
        polygon([(x, ground + 2), (x, top), (x + w / 2, top - w * 0.32), (x + w, top), (x + w, ground + 2)]), wall
    )
    if not panes:
        return body
    size = w * 0.15
    holes = "".join(
        trace("M", x + w * at, top + w * 0.14, "h", size, "v", size * 1.2, "h", -size, "Z") for at in (0.2, 0.62)
    )
    return (
        body
        + path(
            polygon([(x - 4, top + 4), (x + w / 2, top - w * 0.36), (x + w + 4, top + 4), (x + w / 2, top - w * 0.25)]),
            dark(wall, 0.28),
        )
        + path(holes, panes)
    )


def garden(_pen: Pen, rng: Random, w: float, h: float) -> str:
    """Round trees and a hedge."""
    body = rect(0, h * 0.7, w, h * 0.3 + 2, "#9fb487")
    for _ in range(5):
        x, r, colour = rng.uniform(0, w), h * rng.uniform(0.12, 0.22), rng.choice(LEAVES)
        y = h * rng.uniform(0.45, 0.62)
        body += line(trace("M", x, h * 0.76, "V", y), "#7b5a41", r * 0.14)
        body += circle(x, y, r, colour) + circle(x - r * 0.28, y - r * 0.25, r * 0.62, light(colour, 0.18))
    flowers = [(rng.uniform(0, w), rng.uniform(h * 0.78, h)) for _ in range(26)]
    body += ellipse(w / 2, h + h * 0.04, w * 0.7, h * 0.2, "#7f9b6c") + dots(
        flowers, h * 0.028, rng.choice(("#e8a08f", "#f0cf7a", "#fbf4e4"))
    )
    return body


_VIEWS = {"hills": hills, "sea": sea, "roofs": roofs, "garden": garden}
