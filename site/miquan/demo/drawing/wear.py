"""What is worn and carried: bags, hats, shoes, belts, umbrellas, fans and masks."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, contact, flat, solid
from miquan.demo.drawing.palette import INK, PAPER, dark, light, mix
from miquan.demo.drawing.svg import (
    circle,
    dots,
    group,
    line,
    moved,
    path,
    rounded,
    smooth,
    trace,
)


def seam(colour: str, d: str) -> str:
    """Stitches along a path, lighter than the leather."""
    return line(d, light(colour, 0.55), 5, stroke_dasharray="13 11", opacity=0.8)


def hat(k: Kit) -> Piece:
    """A brimmed hat, or a knitted one with a bobble."""
    if k.pattern in {"knit", "dots", "stripe"}:
        return _beanie(k)
    w, h = k.between(230, 260), k.between(210, 240)
    brim = trace(
        "M", -w * 1.6, -44, "C", -w, -96, w, -96, w * 1.6, -44, "C", w * 1.2, 26, -w * 1.2, 26, -w * 1.6, -44, "Z"
    )
    crown = (
        trace("M", -w * 0.84, -44, "C", -w * 0.86, -h * 0.9, -w * 0.6, -h * 1.16, -w * 0.3, -h * 1.1)
        + trace("Q", 0, -h * 0.98, w * 0.3, -h * 1.1)
        + trace("C", w * 0.6, -h * 1.16, w * 0.86, -h * 0.9, w * 0.84, -44, "Q", 0, 6, -w * 0.84, -44)
        + trace("Z")
    )
    band = trace("M", -w * 0.855, -96, "Q", 0, -44, w * 0.855, -96, "L", w * 0.84, -44, "Q", 0, 8, -w * 0.84, -44, "Z")
    body = solid(k, brim, dark(k.main, 0.06)) + line(
        trace("M", -w * 1.5, -40, "C", -w, 16, w, 16, w * 1.5, -40), light(k.main, 0.3), 5, opacity=0.5
    )
    body += (
        solid(k, crown, k.main, (-w, -h, 2 * w, h), sag=16, depth=0.34) + path(band, k.second) + path(band, k.shade())
    )
    feather = path(
        trace("M", w * 0.5, -80, "Q", w * 0.8, -h * 0.9, w * 1.0, -h * 1.1, "Q", w * 1.0, -h * 0.5, w * 0.56, -76, "Z"),
        k.accent,
    )
    return Piece(body + (feather if k.chance(0.4) else ""), w * 2.9, h * 1.2)


def _beanie(k: Kit) -> Piece:
    w, h = 250.0, 260.0
    dome = trace("M", -w * 0.8, -60, "C", -w * 0.9, -h * 1.2, w * 0.9, -h * 1.2, w * 0.8, -60, "Z")
    cuff = rounded(-w * 0.87, -104, w * 1.74, 104, 30)
    ribs = "".join(trace("M", x, -96, "V", -8) for x in range(int(-w * 0.8), int(w * 0.82), 26))
    ball = (0.0, -h * 1.13)
    fluff = dots(
        [(ball[0] + k.between(-54, 54), ball[1] + k.between(-50, 50)) for _ in range(34)], 34, k.second
    ) + circle(*ball, 66, k.ball(k.second))
    fluff += line(
        "".join(trace("M", k.between(-44, 44), ball[1] + k.between(-44, 44), "q", 8, 6, 12, 16) for _ in range(14)),
        dark(k.second, 0.2),
        4,
        opacity=0.4,
    )
    worn = replace(k, pattern=k.pattern if k.pattern != "plain" else "knit")
    return Piece(
        fluff
        + solid(worn, dome, k.main, (-w, -h, 2 * w, h), sag=10)
        + path(cuff, dark(k.main, 0.08))
        + line(ribs, INK, 7, opacity=0.14)
        + path(cuff, k.shade()),
        w * 1.8,
        h * 1.42,
    )


def shoes(k: Kit) -> Piece:
    """A pair of laced shoes, one behind the other."""
    boot = k.chance(0.4)
    one = _shoe(k, 190.0 if boot else 60.0)
    far = moved(contact(k, 420) + group(one), 120, -26, 0.94)
    return Piece(moved(far + moved(contact(k, 440) + one, -80, 24), 0, 0), 640, 400 if boot else 280)


def _shoe(k: Kit, tall: float) -> str:
    top = -150 - tall
    d = trace("M", -200, -34, "V", top, "Q", -120, top - 24, -26, top, "L", 0, -166) + trace(
        "Q", 70, -128, 160, -116, "Q", 232, -100, 236, -34, "Z"
    )
    sole = trace("M", -208, -38, "H", 240, "Q", 250, 0, 220, 0, "H", -196, "Q", -212, 0, -208, -38, "Z")
    toe = trace("M", 124, -120, "Q", 232, -110, 238, -34, "H", 130, "Q", 100, -80, 124, -120, "Z")
    lining = path(
        trace("M", -196, top + 2, "Q", -110, top - 26, -28, top + 2, "Q", -110, top + 24, -196, top + 2, "Z"),
        dark(k.main, 0.5),
    )
    body = (
        flat(k, d, k.main, (-210, top, 460, -top), depth=0.28)
        + lining
        + path(toe, dark(k.main, 0.14))
        + seam(k.main, trace("M", -150, top + 30, "L", -140, -44, "M", 116, -118, "Q", 96, -84, 120, -44))
    )
    steps = 3 if tall < 100 else 6
    laces = "".join(
        trace("M", -96 + max(0, 3 - i) * 30, -138 - i * (tall + 10) / steps, "l", 62, -10) for i in range(steps)
    )
    return (
        body
        + line(laces, k.second, 12)
        + path(sole, mix(k.second, PAPER, 0.3))
        + path(sole, k.slope(0.3))
        + line("M-204 -20H236", dark(k.second, 0.2), 4, opacity=0.4)
    )


def slippers(k: Kit) -> Piece:
    """A pair of slippers from above."""
    sole = smooth(
        [
            (0, -320),
            (104, -270),
            (122, -120),
            (96, 60),
            (104, 220),
            (0, 310),
            (-104, 220),
            (-96, 60),
            (-128, -120),
            (-104, -270),
        ],
        closed=True,
    )
    upper = trace("M", -134, -70, "C", -140, -250, -90, -336, 0, -336, "C", 90, -336, 140, -250, 130, -70) + trace(
        "Q", 0, -130, -134, -70, "Z"
    )
    one = (
        cast(k, sole, 16)
        + path(sole, dark(k.second, 0.1))
        + moved(path(sole, k.second) + path(sole, k.slope(0.24)), 0, 0, 0.93)
    )
    one += line(
        smooth([(0, -60), (60, 60), (64, 210), (0, 262), (-64, 210), (-60, 60)], closed=True),
        dark(k.second, 0.25),
        5,
        opacity=0.4,
        stroke_dasharray="12 12",
    )
    one += flat(k, upper, k.main, (-140, -330, 280, 280), depth=0.26) + line(
        "M-134 -70Q0 -130 130 -70", k.accent if k.pattern != "plain" else dark(k.main, 0.3), 15
    )
    return Piece(
        moved(one, -156, 10, 1, -5) + moved(group(one, transform="scale(-1 1)"), 156, -6, 1, 6), 640, 690, "lie"
    )
