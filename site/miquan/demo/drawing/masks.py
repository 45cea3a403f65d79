"""Masks and fans."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, solid
from miquan.demo.drawing.palette import GOLD, INK, PAPER, WHITE, dark
from miquan.demo.drawing.svg import (
    circle,
    dots,
    group,
    line,
    moved,
    path,
    polygon,
    smooth,
    trace,
)


def fan(k: Kit) -> Piece:
    """A folding fan, spread."""
    r, inner, leaf = 470.0, 190.0, ""
    colour = k.main
    for i in range(14):
        a, b = -80 + i * 160 / 14, -80 + (i + 1) * 160 / 14
        fold = trace("M", -8, -inner, "L", -r * 0.121, -r, "H", r * 0.121, "L", 8, -inner, "Z")
        leaf += moved(path(fold, colour if i % 2 else dark(colour, 0.08)), 0, 0, 1, (a + b) / 2)
    arc = _ring_arc(r, inner)
    stick = line(trace("M", 0, 0, "V", -inner - 10), k.second if k.second != colour else "#8a5a36", 13)
    sticks = "".join(moved(stick, 0, 0, 1, -78 + i * 12) for i in range(14))
    worn = replace(k, pattern=k.pattern if k.pattern not in {"plain", "label", "knit"} else "floral")
    body = (
        cast(k, arc, 16)
        + sticks
        + path(arc, colour)
        + group(leaf, clip_path=k.pen.clip(arc))
        + flat(worn, arc, "none", (-r, -r, 2 * r, r), ink=k.second)
    )
    guards = "".join(
        moved(line(trace("M", 0, 10, "V", -r), dark(k.second, 0.3), 19), 0, 0, 1, turn) for turn in (-81, 81)
    )
    tassel = line("M0 10q-20 60 10 110M10 120l-8 70M10 120l8 70M10 120v74", k.accent, 7)
    return Piece(moved(body + guards + circle(0, 0, 19, GOLD) + tassel, 0, 190), 940, 640, "lie")


def _ring_arc(r: float, inner: float) -> str:
    x, y, i, j = r * 0.985, -r * 0.174, inner * 0.985, -inner * 0.174
    return trace("M", -x, y, "A", r, r, 0, 0, 1, x, y, "L", i, j, "A", inner, inner, 0, 0, 0, -i, j, "Z")


def mask(k: Kit) -> Piece:
    """A carved and painted mask on the wall."""
    d = smooth(
        [(0, -300), (190, -236), (226, -40), (170, 170), (0, 300), (-170, 170), (-226, -40), (-190, -236)], closed=True
    )
    ears = (
        "".join(
            path(polygon([(s * 120, -236), (s * 216, -370), (s * 222, -150)]), dark(k.main, 0.1))
            + path(polygon([(s * 150, -240), (s * 202, -320), (s * 206, -190)]), k.second)
            for s in (-1, 1)
        )
        if k.chance(0.7)
        else ""
    )
    worn = replace(k, pattern="plain") if k.pattern in {"stripe", "label"} else k
    body = cast(k, d, 22) + ears + solid(worn, d, k.main, (-230, -300, 460, 600), depth=0.3)
    if k.pattern == "stripe":
        body += line(
            "M-60 -270L-30 -200M60 -270L30 -200M0 -284V-206M-206 30L-128 24M-200 84L-130 66M206 30L128 24M200 84L130 66",
            k.second,
            24,
        )
    for s in (-1, 1):
        body += (
            path(trace("M", s * 40, -60, "Q", s * 100, -140, s * 164, -74, "Q", s * 104, -26, s * 40, -60, "Z"), PAPER)
            + circle(s * 100, -76, 25, INK)
            + circle(s * 94, -84, 8, WHITE)
        )
        body += line(trace("M", s * 34, -120, "Q", s * 100, -186, s * 178, -124), dark(k.second, 0.3), 22) + circle(
            s * 120, 60, 38, k.accent, opacity=0.75
        )
    nose = path("M-26 -60Q-56 70 -44 84Q0 116 44 84Q56 70 26 -60Z", dark(k.main, 0.14)) + dots(
        [(-22, 84), (22, 84)], 17, INK
    )
    mouth = path("M-104 140Q0 190 104 140Q70 236 0 236Q-70 236 -104 140Z", "#6b241d") + path(
        "M-84 152Q0 186 84 152L78 176Q0 200 -78 176Z", PAPER
    )
    return Piece(moved(body + nose + mouth, 0, 30), 480, 690, "hang")
