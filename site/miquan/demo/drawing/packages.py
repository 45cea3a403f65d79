"""Bags, boxes and parcels, and candles."""

from dataclasses import replace

from miquan.demo.drawing.containers import labelled, one_tin
from miquan.demo.drawing.kit import Kit, Piece, contact, flat, solid
from miquan.demo.drawing.palette import GOLD, INK, PAPER, dark, light, mix
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    dots,
    ellipse,
    line,
    moved,
    path,
    polygon,
    rect,
    revolve,
    rounded,
    trace,
)
from miquan.demo.drawing.vessels import COFFEE, vessel


def coffee(k: Kit) -> Piece:
    """A bag of beans, beside it a dripper or loose beans."""
    w, h = k.between(270, 310), k.between(380, 450)
    bag = _bag(k, w, h)
    if k.chance(0.55):
        carafe = path(trace("M", -70, -150, "L", -92, 0, "H", 92, "L", 70, -150, "Z"), "#dfe7e6") + path(
            trace("M", -82, -70, "L", -92, 0, "H", 92, "L", 82, -70, "Z"), COFFEE
        )
        cone = path(trace("M", -130, -268, "H", 130, "L", 52, -150, "H", -52, "Z"), PAPER) + line(
            "M128 -240q58 4 40 60t-64 24", PAPER, 16
        )
        return Piece(
            moved(bag, 110)
            + moved(
                contact(k, 190)
                + carafe
                + cone
                + path(trace("M", -130, -268, "H", 130, "L", 52, -150, "H", -52, "Z"), k.shade(0.2)),
                -190,
                22,
            ),
            640,
            h + 20,
        )
    beans = "".join(
        moved(
            ellipse(0, 0, 22, 15, "#5b3826") + line("M-16 2q16 -8 32 -2", "#2f1c12", 4),
            -w * 0.5 + i * 54,
            30 + (i * 37) % 26,
            1,
            (i * 47) % 90 - 40,
        )
        for i in range(7)
    )
    return Piece(bag + beans, w + 60, h + 40)


def _bag(k: Kit, w: float, h: float) -> str:
    paper = k.second if k.chance(0.5) else mix("#e3cda4", k.main, 0.12)
    d = polygon([(-w * 0.44, -h * 0.86), (w * 0.44, -h * 0.86), (w / 2, 0), (-w / 2, 0)])
    fold = polygon([(-w * 0.44, -h * 0.86), (-w * 0.4, -h), (w * 0.4, -h), (w * 0.44, -h * 0.86)])
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="plain")
    body = flat(worn, d, paper, (-w / 2, -h * 0.86, w, h * 0.86), ink=k.main) + path(fold, dark(paper, 0.14))
    block = rect(-w * 0.26, -h * 0.56, w * 0.52, h * 0.38, k.main) + motif(
        k.rng, 0, -h * 0.42, w * 0.14, light(paper, 0.5)
    )
    return body + block + line(trace("M", -w * 0.15, -h * 0.25, "h", w * 0.3), light(paper, 0.5), 9)


def tea(k: Kit) -> Piece:
    """A caddy, a paper bag, or a brick of tea, with a bowl of leaves."""
    kind = k.pick("tin", "bag", "tin")
    if kind == "tin":
        main, w, h = one_tin(labelled(k), k.main)
    else:
        w, h = 270.0, 370.0
        main = _bag(k, w, h)
    dish = vessel(k, [(110, -56), (80, -16), (50, 0)], k.second, inside="#4a4a2c", tilt=0.2)
    leaves = dots(
        [(k.between(-80, 80), -54 + k.between(-12, 8)) for _ in range(26)], 13, k.pick("#5d6a3a", "#3f3426", "#7b8a4a")
    )
    return Piece(moved(main, -90) + moved(contact(k, 180) + dish + leaves, w / 2 + 50, 30), w + 260, h)


def lacquer(k: Kit) -> Piece:
    """A box of one to three tiers, drawn from the front, with gold or a cord."""
    w, tiers = k.between(360, 460), k.rng.choice((1, 2, 2, 3))
    deep, body = k.between(92, 118), ""
    for i in range(tiers):
        y = -deep * (i + 1)
        d = rounded(-w / 2, y, w, deep - 5, 8)
        colour = k.main if i % 2 == 0 else mix(k.main, k.second, 0.15)
        body += path(d, dark(colour, 0.08)) + flat(
            k, d, colour, (-w / 2, y, w, deep), ink=k.accent if k.pattern != "label" else k.second
        )
        body += line(trace("M", -w / 2 + 8, y + 6, "h", w - 16), light(colour, 0.4), 4, opacity=0.5)
    top = -deep * tiers
    lid = polygon([(-w * 0.5, top), (-w * 0.46, top - 46), (w * 0.46, top - 46), (w * 0.5, top)])
    body += path(lid, light(k.main, 0.14)) + path(lid, k.slope()) + _trim(k, w, top)
    return Piece(body, w, -top + 60)


def _trim(k: Kit, w: float, top: float) -> str:
    kind = k.pick("vine", "sticks", "cord", "vine")
    if kind == "cord":
        knot = "".join(ellipse(s * 34, top - 60, 34, 18, "none", stroke=k.accent, stroke_width=10) for s in (-1, 1))
        return rect(-11, top - 46, 22, -top + 42, k.accent) + knot
    if kind == "sticks":
        return line(trace("M", -w * 0.4, top - 64, "L", w * 0.42, top - 92), "#3a2a22", 13) + line(
            trace("M", -w * 0.36, top - 58, "L", w * 0.44, top - 66), "#b98746", 11
        )
    y = top + 48
    vine = trace(
        "M", -w * 0.34, y, "q", w * 0.09, -50, w * 0.17, 0, "t", w * 0.17, 0, "t", w * 0.17, 0, "t", w * 0.16, 0
    )
    return line(vine, GOLD, 6) + dots([(-w * 0.17, y + 2), (w * 0.17, y + 6), (0, y - 10)], 20, GOLD)


def parcel(k: Kit) -> Piece:
    """A wrapped parcel: what is drawn for an unknown thing."""
    w, h = k.between(340, 420), k.between(210, 290)
    paper = k.main
    d = rounded(-w / 2, -h, w, h, 10)
    top = polygon([(-w / 2, -h), (-w * 0.42, -h - 74), (w * 0.42, -h - 74), (w / 2, -h)])
    body = flat(k, d, paper, (-w / 2, -h, w, h)) + path(top, light(paper, 0.2)) + path(top, k.slope())
    cord = k.accent
    body += rect(-9, -h, 18, h, cord) + path(polygon([(-9, -h), (-8, -h - 74), (8, -h - 74), (9, -h)]), cord)
    body += line(trace("M", -w * 0.46, -h - 38, "H", w * 0.46), cord, 14, opacity=0.9, stroke_linecap="butt")
    bow = "".join(
        path(
            (
                trace("M", 0, -h - 40, "C", s * 40, -h - 130, s * 130, -h - 110, s * 110, -h - 60)
                + trace("Q", s * 60, -h - 20, 0, -h - 40, "Z")
            ),
            mix(cord, INK, 0.06),
        )
        for s in (-1, 1)
    )
    tag = moved(
        path(rounded(0, 0, 96, 52, 8), PAPER) + line("M22 26h52", INK, 6, opacity=0.5), w * 0.16, -h * 0.7, 1, 14
    )
    return Piece(body + bow + circle(0, -h - 42, 17, dark(cord, 0.15)) + tag, w, h + 120)


def candle(k: Kit) -> Piece:
    """A candle in a glass, or two pillars."""
    flame = path(trace("M", 0, 0, "C", -26, -22, -16, -50, 0, -78, "C", 16, -50, 26, -22, 0, 0, "Z"), "#f4b648") + path(
        "M0 -6C-11 -16 -8 -30 0 -44C8 -30 11 -16 0 -6Z", "#fff3cf"
    )
    glow = circle(0, -40, 150, k.pen.radial((0, "#fff0c4", 0.6), (1, "#fff0c4", 0.0)))
    if k.chance(0.55):
        r, h = k.between(115, 140), k.between(200, 260)
        pot = vessel(
            labelled(k), [(r, -h), (r * 0.97, 0)], k.main, inside=light(k.main, 0.3), full="#f6ead2", tilt=0.14
        )
        wick = line(trace("M", 0, -h + 12, "v", -26), INK, 6)
        return Piece(pot + wick + moved(glow + flame, 0, -h - 12), 2 * r, h + 100)
    body = ""
    for i, (x, h, colour) in enumerate(((-90, k.between(280, 360), k.main), (80, k.between(180, 250), k.second))):
        r = 62 + 6 * i
        pillar = solid(k, revolve([(r, -h), (r, 0)], 0.16), colour, (-r, -h, 2 * r, h), sag=8) + ellipse(
            0, -h, r, r * 0.16, light(colour, 0.5)
        )
        body += moved(
            contact(k, 2 * r) + pillar + line(trace("M", 0, -h, "v", -22), INK, 6) + moved(glow + flame, 0, -h - 18),
            x,
            i * 20,
        )
    return Piece(body, 330, 440)
