"""Vases and glasses, and the branches that stand in them."""

from miquan.demo.drawing.kit import Kit, Piece, gloss, solid
from miquan.demo.drawing.palette import INK, LEAVES, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    dots,
    ellipse,
    group,
    line,
    moved,
    path,
    rect,
    revolve,
    rounded,
    smooth,
    trace,
)
from miquan.demo.drawing.vessels import vessel


def vase(k: Kit) -> Piece:
    """A vase of any outline, with branches, flowers or nothing."""
    h, w, neck = k.between(340, 460), k.between(120, 185), k.between(36, 72)
    belly = k.between(0.3, 0.62)
    profile = [
        (neck * k.between(1.0, 1.5), -h),
        (neck, -h * 0.86),
        (w, -h * belly),
        (w * 0.8, -h * 0.12),
        (w * k.between(0.5, 0.68), 0),
    ]
    body = vessel(k, profile, k.main, inside=dark(k.main, 0.45))
    shine = trace("M", -w * 0.6, -h * belly - h * 0.1, "q", -w * 0.14, h * 0.1, -w * 0.06, h * 0.26)
    body += line(
        shine if k.lit < 0 else trace("M", w * 0.6, -h * belly - h * 0.1, "q", w * 0.14, h * 0.1, w * 0.06, h * 0.26),
        WHITE,
        13,
        opacity=0.3,
    )
    plant = k.pick("blossom", "leaves", "none", "blossom")
    if plant == "none":
        return Piece(body, 2 * w, h + 20)
    return Piece(branches(k, -h, plant == "blossom") + body, 2 * w + 160, h + 340)


def branches(k: Kit, top: float, blossom: bool) -> str:
    """Branches that rise from an opening at this height."""
    stems, tips = "", []
    for lean in (-0.55, -0.05, 0.5)[: 2 + int(k.chance(0.7))]:
        reach, high = lean * k.between(200, 300), k.between(250, 350)
        points = [
            (0.0, top + 20),
            (reach * 0.25, top - high * 0.4),
            (reach * 0.7, top - high * 0.75),
            (reach, top - high),
        ]
        stems += smooth(points)
        tips += [(x + k.between(-42, 42), y + k.between(-30, 30)) for x, y in points[1:] for _ in range(3)] + points[2:]
    colour = k.pick("#e88f7d", "#f2c5b6", "#fbf1e2", k.accent) if blossom else k.pick(*LEAVES)
    body = line(stems, "#6d4630", 9)
    if blossom:
        return body + dots(tips, 40, colour) + dots([(x - 5, y - 5) for x, y in tips], 17, light(colour, 0.4))
    blade = trace("M", 0, 0, "Q", 26, -44, 90, -30, "Q", 52, 26, 0, 0, "Z")
    return body + "".join(
        moved(path(blade, mix(colour, INK, k.between(0, 0.16))), x, y, 1, k.between(-200, 20)) for x, y in tips[:9]
    )


def glass(k: Kit) -> Piece:
    """A tumbler and a stemmed glass, or either."""
    tumbler, goblet = _tumbler(k), _goblet(k)
    kind = k.pick("both", "tumbler", "goblet")
    if kind == "both":
        return Piece(moved(tumbler, -140) + moved(goblet, 150, 14), 560, 450)
    return Piece(tumbler if kind == "tumbler" else goblet, 280, 440)


def _tumbler(k: Kit) -> str:
    r, h, foot = k.between(100, 118), k.between(280, 340), k.between(78, 96)
    profile = [(r, -h), ((r + foot) / 2, -h * 0.5), (foot, 0)]
    d = revolve(profile)
    body = path(d, k.main, opacity=0.42) + group(
        solid(k, d, k.main, (-r, -h * 0.7, 2 * r, h * 0.6), sag=10), opacity=0.62
    )
    body += ellipse(0, -6, foot * 0.86, foot * 0.14, dark(k.main, 0.2), opacity=0.4)
    body += ellipse(0, -h, r, r * 0.16, light(k.main, 0.4), opacity=0.9) + ellipse(
        0, -h + 2, r * 0.92, r * 0.13, k.main, opacity=0.5
    )
    return body + gloss(k, rounded(-r * 0.72, -h * 0.82, 15, h * 0.5, 8))


def _goblet(k: Kit) -> str:
    r, h = k.between(96, 116), k.between(380, 430)
    cup_h, c = h * 0.52, k.second if k.chance(0.5) else k.main
    profile = [(r * 0.86, -h), (r, -h + cup_h * 0.45), (r * 0.55, -h + cup_h * 0.92), (8, -h + cup_h)]
    stem = rect(-8, -h + cup_h - 4, 16, h - cup_h, light(c, 0.2), 4, opacity=0.85) + ellipse(
        0, -8, r * 0.8, r * 0.16, light(c, 0.25), opacity=0.9
    )
    d = revolve(profile)
    body = stem + group(solid(k, d, c, (-r, -h + 30, 2 * r, cup_h * 0.7), sag=10), opacity=0.78)
    return (
        body
        + ellipse(0, -h, r * 0.86, r * 0.14, light(c, 0.5))
        + gloss(k, rounded(-r * 0.66, -h + 44, 13, cup_h * 0.45, 7))
    )
