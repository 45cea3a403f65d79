"""What is carried: bags, belts, wallets, umbrellas."""

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, solid
from miquan.demo.drawing.palette import GOLD, INK, PAPER, dark, light
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    dots,
    line,
    moved,
    oval,
    path,
    rect,
    rounded,
    trace,
)
from miquan.demo.drawing.wear import seam


def bag(k: Kit) -> Piece:
    """A satchel with a flap, or a backpack."""
    if k.chance(0.35):
        return _backpack(k)
    w, h = k.between(420, 470), k.between(290, 340)
    d = trace("M", -w * 0.46, -h, "H", w * 0.46, "L", w / 2, -26, "Q", w / 2, 0, w * 0.46, 0) + trace(
        "H", -w * 0.46, "Q", -w / 2, 0, -w / 2, -26, "Z"
    )
    strap = trace("M", -w * 0.44, -h + 14, "C", -w * 0.46, -h * 2.15, w * 0.46, -h * 2.15, w * 0.44, -h + 14)
    flap = trace("M", -w * 0.47, -h - 8, "Q", 0, -h - 26, w * 0.47, -h - 8, "L", w * 0.46, -h * 0.5) + trace(
        "Q", w * 0.4, -h * 0.3, 0, -h * 0.3, "Q", -w * 0.4, -h * 0.3, -w * 0.46, -h * 0.5, "Z"
    )
    body = line(strap, dark(k.second, 0.1), 26) + line(
        strap, light(k.second, 0.3), 4, opacity=0.4, stroke_dasharray="12 10"
    )
    body += (
        flat(k, d, dark(k.main, 0.12), (-w / 2, -h, w, h))
        + cast(k, flap, 8, 0.16)
        + flat(k, flap, k.main, (-w / 2, -h, w, h * 0.8), depth=0.26)
    )
    body += seam(
        k.main,
        (
            trace("M", -w * 0.43, -h * 0.52, "Q", -w * 0.37, -h * 0.345, 0, -h * 0.345)
            + trace("Q", w * 0.37, -h * 0.345, w * 0.43, -h * 0.52)
        ),
    )
    for x in (-w * 0.22, w * 0.22):
        body += rect(x - 17, -h * 0.62, 34, h * 0.4, k.second, 8) + rect(
            x - 22, -h * 0.42, 44, 34, "none", 6, stroke=GOLD, stroke_width=8
        )
    return Piece(body, w, h * 1.85)


def _backpack(k: Kit) -> Piece:
    w, h = 360.0, 470.0
    d = (
        trace("M", -w / 2, -40, "V", -h * 0.6)
        + trace("C", -w / 2, -h * 1.05, w / 2, -h * 1.05, w / 2, -h * 0.6, "V", -40)
        + trace("Q", w / 2, 0, w / 2 - 40, 0, "H", -w / 2 + 40, "Q", -w / 2, 0, -w / 2, -40, "Z")
    )
    loop = line(trace("M", -44, -h * 0.9, "C", -44, -h * 1.1, 44, -h * 1.1, 44, -h * 0.9), k.second, 20)
    pocket = rounded(-w * 0.36, -h * 0.42, w * 0.72, h * 0.34, 34)
    body = (
        loop
        + solid(k, d, k.main, (-w / 2, -h, w, h), depth=0.26)
        + path(pocket, dark(k.main, 0.1))
        + path(pocket, k.slope(0.2))
    )
    body += line(
        trace("M", -w * 0.42, -h * 0.56, "Q", 0, -h * 0.62, w * 0.42, -h * 0.56), dark(k.main, 0.45), 7
    ) + seam(k.main, trace("M", -w * 0.3, -h * 0.33, "H", w * 0.3))
    body += rect(-20, -h * 0.8, 40, h * 0.4, k.second, 8) + rect(
        -26, -h * 0.5, 52, 36, "none", 6, stroke=GOLD, stroke_width=8
    )
    return Piece(body, w, h * 1.04)


def belt(k: Kit) -> Piece:
    """A belt or strap, coiled, its buckle in front."""
    turns = "".join(
        line(oval(0, 0, rx, rx * 0.78), colour, 62)
        + line(oval(0, 0, rx, rx * 0.78), light(colour, 0.5), 4, stroke_dasharray="12 11", opacity=0.5)
        for rx, colour in ((290, dark(k.main, 0.1)), (216, k.main), (142, dark(k.main, 0.16)))
    )
    ring = "".join(line(oval(0, 0, rx, rx * 0.78), INK, 5, opacity=0.16) for rx in (258, 184, 110))
    strap = rounded(-330, 190, 620, 76, 38)
    worn = flat(k, strap, k.main, (-300, 180, 560, 96), depth=0.24) + dots(
        [(-290 + i * 44, 228) for i in range(5)], 15, dark(k.main, 0.6)
    )
    buckle = (
        rect(200, 166, 122, 124, "none", 18, stroke=dark(GOLD, 0.2), stroke_width=22)
        + rect(200, 166, 122, 124, "none", 18, stroke=GOLD, stroke_width=13)
        + line("M206 228H318", dark(GOLD, 0.15), 13)
    )
    loop = rect(120, 180, 36, 96, k.second, 8)
    shade = moved(line(oval(0, 0, 290, 226), INK, 70, opacity=0.13), -k.lit * 14, 16)
    return Piece(moved(shade + turns + ring + cast(k, strap, 12) + worn + loop + buckle, 0, -30), 740, 600, "lie")


def wallet(k: Kit) -> Piece:
    """A wallet, open a little, with cards and a coin."""
    w, h = 540.0, 380.0
    d, half = rounded(-w / 2, -h / 2, w, h, 34), rounded(-w / 2, -h / 2 + 96, w, h - 96, 34)
    slips = "".join(
        moved(cast(k, rounded(-190, -60, 380, 200, 16), 6) + path(rounded(-190, -60, 380, 200, 16), colour), x, y)
        for colour, x, y in ((PAPER, 10, -190), (k.accent, -16, -156), (light(k.second, 0.5), 8, -122))
    )
    body = (
        cast(k, d, 18)
        + path(d, dark(k.main, 0.3))
        + slips
        + cast(k, half, 8, 0.2)
        + flat(k, half, k.main, (-w / 2, -h / 2 + 96, w, h - 96), depth=0.26)
    )
    body += seam(k.main, rounded(-w / 2 + 20, -h / 2 + 116, w - 40, h - 136, 22))
    clasp = rounded(w * 0.3, -20, w * 0.2, 96, 20)
    body += (
        path(clasp, k.second)
        + circle(w * 0.36, 28, 19, k.ball(GOLD))
        + motif(k.rng, -w * 0.3, h * 0.3, 30, dark(k.main, 0.35))
    )
    return Piece(moved(body, 0, 30), w + 40, h + 150, "lie")


def umbrella(k: Kit) -> Piece:
    """An open umbrella, its shaft and crook below."""
    r, h = 330.0, 300.0
    hem = "".join(
        trace("Q", r - r * 2 * (i + 0.5) / 5, -h - 46 + (10 if i in {1, 2, 3} else 0), r - r * 2 * (i + 1) / 5, -h)
        for i in range(5)
    )
    dome = trace("M", -r, -h, "C", -r, -h - r * 1.06, r, -h - r * 1.06, r, -h) + hem + "Z"
    ribs = "".join(
        trace("M", 0, -h - r * 0.8, "Q", x * 0.9, -h - r * 0.62, x, -h - 2)
        for x in (-r * 0.6, -r * 0.2, r * 0.2, r * 0.6)
    )
    shaft = line(trace("M", 0, -h - r * 0.78, "V", -44), "#5b4437", 15)
    crook = line(trace("M", 0, -70, "V", -28, "C", 0, 26, 84, 26, 84, -30), k.second, 26)
    inside = path(trace("M", -r, -h, "Q", 0, -h - 120, r, -h, "Q", 0, -h + 20, -r, -h, "Z"), dark(k.main, 0.4))
    body = (
        inside
        + shaft
        + crook
        + solid(k, dome, k.main, (-r, -h - r * 0.8, 2 * r, r * 0.85), sag=-30)
        + line(ribs, dark(k.main, 0.35), 5, opacity=0.5)
    )
    return Piece(moved(body + line(trace("M", 0, -h - r * 0.78, "v", -46), "#5b4437", 15), -20, 0), 2 * r, h + r * 0.9)
