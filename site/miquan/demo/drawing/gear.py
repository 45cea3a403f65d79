"""Instruments and lights: camera, clock, lamp, lantern, music box, guitar, incense, soap."""

from dataclasses import replace

from miquan.demo.drawing.jewels import dial
from miquan.demo.drawing.kit import Kit, Piece, cast, contact, flat, solid
from miquan.demo.drawing.palette import GOLD, PAPER, WHITE, brightness, dark, light, mix
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    dots,
    ellipse,
    line,
    moved,
    oval,
    path,
    polygon,
    rect,
    revolve,
    rounded,
    smooth,
    trace,
)


def camera(k: Kit) -> Piece:
    """A film camera with its lens and strap."""
    w, h = 520.0, 300.0
    d, leather = rounded(-w / 2, -h, w, h, 34), rounded(-w / 2, -h * 0.72, w, h * 0.54, 6)
    metal = k.second if brightness(k.second) > 0.4 else "#b9b6ae"
    top = rounded(-88, -h - 66, 176, 84, 20)
    strap = line(
        trace("M", -w / 2 + 6, -h * 0.8, "C", -w * 0.86, -h * 0.5, -w * 0.74, 24, -w * 0.5, 30), dark(k.accent, 0.2), 22
    ) + line(
        trace("M", w / 2 - 6, -h * 0.8, "C", w * 0.86, -h * 0.5, w * 0.74, 40, w * 0.4, 40), dark(k.accent, 0.2), 22
    )
    dials = "".join(
        rect(x, -h - 34, wide, 40, dark(metal, 0.1), 8) + rect(x, -h - 34, wide, 40, k.shade(0.4), 8)
        for x, wide in ((-220, 92), (140, 60))
    ) + circle(224, -h - 12, 15, k.accent)
    body = (
        strap
        + dials
        + path(top, metal)
        + path(top, k.shade())
        + path(d, metal)
        + flat(k, leather, k.main, (-w / 2, -h * 0.72, w, h * 0.54))
        + path(d, k.slope(0.24))
    )
    body += path(rounded(-56, -h - 44, 112, 50, 8), "#2b3336") + path(
        polygon([(-46, -h), (-20, -h - 38), (8, -h - 38), (-18, -h)]), WHITE, opacity=0.25
    )
    small = rect(-224, -h * 0.92, 82, 36, "#2b3336", 6) + circle(200, -h * 0.84, 19, "#2b3336")
    return Piece(body + _lens(metal, -h * 0.46) + small, w + 150, h + 80)


def _lens(metal: str, y: float) -> str:
    glass = "".join(
        circle(0, y, r, colour)
        for r, colour in (
            (132, dark(metal, 0.24)),
            (122, "#2c2b2d"),
            (96, dark(metal, 0.1)),
            (86, "#1f2326"),
            (62, "#32454d"),
            (34, "#1a2024"),
        )
    )
    shine = ellipse(-26, y - 30, 24, 15, WHITE, opacity=0.65) + ellipse(24, y + 28, 12, 8, "#d9a0b8", opacity=0.6)
    knurl = line(
        oval(0, y, 110, 110), dark(metal, 0.5), 16, stroke_dasharray="3 12", stroke_linecap="butt", opacity=0.8
    )
    return glass + knurl + shine


def clock(k: Kit) -> Piece:
    """An alarm clock with bells, or a clock on the wall."""
    face = light(k.second, 0.55)
    if k.chance(0.35):
        frame = cast(k, oval(0, 0, 330, 330), 22) + circle(0, 0, 334, dark(k.main, 0.3))
        return Piece(frame + dial(k, 324, k.main, face), 670, 670, "hang")
    r = 220.0
    feet = "".join(line(trace("M", s * 120, -90, "L", s * 168, -10), dark(k.main, 0.3), 30) for s in (-1, 1))
    bells = "".join(
        moved(
            path("M-82 0A82 82 0 0 1 82 0Z", k.ball(k.main)) + line("M0 0V34", dark(k.main, 0.3), 15),
            s * 122,
            -r * 2 - 14,
            1,
            s * 28,
        )
        for s in (-1, 1)
    )
    top = line(
        trace("M", -58, -r * 2 - 70, "C", -50, -r * 2 - 128, 50, -r * 2 - 128, 58, -r * 2 - 70), dark(k.main, 0.2), 15
    ) + rect(-9, -r * 2 - 60, 18, 60, dark(k.main, 0.3), 6)
    return Piece(top + feet + bells + moved(dial(k, r, k.main, face), 0, -r - 26), 480, 590)


def musicbox(k: Kit) -> Piece:
    """A music box with its lid up, cylinder and comb inside, a crank at the side."""
    w, h = 460.0, 190.0
    lid = polygon([(-w / 2 + 16, -h - 26), (-w / 2 + 44, -h - 226), (w / 2 - 44, -h - 226), (w / 2 - 16, -h - 26)])
    inner = polygon([(-w / 2 + 52, -h - 36), (-w / 2 + 72, -h - 200), (w / 2 - 72, -h - 200), (w / 2 - 52, -h - 36)])
    lining = mix(k.accent, "#6b2f2f", 0.3)
    body = (
        path(lid, dark(k.main, 0.14))
        + path(inner, lining)
        + path(lid, k.slope(0.26))
        + circle(0, -h - 120, 44, "none", stroke=GOLD, stroke_width=6)
        + motif(k.rng, 0, -h - 120, 28, GOLD)
    )
    well = polygon([(-w / 2, -h), (-w / 2 + 26, -h - 56), (w / 2 - 26, -h - 56), (w / 2, -h)])
    drum = rounded(-120, -h - 64, 240, 62, 26)
    pins = dots([(k.between(-104, 104), k.between(-h - 56, -h - 12)) for _ in range(34)], 7, dark(GOLD, 0.45))
    body += (
        path(well, dark(k.main, 0.55))
        + path(drum, GOLD)
        + path(drum, k.down(light(GOLD, 0.4), dark(GOLD, 0.4)), opacity=0.6)
        + pins
    )
    front = rounded(-w / 2, -h, w, h, 10)
    body += (
        flat(k, front, k.main, (-w / 2, -h, w, h), depth=0.3)
        + rect(-w / 2, -h, w, 9, light(k.main, 0.4), opacity=0.6)
        + rect(-26, -h + 26, 52, 40, GOLD, 8)
        + circle(0, -h + 46, 7, dark(GOLD, 0.6))
    )
    side = -k.lit
    crank = line(trace("M", side * w / 2, -h * 0.5, "h", side * 46, "v", -76), "#8b857c", 15) + circle(
        side * (w / 2 + 46), -h * 0.5 - 92, 25, k.ball(k.second)
    )
    feet = "".join(rect(x, -6, 46, 16, dark(k.main, 0.4), 6) for x in (-w / 2 + 14, w / 2 - 60))
    return Piece(feet + crank + body, w + 150, h + 240)


def instrument(k: Kit) -> Piece:
    """A small guitar leaning on the wall, or a rain stick with hand drums."""
    if k.pattern in {"stripe", "geometric", "dots"}:
        return _drums(k)
    right = [(0.0, -250.0), (96, -222), (104, -150), (84, -104), (140, -10), (96, 96), (0, 122)]
    d = smooth([*right, *((-x, y) for x, y in right[-2:0:-1])], closed=True)
    neck, head = (
        rect(-20, -600, 40, 380, dark(k.second, 0.3)),
        path(rounded(-40, -700, 80, 112, 16), dark(k.second, 0.2)),
    )
    frets = line("".join(trace("M", -20, y, "h", 40) for y in range(-580, -250, 36)), "#d9d2c4", 4)
    strings = line("".join(trace("M", x, -600, "V", 40) for x in (-12, -4, 4, 12)), PAPER, 2.4, opacity=0.9)
    pegs = dots([(s * 52, y) for s in (-1, 1) for y in (-670, -630)], 24, GOLD)
    worn = k if k.pattern != "label" else replace(k, pattern="plain")
    wood = cast(k, d, 20) + flat(worn, d, k.main, (-140, -250, 280, 380), depth=0.3) + line(d, dark(k.main, 0.45), 9)
    hole = circle(0, -90, 52, k.accent) + circle(0, -90, 42, "#33231b") + rect(-58, 30, 116, 22, dark(k.second, 0.3), 6)
    body = cast(k, rounded(-20, -690, 40, 500, 8), 14) + head + pegs + wood + hole + neck + frets + strings
    return Piece(moved(body, 0, 290, 0.9, 14), 460, 800, "hang")


def _drums(k: Kit) -> Piece:
    stick = rounded(-330, -56, 660, 96, 44)
    tube = solid(k, stick, k.main, (-330, -60, 660, 104), depth=0.1) + path(
        stick, k.down(light(k.main, 0.3), dark(k.main, 0.4)), opacity=0.45
    )
    ends = "".join(
        rect(x, -60, 62, 104, k.second, 20)
        + line(trace("M", x + 12, -54, "v", 90, "M", x + 30, -54, "v", 90, "M", x + 48, -54, "v", 90), k.accent, 6)
        for x in (-332, 270)
    )
    drum = (
        solid(
            replace(k, pattern="geometric"),
            revolve([(128, -250), (92, -110), (120, 0)], 0.18),
            k.second,
            (-128, -200, 256, 160),
            ink=k.accent,
            sag=14,
        )
        + ellipse(0, -250, 128, 24, "#f0e0c0")
        + line(oval(0, -250, 128, 24), k.main, 9)
    )
    return Piece(
        moved(contact(k, 260) + drum, k.lit * 90, -50) + moved(contact(k, 640) + moved(tube + ends, 0, -44), 0, 40),
        700,
        330,
    )
