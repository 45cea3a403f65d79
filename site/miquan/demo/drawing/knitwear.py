"""Knitted and stuffed things: sweaters, socks, gloves, cushions, dolls."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, solid
from miquan.demo.drawing.palette import INK, dark
from miquan.demo.drawing.svg import circle, group, line, moved, path, rect, rounded, trace


def sweater(k: Kit) -> Piece:
    """A sweater laid out flat."""
    w, h, sleeve = k.between(150, 176), k.between(360, 420), k.between(120, 160)
    top = -h / 2
    body = (
        trace("M", -70, top, "Q", 0, top + 46, 70, top)
        + trace("C", w * 0.9, top + 14, w, top + 40, w, top + 90, "V", -top, "H", -w, "V", top + 90)
        + trace("C", -w, top + 40, -w * 0.9, top + 14, -70, top, "Z")
    )
    arm = trace("M", w * 0.6, top + 14, "Q", w + 50, top + 30, w + 90, top + 120) + trace(
        "L", w + sleeve, -top - 60, "L", w + sleeve - 88, -top - 30, "L", w - 10, top + 170, "Z"
    )
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="knit")
    arms = "".join(
        group(path(arm, dark(k.main, 0.06)) + path(arm, k.slope()), transform=f"scale({s} 1)") for s in (1, -1)
    )
    shadow = cast(k, body) + "".join(
        group(path(arm, INK, opacity=0.1), transform=f"translate({-k.lit * 12} 14) scale({s} 1)") for s in (1, -1)
    )
    cuff = "".join(
        group(
            line(
                trace("M", w + sleeve - 84, -top - 36, "L", w + sleeve - 6, -top - 62),
                k.second,
                20,
                stroke_linecap="butt",
            ),
            transform=f"scale({s} 1)",
        )
        for s in (1, -1)
    )
    neck = line(trace("M", -72, top + 2, "Q", 0, top + 50, 72, top + 2), k.second, 18)
    hem = rect(-w, -top - 26, 2 * w, 26, dark(k.main, 0.18), opacity=0.6)
    return Piece(
        shadow + arms + cuff + flat(worn, body, k.main, (-w, top + 60, 2 * w, h - 90)) + hem + neck,
        2 * w + 2 * sleeve,
        h,
        "hang",
    )


def cushion(k: Kit) -> Piece:
    """A cushion leaning on the wall."""
    w, h = k.between(420, 480), k.between(340, 400)
    d = trace("M", -w / 2, -h, "Q", 0, -h * 0.9, w / 2, -h, "Q", w * 0.44, -h / 2, w / 2, 0) + trace(
        "Q", 0, -h * 0.04, -w / 2, 0, "Q", -w * 0.44, -h / 2, -w / 2, -h, "Z"
    )
    tassels = (
        "".join(line(trace("M", x * w / 2, y, "l", x * 18, 34), k.accent, 16) for x in (-1, 1) for y in (-h, -4))
        if k.chance(0.5)
        else ""
    )
    return Piece(
        tassels + solid(k, d, k.main, (-w / 2, -h, w, h), depth=0.24) + line(d, dark(k.main, 0.25), 5, opacity=0.5),
        w,
        h,
    )


def socks(k: Kit) -> Piece:
    """A pair of socks, laid down."""
    leg, foot = k.between(250, 320), k.between(180, 220)
    d = (
        trace("M", -70, -leg, "H", 60, "L", 66, 40, "Q", 74, 80, 120, 92, "L", foot, 108)
        + trace("Q", foot + 70, 130, foot + 54, 176, "Q", foot + 30, 206, foot - 40, 202, "L", 0, 200)
        + trace("Q", -76, 190, -76, 100, "Z")
    )
    worn = k if k.pattern != "label" else replace(k, pattern="stripe")
    one = flat(worn, d, k.main, (-80, -leg + 60, foot + 160, leg + 150)) + rect(-74, -leg - 8, 140, 56, k.second, 10)
    toe = group(circle(foot + 40, 160, 78, k.accent) + circle(-50, 176, 70, k.accent), clip_path=k.pen.clip(d))
    pair = moved(cast(k, d) + one + toe, -160, 40, 1, 6) + moved(cast(k, d) + one + toe, 40, -10, 1, -6)
    return Piece(moved(pair, -20, 30), foot + 420, leg + 280, "lie")


def gloves(k: Kit) -> Piece:
    """A pair of gloves or mittens, laid down."""
    mitten = k.chance(0.5)
    thumb = trace("M", 78, 40, "C", 130, 10, 170, -40, 150, -74, "C", 120, -100, 90, -50, 70, -30, "Z")
    hand = trace("M", -84, 190, "V", -90, "C", -84, -250, 84, -250, 84, -90, "V", 190, "Z")
    fingers = "".join(rounded(-88 + i * 45, -230 + abs(i - 1.4) * 26, 41, 260, 20) for i in range(4))
    d = hand if mitten else fingers + rounded(-88, -60, 174, 250, 20)
    worn = k if k.pattern != "label" else replace(k, pattern="knit")
    one = (
        cast(k, d)
        + path(thumb, dark(k.main, 0.1))
        + flat(worn, d, k.main, (-90, -150, 180, 300))
        + rect(-92, 170, 184, 74, k.second, 14)
    )
    one += line("M-64 186v44M-32 186v44M0 186v44M32 186v44M64 186v44", INK, 5, opacity=0.15)
    other = group(one, transform="scale(-1 1)")
    return Piece(
        moved(other, 150, 20, 1, 8) + moved(one, -150, -10, 1, -8)
        if k.chance(0.5)
        else moved(one, 150, 10, 1, 10) + moved(other, -150, 0, 1, -10),
        640,
        520,
        "lie",
    )
