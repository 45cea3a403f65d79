"""Flat things to use, to play with and to keep: maps, cards, stamps, puzzles, coins, records, keyboards."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.palette import INK, PAPER, brightness, dark, light, mix
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    dots,
    group,
    line,
    moved,
    oval,
    path,
    polygon,
    rect,
    rounded,
    smooth,
    trace,
)


def map_(k: Kit) -> Piece:
    """An old map, unfolded: land, water, roads and creases."""
    w, h = 780.0, 600.0
    edge = [(-w / 2 + i * w / 4, -h / 2 + 14 * (i % 2)) for i in range(5)]
    d = polygon([*edge, *((x, h / 2 - 6 + (y + h / 2)) for x, y in reversed(edge))])
    land = mix(PAPER, k.main, 0.5)
    frame = rect(
        -w / 2 + 22, -h / 2 + 26, w - 44, h - 52, "none", stroke=dark(k.second, 0.1), stroke_width=4, opacity=0.7
    )
    creases = "".join(rect(-w / 2 + i * w / 4, -h / 2, w / 4, h, INK, opacity=0.05) for i in (1, 3)) + line(
        f"M{-w / 2} 0H{w / 2}", INK, 4, opacity=0.1
    )
    return Piece(
        cast(k, d, 14)
        + path(d, land)
        + group(_chart(k, w, h) + frame + creases, clip_path=k.pen.clip(d))
        + path(d, k.slope(0.16)),
        w,
        h,
        "lie",
    )


def _chart(k: Kit, w: float, h: float) -> str:
    water = mix(k.accent, PAPER, 0.5)
    coast = smooth(
        [(-w / 2 - 20, 90), (-220, 30), (-120, 130), (20, 60), (130, 150), (260, 60), (w / 2 + 20, 130)]
    ) + trace("L", w / 2, h, "L", -w / 2, h, "Z")
    inked = path(coast, water) + line(coast, dark(water, 0.2), 5)
    inked += line(
        "M-300 -300V-40L-180 40M-300 -120H60L200 -220V-300M60 -120V40M60 -40L300 20V60", k.second, 9, opacity=0.75
    )
    inked += line(
        smooth([(-400, -210), (-200, -160), (-60, -230), (120, -120), (400, -170)]),
        mix(k.accent, PAPER, 0.2),
        14,
        opacity=0.8,
    )
    inked += dots([(-300, -120), (60, -120), (200, -220), (60, 40), (300, 20)], 26, k.second) + dots(
        [(-300, -120), (60, -120), (200, -220)], 11, PAPER
    )
    rose = moved(
        path("M0 -70L14 -14L70 0L14 14L0 70L-14 14L-70 0L-14 -14Z", dark(k.second, 0.2))
        + circle(0, 0, 44, "none", stroke=dark(k.second, 0.2), stroke_width=4),
        -250,
        210,
    )
    return inked + rose


def cards(k: Kit) -> Piece:
    """A fan of cards before their box."""
    card, body = rounded(-118, -330, 236, 350, 18), ""
    paper = light(k.second, 0.72) if brightness(k.second) < 0.8 else k.second
    for i in range(5):
        face = (
            cast(k, card, 9)
            + path(card, paper)
            + rect(-100, -312, 200, 314, k.main if i % 2 == 0 else k.second, 10, opacity=0.92)
        )
        face += (
            circle(0, -156, 72, light(paper, 0.4))
            + motif(k.rng, 0, -156, 48, k.accent if i % 2 else dark(k.main, 0.1))
            + path(card, k.slope(0.1))
        )
        body += moved(face, 0, 200, 1, -44 + i * 22)
    box = rounded(-130, -70, 260, 190, 8)
    worn = replace(k, pattern="label") if k.pattern == "plain" else k
    case = moved(
        cast(k, box, 12)
        + flat(worn, box, k.main, (-130, -70, 260, 190))
        + line("M-130 -42H130", dark(k.main, 0.4), 4, opacity=0.5),
        190,
        250,
        1,
        10,
    )
    return Piece(body + case, 760, 680, "lie")


def stamps(k: Kit) -> Piece:
    """A sheet of stamps and two torn off."""
    body = cast(k, rounded(-300, -250, 420, 520, 2), 12)
    for row in range(3):
        for column in range(2):
            body += moved(
                _stamp(k, (k.main, k.second, k.accent)[(row + column) % 3]), -194 + column * 208, -166 + row * 172
            )
    loose = moved(cast(k, rounded(-98, -82, 196, 164, 2), 8) + _stamp(k, k.second), 268, -120, 1, 14) + moved(
        cast(k, rounded(-98, -82, 196, 164, 2), 8) + _stamp(k, k.main), 250, 130, 1, -11
    )
    mark = circle(268, -60, 66, "none", stroke=INK, stroke_width=5, opacity=0.4) + line(
        "M200 -76h136M200 -60h136M200 -44h136", INK, 4, opacity=0.35
    )
    return Piece(moved(body + loose + mark, -20, 0), 720, 580, "lie")


def _stamp(k: Kit, colour: str) -> str:
    holes = [(x, y) for x in range(-98, 100, 18) for y in (-82, 82)] + [
        (x, y) for y in range(-82, 84, 18) for x in (-98, 98)
    ]
    scene = path("M-84 40Q-30 -20 10 20T84 0V68H-84Z", dark(colour, 0.3)) + motif(
        k.rng, 30, -26, 26, light(colour, 0.7)
    )
    return (
        rect(-98, -82, 196, 164, PAPER)
        + dots(holes, 9, mix(PAPER, INK, 0.22))
        + rect(-84, -68, 168, 136, colour)
        + scene
        + rect(-70, -56, 34, 12, PAPER, opacity=0.8)
    )


def puzzle(k: Kit) -> Piece:
    """A puzzle half made, with loose pieces around it."""
    size, body = 150.0, ""
    kept = [(c, r) for r in range(4) for c in range(4) if (c, r) not in {(3, 0), (3, 3), (2, 3)}]
    for column, row in kept:
        colour = (k.main, k.second, k.accent, light(k.main, 0.35))[(column * 2 + row) % 4]
        body += moved(_bit(k, size, colour, (column, row), kept), -330 + column * size, -330 + row * size)
    shape = rounded(-330, -330, size * 3, size * 3, 4)
    loose = "".join(
        moved(
            cast(k, rounded(0, 0, size, size, 20), 10) + _bit(k, size, colour, (0, 0), [(1, 0), (0, 1), (0, 0)]),
            x,
            y,
            1,
            turn,
        )
        for colour, x, y, turn in ((k.accent, 190, -350, 18), (k.main, 240, 190, -26), (k.second, 0, 262, 12))
    )
    return Piece(moved(cast(k, shape, 12) + body + loose, -10, 0), 800, 800, "lie")


def _bit(k: Kit, size: float, colour: str, at: tuple[int, int], kept: list[tuple[int, int]]) -> str:
    column, row = at
    edge: dict[str, str | float] = {"stroke": INK, "stroke_opacity": 0.22, "stroke_width": 4}
    knob = circle(size, size / 2, size * 0.16, colour, **edge) if (column + 1, row) in kept else ""
    knob += circle(size / 2, size, size * 0.16, colour, **edge) if (column, row + 1) in kept else ""
    face = rounded(0, 0, size, size, 8)
    mark = (
        motif(k.rng, size / 2, size / 2, size * 0.22, light(colour, 0.5))
        if k.pattern != "plain" and (column + row) % 2 == 0
        else ""
    )
    return path(face, colour, **edge) + knob + mark + path(face, k.slope(0.14))


def coin(k: Kit) -> Piece:
    """Coins, some in a small pile."""
    body = ""
    for x, y, r, colour in (
        (-190, 120, 150, k.main),
        (180, 150, 130, k.second),
        (60, -160, 165, k.main),
        (-240, -190, 108, k.accent),
    ):
        disc = oval(0, 0, r, r)
        one = (
            cast(k, disc, 12)
            + circle(6, 8, r, dark(colour, 0.4))
            + path(disc, k.ball(colour))
            + circle(0, 0, r * 0.86, "none", stroke=dark(colour, 0.3), stroke_width=5)
        )
        one += line(oval(0, 0, r * 0.94, r * 0.94), dark(colour, 0.35), 7, stroke_dasharray="2 11") + motif(
            k.rng, 0, -4, r * 0.46, dark(colour, 0.34)
        )
        body += moved(one, x, y, 1, k.between(-20, 20))
    return Piece(body, 760, 720, "lie")
