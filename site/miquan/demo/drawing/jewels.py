"""Small precious things from above: watches, rings, necklaces, earrings, hairpins."""

import math

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.palette import GOLD, INK, PAPER, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    Point,
    circle,
    dots,
    ellipse,
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


def dial(k: Kit, r: float, metal: str, face: str, *, numerals: bool = True) -> str:
    """The face of a watch or clock around the origin, with hands."""
    body = circle(0, 0, r, k.ball(metal)) + circle(0, 0, r * 0.88, dark(metal, 0.35)) + circle(0, 0, r * 0.85, face)
    marks = "".join(_spoke(r, 0.7 if i % 3 else 0.64, 0.78, i * math.pi / 6) for i in range(12))
    body += (
        line(marks, dark(face, 0.75), r * 0.035)
        if numerals
        else dots(
            [(r * 0.72 * math.cos(i * math.pi / 2), r * 0.72 * math.sin(i * math.pi / 2)) for i in range(4)],
            r * 0.08,
            dark(face, 0.7),
        )
    )
    turn = k.between(0, math.tau)
    hands = (
        line(_spoke(r, 0, 0.44, turn), INK, r * 0.06)
        + line(_spoke(r, 0, 0.66, -math.pi / 2.6), INK, r * 0.04)
        + line(_spoke(r, -0.14, 0.62, turn + 2), k.accent, r * 0.018)
    )
    shine = path(
        (
            trace("M", -r * 0.7, -r * 0.2, "A", r * 0.74, r * 0.74, 0, 0, 1, r * 0.1, -r * 0.72)
            + trace("Q", -r * 0.3, -r * 0.4, -r * 0.7, -r * 0.2, "Z")
        ),
        WHITE,
        opacity=0.35,
    )
    return body + hands + circle(0, 0, r * 0.06, INK) + shine


def _spoke(r: float, start: float, end: float, turn: float) -> str:
    x, y = math.cos(turn) * r, math.sin(turn) * r
    return trace("M", x * start, y * start, "L", x * end, y * end)


def watch(k: Kit) -> Piece:
    """A wristwatch on its strap, or a pocket watch on its chain."""
    face = k.pick(PAPER, light(k.second, 0.75), "#2f3336") if k.chance(0.7) else light(k.main, 0.7)
    if k.chance(0.5):
        return _pocket_watch(k, face)
    strap = trace("M", -70, -400, "Q", 0, -420, 70, -400, "L", 92, -150, "H", -92, "Z")
    other = trace("M", -92, 150, "H", 92, "L", 70, 420, "Q", 0, 470, -70, 420, "Z")
    leather = k.second
    body = cast(k, strap, 14) + cast(k, other, 14) + flat(k, strap, leather) + flat(k, other, leather)
    body += line(
        "M-52 -390L-72 -160M52 -390L72 -160M-72 160L-54 410M72 160L54 410",
        light(leather, 0.5),
        4,
        stroke_dasharray="11 10",
        opacity=0.7,
    ) + dots([(0, 260 + i * 44) for i in range(4)], 15, dark(leather, 0.6))
    body += rect(-82, -440, 164, 44, "none", 12, stroke=k.main, stroke_width=13) + rect(
        184, -17, 40, 34, dark(k.main, 0.2), 8
    )
    body += "".join(rect(x, y, 30, 60, dark(k.main, 0.15), 8) for x in (-104, 74) for y in (-190, 130))
    return Piece(
        moved(body + cast(k, oval(0, 0, 190, 190), 10) + dial(k, 190, k.main, face), 0, 0, 1, -14), 460, 920, "lie"
    )


def _pocket_watch(k: Kit, face: str) -> Piece:
    chain = smooth([(0, -290), (90, -390), (250, -330), (300, -120), (360, 60), (290, 230)])
    links = line(chain, dark(k.main, 0.3), 22, stroke_dasharray="1 26") + line(
        chain, light(k.main, 0.2), 13, stroke_dasharray="1 26"
    )
    crown = rect(-26, -292, 52, 44, dark(k.main, 0.2), 8) + circle(0, -306, 44, "none", stroke=k.main, stroke_width=15)
    body = cast(k, oval(0, 0, 256, 256), 18) + moved(links, -k.lit * 8, 10) + crown + dial(k, 256, k.main, face)
    body += moved(dial(k, 60, face, mix(face, k.main, 0.2), numerals=False), 0, 112)
    return Piece(moved(body, -70, 40), 700, 740, "lie")


def ring(k: Kit) -> Piece:
    """A ring in an open box."""
    w, h = 400.0, 190.0
    lid = trace("M", -w / 2, -h, "L", -w * 0.44, -h - 250, "Q", 0, -h - 290, w * 0.44, -h - 250, "L", w / 2, -h, "Z")
    lining = trace("M", -w * 0.42, -h - 6, "L", -w * 0.37, -h - 222, "Q", 0, -h - 254, w * 0.37, -h - 222) + trace(
        "L", w * 0.42, -h - 6, "Z"
    )
    velvet = k.second
    case = path(lid, dark(velvet, 0.2)) + path(lining, light(velvet, 0.35)) + path(lining, k.slope(0.2))
    cushion = path(rounded(-w * 0.44, -h - 50, w * 0.88, 110, 44), light(velvet, 0.5)) + path(
        rounded(-w * 0.44, -h - 50, w * 0.88, 110, 44), k.shade(0.2)
    )
    hoop = (
        line(oval(0, -h - 84, 84, 92), dark(k.main, 0.25), 27)
        + line(oval(0, -h - 84, 84, 92), k.main, 19)
        + line(trace("M", -74, -h - 120, "A", 84, 92, 0, 0, 1, -10, -h - 176), WHITE, 7, opacity=0.7)
    )
    stone = moved(polygon_gem(k, k.accent, 50), 0, -h - 196)
    box = flat(k, rounded(-w / 2, -h, w, h, 16), velvet, (-w / 2, -h, w, h), ink=k.accent, depth=0.28)
    front = rect(-w / 2, -h, w, 13, dark(velvet, 0.3)) + rect(-24, -h * 0.6, 48, 24, GOLD, 8)
    return Piece(case + cushion + hoop + stone + box + front, w, h + 280)


def polygon_gem(k: Kit, colour: str, r: float) -> str:
    """A cut stone."""
    outer = [(r * math.cos(i * math.pi / 4 + 0.39), r * math.sin(i * math.pi / 4 + 0.39)) for i in range(8)]
    inner = [(x * 0.55, y * 0.55) for x, y in outer]
    facets = "".join(trace("M", *a, "L", *b) for a, b in zip(outer, inner, strict=True))
    body = (
        path(polygon(outer), k.ball(colour))
        + path(polygon(inner), light(colour, 0.4))
        + line(facets + polygon(inner), WHITE, 3, opacity=0.5)
    )
    return body + path(polygon([inner[4], inner[5], inner[6]]), WHITE, opacity=0.6)


def necklace(k: Kit) -> Piece:
    """A necklace with its pendant, laid in a curve on a dark or pale card."""
    card = rounded(-330, -400, 660, 800, 20)
    ground = light(k.second, 0.55)
    points: list[Point] = [(-210, -400), (-222, -180), (-150, 40), (0, 130), (150, 40), (222, -180), (210, -400)]
    chain = smooth(points)
    body = cast(k, card, 16) + flat(k, card, ground)
    if k.pattern in {"dots", "geometric", "floral"} or k.chance(0.35):
        beads = (
            line(chain, dark(k.main, 0.3), 46, stroke_dasharray="1 47")
            + line(chain, k.main, 38, stroke_dasharray="1 47")
            + moved(line(chain, WHITE, 11, stroke_dasharray="1 47", opacity=0.6), k.lit * 7, -8)
        )
    else:
        beads = (
            moved(line(chain, INK, 10, opacity=0.15), -k.lit * 8, 8)
            + line(chain, dark(k.main, 0.2), 13, stroke_dasharray="1 15")
            + line(chain, light(k.main, 0.3), 7, stroke_dasharray="1 15")
        )
    drop = path("M0 0C-60 70 -84 110 -84 150A84 84 0 0 0 84 150C84 110 60 70 0 0Z", k.ball(k.main))
    pendant = circle(0, 132, 22, "none", stroke=dark(k.main, 0.1), stroke_width=9) + moved(
        cast(k, "M0 0C-60 70 -84 110 -84 150A84 84 0 0 0 84 150C84 110 60 70 0 0Z", 10)
        + drop
        + moved(polygon_gem(k, k.accent, 48), 0, 146),
        0,
        146,
    )
    return Piece(body + beads + pendant, 680, 820, "lie")


def earrings(k: Kit) -> Piece:
    """A pair of earrings on a card."""
    card = rounded(-300, -330, 600, 660, 26)
    body = (
        cast(k, card, 16)
        + flat(k, card, mix(PAPER, k.second, 0.24))
        + line("M-60 270H60", dark(k.second, 0.2), 8, opacity=0.5)
    )
    kind = k.pick("drop", "hoop", "tiers")
    one = {"drop": _drop, "hoop": _hoop, "tiers": _tiers}[kind](k)
    hook = line("M0 -30C0 -110 -50 -110 -46 -60", dark(k.main, 0.1), 9)
    return Piece(
        body + "".join(moved(moved(group(hook + one, opacity=1), 0, 0), x, -90, 1.15) for x in (-130, 130)),
        640,
        700,
        "lie",
    )


def _drop(k: Kit) -> str:
    shape = "M0 -30C-40 50 -74 110 -74 160A74 74 0 0 0 74 160C74 110 40 50 0 -30Z"
    curls = line("M0 40V220M-30 110q30 40 60 0M-44 160q44 50 88 0M-20 200q20 22 40 0", dark(k.main, 0.3), 6) + circle(
        0, 160, 22, k.accent
    )
    return cast(k, shape, 8) + path(shape, k.ball(k.main)) + curls


def _hoop(k: Kit) -> str:
    shade = moved(line(oval(0, 76, 92, 104), INK, 20, opacity=0.13), -k.lit * 8, 8)
    return (
        shade
        + line(oval(0, 76, 92, 104), dark(k.main, 0.2), 27)
        + line(oval(0, 76, 92, 104), k.main, 18)
        + circle(0, 180, 30, k.ball(k.accent))
    )


def _tiers(k: Kit) -> str:
    body = ""
    for y, r, colour in ((10, 34, k.accent), (92, 46, k.main), (200, 60, k.second)):
        body += (
            cast(k, oval(0, y, r, r), 6)
            + circle(0, y, r, k.ball(colour))
            + ellipse(-r * 0.3, y - r * 0.36, r * 0.24, r * 0.16, WHITE, opacity=0.5)
        )
    return body


def hairpin(k: Kit) -> Piece:
    """Two hairpins with carved or jewelled heads."""
    body = ""
    for x, turn, colour in ((-90, 26, k.main), (100, 14, k.second)):
        stem = trace("M", -15, -220, "L", -8, 330, "Q", 0, 372, 8, 330, "L", 15, -220, "Z")
        one = cast(k, stem, 12) + flat(k, stem, colour)
        body += moved(one + _pinhead(k, colour), x, 30, 1, turn)
    return Piece(moved(body, -40, -10), 480, 680, "lie")


def _pinhead(k: Kit, colour: str) -> str:
    kind = k.pick("flower", "comb", "ball")
    if kind == "flower":
        petals = [(62 * math.cos(i * 1.257 - 1.57), -290 + 62 * math.sin(i * 1.257 - 1.57)) for i in range(5)]
        return (
            dots(petals, 92, dark(k.accent, 0.1))
            + dots(petals, 74, k.accent)
            + circle(0, -290, 26, GOLD)
            + line("M20 -240q60 60 40 150M-20 -240q-30 50 -24 110", k.accent, 6)
            + dots([(60, -90), (-44, -130)], 26, light(k.accent, 0.3))
        )
    if kind == "comb":
        head = trace("M", -70, -200, "C", -120, -330, 120, -330, 70, -200, "Q", 0, -240, -70, -200, "Z")
        return (
            cast(k, head, 10)
            + flat(k, head, dark(colour, 0.08))
            + line("M-50 -236q50 -56 100 0M-26 -262q26 -24 52 0", light(colour, 0.5), 7)
        )
    return (
        circle(0, -270, 66, k.ball(k.accent))
        + circle(0, -196, 24, k.ball(colour))
        + ellipse(-20, -294, 18, 11, WHITE, opacity=0.5)
    )
