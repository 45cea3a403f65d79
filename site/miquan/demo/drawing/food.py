"""Food: cheese, bread, chocolate, cookies, fruit, spices, honey, jam, salt, pasta, sausage."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, contact, flat, solid
from miquan.demo.drawing.palette import LEAVES, PAPER, dark, light, mix
from miquan.demo.drawing.svg import (
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
    revolve,
    rounded,
    trace,
)
from miquan.demo.drawing.vessels import vessel

LEAF = "M0 0Q18 -40 70 -26Q34 24 0 0Z"


def cheese(k: Kit) -> Piece:
    """A wheel of cheese with a wedge cut from it, on a board."""
    r, h = k.between(200, 230), k.between(120, 150)
    rind, paste = mix(k.main, "#d9b36a", 0.3), mix(light(k.main, 0.5), "#f3d98f", 0.5)
    wood = ellipse(0, 8, r * 1.5, 44, dark("#a87850", 0.2)) + ellipse(0, 0, r * 1.5, 42, "#b98a57")
    wheel = solid(
        k, revolve([(r, -h), (r * 1.03, -h / 2), (r, 0)], 0.2), rind, (-r, -h + 30, 2 * r, h - 30), sag=30, depth=0.36
    )
    top = ellipse(0, -h, r, r * 0.2, light(rind, 0.3))
    side = -k.lit
    cut = polygon([(0, -h), (side * r * 0.5, -h + r * 0.178), (side * r * 0.5, r * 0.17), (0, 10)])
    other = polygon([(0, -h), (side * r * 0.98, -h + 8), (side * r * 0.98, 8), (0, 10)])
    gap = path(other, dark(paste, 0.12)) + path(cut, paste)
    holes = dots(
        [(side * r * 0.16, -h * 0.4), (side * r * 0.36, -h * 0.62), (side * r * 0.3, -h * 0.12)], 20, dark(paste, 0.2)
    )
    wedge = (
        path(polygon([(0, -96), (190, -70), (190, 0), (0, 0)]), paste)
        + path(polygon([(0, -96), (190, -70), (120, -112)]), light(rind, 0.2))
        + rect(182, -71, 16, 71, rind)
    )
    wedge += dots([(50, -40), (110, -30), (140, -52), (84, -66)], 19, dark(paste, 0.18))
    wedge = wedge if side > 0 else group(wedge, transform="scale(-1 1)")
    return Piece(
        wood + moved(wheel + top + gap + holes, -side * r * 0.3, -20) + moved(wedge, side * r * 0.52, 14), r * 3, h + 80
    )


def chocolate(k: Kit) -> Piece:
    """A bar of chocolate half out of its wrapper, a few pieces broken off."""
    bar, paper = k.main if k.main < "#a" else dark(k.main, 0.5), k.second
    d = rounded(-170, -330, 340, 640, 10)
    body = cast(k, d, 18) + path(d, bar)
    body += "".join(_square(k, x, y, bar) for x in (-164, -80, 4, 88) for y in (-324, -240, -156, -72))
    foil = polygon(
        [(-176, -30), (-120, -62), (-60, -28), (0, -60), (60, -26), (120, -58), (176, -30), (176, 10), (-176, 10)]
    )
    wrap = rounded(-178, -12, 356, 342, 8)
    worn = replace(k, pattern="label") if k.pattern == "plain" else k
    body += path(foil, "#d9d3c6") + path(foil, k.slope()) + flat(worn, wrap, paper, (-178, -12, 356, 342), ink=k.accent)
    pieces = "".join(
        moved(cast(k, rounded(0, 0, 76, 76, 8), 8) + _square(k, 0, 0, bar), x, y, 1, turn)
        for x, y, turn in ((230, -190, 20), (270, -40, -14), (-330, 120, 34))
    )
    return Piece(moved(body, 0, 0, 1, -14) + pieces, 760, 760, "lie")


def _square(k: Kit, x: float, y: float, colour: str) -> str:
    edge = rounded(x, y, 78, 78, 7)
    return (
        path(edge, dark(colour, 0.22))
        + path(rounded(x + 9, y + 9, 60, 60, 5), light(colour, 0.1))
        + path(edge, k.slope(0.26))
    )


def cookies(k: Kit) -> Piece:
    """A pile of cookies, and one that leans on it."""
    dough, r, body = mix(k.main, "#c59a62", 0.45), 128.0, ""
    for i in range(k.rng.choice((4, 5, 6))):
        x, y = k.between(-14, 14), -i * 44.0
        d = revolve([(r, y - 40), (r * 1.03, y - 20), (r, y)], 0.2)
        body += moved(
            solid(k, d, mix(dough, dark(dough), k.between(0, 0.3)))
            + ellipse(0, y - 40, r, r * 0.2, light(dough, 0.16)),
            x,
        )
        top, at = y - 40, x
    chips = [(at + k.between(-90, 90), top + k.between(-14, 14)) for _ in range(9)]
    body += dots(chips, 20, dark(k.second, 0.3) if k.chance(0.5) else "#4a2c1e")
    flatter = circle(0, -112, 112, k.ball(dough)) + line(
        oval(0, -112, 92, 92), dark(dough, 0.2), 5, opacity=0.4, stroke_dasharray="3 20"
    )
    flatter += dots(
        [(k.between(-62, 62), -112 + k.between(-62, 62)) for _ in range(10)],
        21,
        "#4a2c1e" if k.chance(0.6) else k.second,
    )
    side = k.lit
    return Piece(moved(body, -side * 90) + moved(contact(k, 130) + flatter, side * 160, 20, 1, side * 8), 600, 330)


def bread(k: Kit) -> Piece:
    """A loaf with a scored crust, a slice before it."""
    crust = mix(k.main, "#b97d42", 0.5)
    loaf = trace("M", -290, 0, "C", -350, -60, -320, -250, -150, -266) + trace(
        "C", -60, -286, 120, -286, 190, -260, "C", 330, -230, 340, -50, 280, 0, "Z"
    )
    scores = "".join(trace("M", x, -222, "q", 34, 46, 16, 130) for x in (-190, -80, 30, 140))
    body = (
        path(loaf, crust)
        + line(scores, light(crust, 0.6), 30, opacity=0.85)
        + line(scores, dark(crust, 0.35), 5, opacity=0.4)
        + path(loaf, k.shade(0.36))
    )
    flour = dots([(k.between(-220, 220), k.between(-240, -120)) for _ in range(40)], 7, PAPER, opacity=0.7)
    slice_d = trace("M", -96, 0, "C", -150, -70, -140, -196, -60, -204, "H", 60, "C", 140, -196, 150, -70, 96, 0, "Z")
    crumb = light(mix(crust, "#f3e3c0", 0.75), 0.3)
    piece = (
        path(slice_d, dark(crust, 0.08))
        + moved(path(slice_d, crumb), 0, -8, 0.88)
        + dots([(k.between(-70, 70), k.between(-160, -30)) for _ in range(16)], 11, dark(crumb, 0.14), opacity=0.7)
    )
    return Piece(body + flour + moved(contact(k, 220) + piece, k.lit * -250, 40), 720, 300)


def fruit(k: Kit) -> Piece:
    """A bowl of fruit in the colours asked for."""
    r = 240.0
    dish = vessel(k, [(r, -130), (r * 0.8, -50), (r * 0.4, -14), (r * 0.38, 0)], k.second, tilt=0.12)
    spots = ((-130, -150, k.main), (130, -152, k.main), (0, -160, k.accent), (-66, -226, k.main), (72, -232, k.main))
    heap = "".join(
        circle(x, y, 82, k.ball(colour)) + circle(x + 6, y - 66, 9, dark(colour, 0.5)) for x, y, colour in spots
    )
    heap += moved(path(LEAF, LEAVES[1]), 76, -298, 1.3, -16) + moved(path(LEAF, LEAVES[0]), -60, -290, 1.2, 200)
    half = (
        circle(0, -70, 70, dark(k.main, 0.1))
        + circle(0, -70, 60, light(k.main, 0.62))
        + dots([(-14, -80), (12, -60)], 15, dark(k.main, 0.5))
    )
    return Piece(heap + dish + moved(contact(k, 120) + half, -k.lit * 300, 36), 640, 330)


def sausage(k: Kit) -> Piece:
    """A cured sausage with slices cut from it, on a board."""
    wood = rounded(-400, -220, 800, 440, 40)
    body = (
        cast(k, wood, 18)
        + flat(k, wood, "#b98a57")
        + line("M-370 -120q200 20 700 0M-370 0q300 -20 720 4M-370 120q260 16 720 0", "#8a5a36", 4, opacity=0.35)
    )
    skin = mix(k.main, "#8f3f33", 0.5)
    for y, turn in ((-80, -6), (36, 4)):
        d = rounded(-330, y - 58, 430, 116, 58)
        net = line(
            "".join(
                trace("M", x, y - 60, "l", 50, 120, "M", x + 50, y - 60, "l", -50, 120) for x in range(-330, 100, 50)
            ),
            light(skin, 0.5),
            4,
            opacity=0.45,
        )
        one = (
            cast(k, d, 10)
            + path(d, k.ball(skin))
            + group(net, clip_path=k.pen.clip(d))
            + ellipse(70, y, 26, 54, mix(skin, "#c65f4a", 0.5))
        )
        body += moved(one + line(trace("M", -326, y, "q", -40, -10, -60, 20), PAPER, 10), 0, 0, 1, turn)
    for x, y in ((200, -90), (276, -30), (206, 60), (300, 90)):
        fat = [(x + k.between(-34, 34), y + k.between(-34, 34)) for _ in range(9)]
        body += (
            cast(k, oval(x, y, 62, 62), 8)
            + circle(x, y, 62, dark(skin, 0.1))
            + circle(x, y, 54, mix(skin, "#c65f4a", 0.55))
            + dots(fat, 12, "#f1d9c6")
        )
    return Piece(body, 820, 470, "lie")
