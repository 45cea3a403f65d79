"""The banner from indoors: a window over a sea of roofs."""

from random import Random

from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.glassware import vase
from miquan.demo.drawing.kit import Kit, contact
from miquan.demo.drawing.outside import view
from miquan.demo.drawing.palette import INK, LEAVES, PAPER, WHITE, Room, dark, light, mix, room
from miquan.demo.drawing.streets import HIGH, WIDE, walls
from miquan.demo.drawing.svg import (
    Pen,
    dots,
    ellipse,
    group,
    line,
    moved,
    path,
    polygon,
    rect,
    rounded,
    trace,
)
from miquan.demo.drawing.vessels import cup


def window(pen: Pen, rng: Random, place: str) -> str:
    """A wide window over roofs, and a still life before it."""
    around = room(place, "#b06a4a", rng)
    left, top, w, h = 210, 70, 1180, 590
    seen = moved(_roofs(pen, rng, place, w, h), left, top)
    frame = light(around.wall, 0.72)
    bars = "".join(trace("M", left + w * i / 3, top, "v", h) for i in (1, 2)) + trace("M", left, top + h * 0.34, "h", w)
    body = bands((0, 0, WIDE, HIGH), light(around.wall, 0.3), dark(around.wall, 0.14), (1.0, 0.8))
    body += group(seen, clip_path=pen.clip(trace("M", left, top, "h", w, "v", h, "h", -w, "Z")))
    body += rect(left, top, w, h, "none", stroke=frame, stroke_width=44) + line(bars, frame, 20, stroke_linecap="butt")
    table = light(around.table, 0.1)
    body += bands((0, 718, WIDE, 182), table, dark(table, 0.24)) + rect(0, 718, WIDE, 6, WHITE, opacity=0.35)
    return body + _still(pen, rng, around) + _books(rng, around)


def _roofs(pen: Pen, rng: Random, place: str, w: float, h: float) -> str:
    """A sea of roofs under hills."""
    body = view(pen, rng, w, h, "hills")
    colours = walls(place, rng)
    for i in range(4):
        ground, x = h * (0.66 + 0.16 * i), -rng.uniform(0, 90)
        far = 0.5 - 0.15 * i
        while x < w:
            wide = rng.uniform(90, 140) * (1 + 0.3 * i)
            wall = mix(rng.choice(colours), "#d5dcd8", max(far, 0))
            tile = mix(dark(wall, 0.34), "#8a4a34", 0.3)
            body += rect(x, ground - 46, wide, h, wall)
            body += path(
                polygon(
                    [
                        (x - 10, ground - 42),
                        (x + wide * 0.2, ground - 84 - 8 * i),
                        (x + wide * 0.8, ground - 84 - 8 * i),
                        (x + wide + 10, ground - 42),
                    ]
                ),
                tile,
            )
            body += rect(
                x + wide * 0.4,
                ground - 26,
                wide * 0.16,
                wide * 0.2,
                mix("#f3d48f" if rng.random() < 0.3 else "#4c5a60", wall, 0.25),
            )
            x += wide * rng.uniform(0.9, 1.1)
    return body


def _still(pen: Pen, rng: Random, around: Room) -> str:
    k = Kit(rng, pen, around.beside, light(around.table, 0.4), rng.choice(LEAVES), "plain", -1)
    tall, small = vase(k), cup(k)
    first = moved(contact(k, tall.width * 0.7) + tall.body, rng.uniform(250, 380), 800, 0.72)
    return first + moved(contact(k, small.width) + small.body, rng.uniform(560, 720), 826, 0.42)


def _books(rng: Random, around: Room) -> str:
    x, y, body = rng.uniform(1060, 1180), 804.0, ""
    for colour in (around.beside, light(around.wall, 0.4), mix(around.beside, INK, 0.35)):
        w = rng.uniform(230, 290)
        body += path(rounded(x + rng.uniform(-12, 12), y - 38, w, 36, 6), colour) + rect(
            x + 30, y - 38, 14, 36, PAPER, opacity=0.6
        )
        y -= 37
    return (
        ellipse(x + 130, 806, 190, 14, INK, opacity=0.22)
        + body
        + dots([(x + 120, y - 30)], 62, "#e0a23c")
        + dots([(x + 112, y - 40)], 16, "#f7dca0")
    )
