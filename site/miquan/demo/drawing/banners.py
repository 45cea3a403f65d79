"""Banners of storefronts: a wide view of the place where the buyer lives, 1600 by 900."""

from collections.abc import Callable
from random import Random
from typing import Any

from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.indoors import window
from miquan.demo.drawing.palette import INK, PAPER, WHITE, dark, light, mix
from miquan.demo.drawing.streets import AWNINGS, HIGH, WIDE, boat, house, lamp, pine, row, stall, tree, walls
from miquan.demo.drawing.svg import (
    Pen,
    circle,
    document,
    ellipse,
    group,
    line,
    moved,
    path,
    polygon,
    rect,
    rounded,
    smooth,
    trace,
)

_SKIES = (
    ("#cfdfe6", "#f3e6cf"),
    ("#f3d6a8", "#f6e7cc"),
    ("#d8e4e2", "#f0dcc6"),
    ("#c5d6df", "#eef0ea"),
    ("#efcdb8", "#f7e5c9"),
)

View = Callable[[Pen, Random, str], str]


def draw_banner(spec: dict[str, Any], seed: int) -> str:
    """An SVG of 1600 by 900. `spec`: view and place (ISO country); what is unknown falls back."""
    rng, pen = Random(seed), Pen()
    wanted, where = spec.get("view"), spec.get("place")
    place = where if isinstance(where, str) else ""
    draw = VIEWS.get(wanted if isinstance(wanted, str) else "", window)
    return document(WIDE, HIGH, pen, draw(pen, rng, place))


def _sky(rng: Random) -> str:
    top, foot = rng.choice(_SKIES)
    body = bands((0, 0, WIDE, HIGH), top, foot)
    body += circle(rng.uniform(250, 1350), rng.uniform(130, 230), rng.uniform(56, 84), "#fff3d2", opacity=0.95)
    for _ in range(3):
        x, y, size = rng.uniform(0, 1500), rng.uniform(80, 280), rng.uniform(60, 110)
        body += path(
            rounded(x, y, size * 3, size * 0.5, size * 0.25)
            + rounded(x + size * 0.6, y - size * 0.34, size * 1.5, size * 0.6, size * 0.3),
            WHITE,
            opacity=0.45,
        )
    return body


def _pale(colours: tuple[str, ...], share: float) -> tuple[str, ...]:
    return tuple(mix(colour, "#dfe3df", share) for colour in colours)


def _paving(edge: float, colour: str) -> str:
    body = bands((0, edge, WIDE, HIGH - edge), light(colour, 0.2), dark(colour, 0.15))
    joints = "".join(trace("M", 0, edge + 26 + i * i * 9 + i * 18, "H", WIDE) for i in range(6))
    return body + line(joints, dark(colour, 0.3), 4, opacity=0.25, stroke_dasharray="70 14")


def _street(pen: Pen, rng: Random, place: str) -> str:
    colours = walls(place, rng)
    body = _sky(rng) + group(row(rng, _pale(colours, 0.55), 760, 420, 540), opacity=0.8)
    body += row(rng, colours, 770, 340, 460, shops=True) + _paving(768, "#b5a692")
    body += tree(rng, rng.uniform(180, 420), 800, 330) + tree(rng, rng.uniform(1150, 1420), 810, 360)
    return (
        body
        + lamp(rng.uniform(560, 700), 812)
        + lamp(rng.uniform(980, 1080), 812)
        + _bicycle(rng.uniform(700, 860), 826)
    )


def _bicycle(x: float, y: float) -> str:
    wheels = "".join(circle(x + at, y - 42, 42, "none", stroke="#3b3431", stroke_width=6) for at in (0, 136))
    frame = (
        trace("M", x, y - 42, "L", x + 42, y - 108, "H", x + 112, "L", x + 62, y - 42, "Z")
        + trace("M", x + 62, y - 42, "L", x + 36, y - 124, "M", x + 136, y - 42, "L", x + 108, y - 130)
        + trace("q", 22, -14, 34, 4)
    )
    return wheels + line(frame, "#a3452f", 7) + line(trace("M", x + 20, y - 126, "h", 36), "#3b3431", 12)


def _harbour(pen: Pen, rng: Random, place: str) -> str:
    colours, level = walls(place, rng), 560
    blue = rng.choice(("#6f9ca6", "#6390a0", "#7fa7a6"))
    body = (
        _sky(rng)
        + group(row(rng, _pale(colours, 0.6), level, 300, 400), opacity=0.7)
        + row(rng, colours, level, 200, 300)
    )
    body += rect(0, level, WIDE, 34, "#9c8b78") + rect(0, level, WIDE, 8, "#c9b9a2")
    body += bands((0, level + 34, WIDE, HIGH - level - 34), light(blue, 0.2), dark(blue, 0.2))
    shimmer = "".join(
        trace("M", rng.uniform(0, 1500), rng.uniform(level + 60, HIGH - 20), "q", 26, -9, 52, 0, "t", 52, 0)
        for _ in range(26)
    )
    body += line(shimmer, WHITE, 5, opacity=0.4)
    places = ((rng.uniform(160, 320), 680, 92), (rng.uniform(640, 820), 730, 116), (rng.uniform(1180, 1400), 700, 104))
    return body + "".join(boat(rng, *spot) for spot in places) + _bollards(rng)


def _bollards(rng: Random) -> str:
    quay = path(polygon([(0, 858), (WIDE, 838), (WIDE, HIGH), (0, HIGH)]), "#8a7966") + line(
        "M0 858L1600 838", "#c9b9a2", 10
    )
    posts = "".join(
        path(rounded(x, 800, 34, 62, 14), "#4b423c") for x in (rng.uniform(60, 200), rng.uniform(1000, 1200))
    )
    return quay + posts


def _market(pen: Pen, rng: Random, place: str) -> str:
    colours = walls(place, rng)
    body = _sky(rng) + row(rng, _pale(colours, 0.3), 700, 400, 560) + _paving(690, "#b7a48c")
    pennants = _pennants(rng)
    x, index = -40.0, rng.randrange(5)
    while x < WIDE:
        w = rng.uniform(330, 410)
        body += ellipse(x + w / 2, 812, w * 0.56, 20, INK, opacity=0.18) + stall(rng, x, 810, w, AWNINGS[index % 5])
        x, index = x + w + rng.uniform(70, 130), index + 1
    return body + pennants


def _pennants(rng: Random) -> str:
    """Flags on two strings that sag between poles out of sight."""
    body = ""
    for left, right, top in ((-60, 820, 70), (780, 1660, 90)):
        span, deep = right - left, 190.0
        body += line(trace("M", left, top, "Q", (left + right) / 2, top + deep, right, top), "#6d4f3c", 4)
        for i in range(1, 12):
            share = i / 12
            x, y = left + span * share, top + 2 * share * (1 - share) * deep
            body += path(polygon([(x - 22, y - 2), (x + 22, y - 2), (x, y + 50)]), rng.choice((*AWNINGS, PAPER)))
    return body


def _mountains(pen: Pen, rng: Random, _place: str) -> str:
    ranges = rng.choice(
        (
            ("#b3bfc4", "#8fa3a3", "#6b8a7b", "#4f7060"),
            ("#c4b9b4", "#a39a98", "#7d8c7e", "#58705c"),
            ("#b9c6cc", "#93aab4", "#6f8f99", "#4d6f78"),
        )
    )
    body = _sky(rng)
    for i, colour in enumerate(ranges):
        base, high = 470 + 92 * i, 300 - 62 * i
        points = [(WIDE * j / 7, base - high * (0.25 + 0.75 * rng.random()) * (1 if j % 2 else 0.45)) for j in range(8)]
        body += path(
            polygon([(0, HIGH), *points, (WIDE, HIGH)])
            if i < 2
            else smooth([(-20, base), *points[1:-1], (1620, base)]) + trace("L", 1620, HIGH, "L", -20, HIGH, "Z"),
            colour,
        )
        body += "".join(_snow(points[j], points[j - 1], points[j + 1]) for j in (1, 3, 5)) if i == 0 else ""
    trees = "".join(
        pine(
            x + rng.uniform(-20, 20),
            HIGH + 10 - rng.uniform(0, 50),
            rng.uniform(130, 250),
            mix(ranges[-1], INK, rng.uniform(0.15, 0.4)),
        )
        for x in (*range(-20, 520, 74), *range(1120, 1640, 74))
    )
    hut = house(rng, (760, 704, 170, 96), "#a2705a", "gable") + rect(816, 740, 40, 60, "#4b382b")
    return body + hut + trees


def _snow(peak: tuple[float, float], left: tuple[float, float], right: tuple[float, float]) -> str:
    x, y = peak
    a, b = (x + (left[0] - x) * 0.3, y + (left[1] - y) * 0.3), (x + (right[0] - x) * 0.3, y + (right[1] - y) * 0.3)
    teeth = [(x + (b[0] - x) * 0.4, b[1] - 8), (x, (a[1] + b[1]) / 2 + 14), (x + (a[0] - x) * 0.5, a[1] - 12)]
    return path(polygon([peak, b, *teeth, a]), WHITE, opacity=0.85)


def _tram(pen: Pen, rng: Random, place: str) -> str:
    colours = walls(place, rng)
    body = _sky(rng) + row(rng, colours, 720, 430, 580) + _paving(716, "#a89a88")
    body += line("M0 800H1600M0 850H1600", "#5b534c", 9) + line("M0 797H1600M0 847H1600", "#d9d2c4", 3)
    body += line("M0 236H1600M0 262H1600", "#4b423c", 4, opacity=0.7)
    x, colour = rng.uniform(420, 640), rng.choice(("#d9a441", "#c8553d", "#3f6f6c", "#7f8f6a"))
    return body + lamp(rng.uniform(120, 300), 770) + _car(x, 818, colour) + tree(rng, rng.uniform(1330, 1480), 790, 340)


def _car(x: float, y: float, colour: str) -> str:
    w, h = 560, 400
    shade = ellipse(w / 2, 24, w * 0.56, 18, INK, opacity=0.25)
    wheels = "".join(circle(at, -4, 34, "#3b3431") + circle(at, -4, 13, "#8b857c") for at in (130, 430))
    body = (
        path(rounded(0, -h + 60, w, h - 84, 34), colour)
        + path(rounded(0, -h + 60, w, 190, 34), PAPER)
        + rect(0, -170, w, 40, dark(colour, 0.12))
    )
    panes = "".join(
        path(rounded(34 + i * 126, -h + 98, 104, 132, 12), "#56707a")
        + path(
            polygon(
                [
                    (44 + i * 126, -h + 220),
                    (44 + i * 126, -h + 160),
                    (100 + i * 126, -h + 106),
                    (128 + i * 126, -h + 106),
                ]
            ),
            WHITE,
            opacity=0.2,
        )
        for i in range(4)
    )
    roof = (
        path(rounded(30, -h + 32, w - 60, 40, 18), dark(colour, 0.2))
        + line("M280 -366L220 -470L280 -574", "#3b3431", 7)
        + line("M240 -578h84", "#3b3431", 8)
    )
    front = circle(w - 40, -110, 17, "#fff0c4") + circle(40, -110, 17, "#f3c9a0") + rect(0, -48, w, 26, "#4b423c", 8)
    lines = line("M60 -104H470M60 -76H470", light(colour, 0.5), 6, opacity=0.8)
    return moved(shade + wheels + body + panes + roof + lines + front, x, y)


VIEWS: dict[str, View] = {
    "window": window,
    "street": _street,
    "harbour": _harbour,
    "market": _market,
    "mountains": _mountains,
    "tram": _tram,
}
