"""A desk: keyboards and their keys, records."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.palette import INK, PAPER, WHITE, brightness, dark, light, mix
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    line,
    moved,
    oval,
    path,
    rect,
    rounded,
    trace,
)


def record(k: Kit) -> Piece:
    """A record half out of its sleeve."""
    side = 560.0
    black = mix("#1d1b1d", k.main, 0.25) if brightness(k.main) > 0.3 else k.main
    disc = moved(cast(k, oval(0, 0, 268, 268), 16) + _disc(k, black), 210, 0)
    d = rounded(-side / 2, -side / 2, side, side, 4)
    ground = k.second if brightness(k.main) < 0.3 else k.main
    worn = replace(k, main=ground, pattern="plain") if k.pattern == "label" else k
    sleeve = (
        cast(k, d, 18)
        + flat(worn, d, ground, (-side / 2, -side / 2, side, side), ink=k.accent)
        + _cover(k, side, ground)
    )
    return Piece(moved(disc + moved(sleeve, -130, 0, 1, -2), -30, 0), 900, 600, "lie")


def _disc(k: Kit, black: str) -> str:
    grooves = "".join(
        circle(0, 0, r, "none", stroke=WHITE, stroke_opacity=0.08, stroke_width=3) for r in range(110, 262, 15)
    )
    gleam = path("M0 0L-150 -222A268 268 0 0 1 -60 -261Z", WHITE, opacity=0.12) + path(
        "M0 0L150 222A268 268 0 0 1 60 261Z", WHITE, opacity=0.1
    )
    return (
        circle(0, 0, 268, black)
        + grooves
        + gleam
        + circle(0, 0, 92, k.accent)
        + circle(0, 0, 70, light(k.accent, 0.3))
        + circle(0, 0, 9, INK)
    )


def _cover(k: Kit, side: float, ground: str) -> str:
    if k.pattern not in {"plain", "label"}:
        return rect(-side * 0.44, side * 0.3, side * 0.5, side * 0.12, PAPER) + line(
            trace("M", -side * 0.4, side * 0.36, "h", side * 0.4), INK, 9, opacity=0.7
        )
    kind, ink = (
        k.pick("moon", "bars", "figure"),
        light(ground, 0.75) if brightness(ground) < 0.55 else dark(ground, 0.6),
    )
    words = line(trace("M", -side * 0.42, -side * 0.4, "h", side * 0.44), ink, 15) + line(
        trace("M", -side * 0.42, -side * 0.345, "h", side * 0.26), ink, 8, opacity=0.7
    )
    if kind == "moon":
        return (
            words
            + circle(side * 0.1, side * 0.1, side * 0.27, k.accent)
            + circle(side * 0.2, side * 0.05, side * 0.24, ground)
        )
    if kind == "bars":
        return words + "".join(
            rect(
                -side * 0.4 + i * side * 0.135,
                side * (0.4 - high),
                side * 0.09,
                side * high,
                k.accent if i % 2 else ink,
                opacity=0.9,
            )
            for i, high in enumerate((0.2, 0.42, 0.3, 0.56, 0.36, 0.24))
        )
    waves = "".join(
        trace("M", -side / 2 + 20, y, "q", 66, -40, 130, 0, "t", 130, 0, "t", 130, 0, "t", 130, 0)
        for y in (90, 140, 190)
    )
    return words + circle(side * 0.2, -side * 0.06, side * 0.13, k.accent) + line(waves, ink, 15, opacity=0.85)


def keyboard(k: Kit) -> Piece:
    """A keyboard from above."""
    w, h, u = 860.0, 350.0, 56.0
    case = rounded(-w / 2, -h / 2, w, h, 26)
    body = (
        cast(k, case, 18)
        + flat(k, case, k.main)
        + rect(-w / 2 + 24, -h / 2 + 24, w - 48, h - 48, dark(k.main, 0.5), 12)
    )
    for row in range(5):
        x = -w / 2 + 34.0
        for wide in _ROWS[row]:
            key = light(k.main, 0.4) if wide == 1 else k.second
            key = k.accent if (row, x) == (0, -w / 2 + 34.0) or (row == 2 and wide > 2) else key
            body += rect(x, -h / 2 + 36 + row * u, wide * u - 6, u - 6, dark(key, 0.25), 8) + rect(
                x + 4, -h / 2 + 37 + row * u, wide * u - 14, u - 16, key, 7
            )
            x += wide * u
    return Piece(body + path(case, k.slope(0.12)), w, h + 60, "lie")


_ROWS = (
    (1.0,) * 12 + (2.1,),
    (1.5,) + (1.0,) * 12 + (0.6,),
    (1.8,) + (1.0,) * 10 + (2.3,),
    (2.3,) + (1.0,) * 9 + (2.8,),
    (1.5, 1.5, 7.0, 1.5, 1.3, 1.3),
)


def keycap(k: Kit) -> Piece:
    """Keycaps, large: seen from a little above."""
    body = ""
    for x, y, colour in ((-170, -150, k.main), (170, -150, k.second), (-170, 170, k.accent), (170, 170, k.main)):
        skirt, top = rounded(-150, -140, 300, 300, 34), rounded(-104, -116, 208, 200, 44)
        one = (
            cast(k, skirt, 14)
            + path(skirt, dark(colour, 0.16))
            + path(skirt, k.slope(0.3))
            + line("M-146 -136L-96 -108M146 -136L96 -108M-146 156L-98 80M146 156L98 80", INK, 4, opacity=0.12)
        )
        one += flat(k, top, light(colour, 0.2), (-104, -116, 208, 200)) + motif(k.rng, 0, -18, 46, dark(colour, 0.45))
        body += moved(one, x, y, 1, k.between(-3, 3))
    return Piece(body, 660, 660, "lie")
