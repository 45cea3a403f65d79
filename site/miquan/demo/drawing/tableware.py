"""What stands or lies on a table beside the vessels: plates, cutlery, boards, pans, trays, mills, baskets."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.palette import GOLD, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    circle,
    ellipse,
    group,
    line,
    moved,
    oval,
    path,
    rect,
    rounded,
    smooth,
    trace,
)

STEEL = "#c6c8c6"


def plate(k: Kit) -> Piece:
    """A plate from above, patterned on its rim or in its well, sometimes over a second."""
    r = 330.0
    well = r * k.between(0.64, 0.76)
    under = moved(cast(k, oval(0, 0, r, r)) + flat(k, oval(0, 0, r, r), k.second), 74, 62) if k.chance(0.35) else ""
    d = oval(0, 0, r, r)
    body = cast(k, d, 18) + flat(k, d, k.main, (-r, -r, 2 * r, 2 * r))
    inner = oval(0, 0, well, well)
    if k.pattern != "plain" and k.chance(0.6):
        body += path(inner, k.main) + path(inner, k.slope(0.1))
    body += line(oval(0, 0, r - 9, r - 9), k.second, 9, opacity=0.8)
    body += line(inner, dark(k.main, 0.3), 7, opacity=0.35) + line(
        oval(-k.lit * 4, 4, well, well), WHITE, 5, opacity=0.4
    )
    return Piece(under + body, 2 * r + (80 if under else 0), 2 * r, "lie")


def spoon(k: Kit) -> Piece:
    """Two or three spoons or ladles side by side."""
    count = k.rng.choice((1, 2, 3))
    body = ""
    for i in range(count):
        colour = (k.main, k.second, mix(k.main, k.second, 0.5))[i]
        body += moved(
            _spoon(k, colour, k.between(92, 112)),
            (i - (count - 1) / 2) * 240,
            (i % 2) * 36,
            1,
            k.between(-7, 7) + (24 if count == 1 else 0),
        )
    return Piece(body, 240 * count + 140, 800, "lie")


def _spoon(k: Kit, colour: str, r: float) -> str:
    stem = trace("M", -21, -120, "L", -15, 300, "Q", -26, 372, 0, 380, "Q", 26, 372, 15, 300, "L", 21, -120, "Z")
    head = oval(0, -230, r, r * 1.36)
    body = cast(k, stem) + cast(k, head) + flat(k, stem, colour) + flat(k, head, colour)
    hollow = oval(0, -226, r * 0.8, r * 1.14)
    body += (
        path(hollow, dark(colour, 0.16))
        + path(hollow, k.slope(0.3))
        + ellipse(-k.lit * -28, -200, 16, 40, WHITE, opacity=0.22)
    )
    return body + circle(0, 346, 7, dark(colour, 0.5)) + line("M-6 -90L-4 250", light(colour, 0.4), 5, opacity=0.4)


def chopsticks(k: Kit) -> Piece:
    """Two pairs of chopsticks on rests."""
    rest = path(rounded(-190, 150, 380, 74, 30), k.accent)
    body = cast(k, rounded(-190, 150, 380, 74, 30), 8) + rest + path(rounded(-190, 150, 380, 74, 30), k.slope())
    for x, colour, turn in ((-120, k.main, 2.0), (-62, k.main, -1.5), (62, k.second, 1.5), (120, k.second, -2.0)):
        stick = trace("M", -17, -360, "Q", 0, -372, 17, -360, "L", 8, 370, "Q", 0, 380, -8, 370, "Z")
        top = group(rect(-20, -380, 40, 150, k.accent if k.pattern == "plain" else k.main), clip_path=k.pen.clip(stick))
        worn = flat(k, stick, colour, (-20, -200, 40, 240), ink=k.accent)
        bands = line("M-16 -226H16M-15 -206H15", GOLD, 5, stroke_linecap="butt")
        body += moved(cast(k, stick, 9) + worn + (top if k.chance(0.5) else "") + bands, x, 0, 1, turn)
    return Piece(moved(body, 0, 0, 1, 38), 640, 640, "lie")


def tray(k: Kit) -> Piece:
    """A tray from above with a rim, its pattern, and a cup on it now and then."""
    w, h = k.between(720, 800), k.between(470, 540)
    corner = k.rng.choice((30, 70, h / 2))
    d, inner = (
        rounded(-w / 2, -h / 2, w, h, corner),
        rounded(-w / 2 + 36, -h / 2 + 36, w - 72, h - 72, max(corner - 30, 14)),
    )
    body = cast(k, d, 18) + flat(k, d, dark(k.main, 0.1)) + flat(k, inner, k.main, (-w / 2, -h / 2, w, h), depth=0.14)
    body += line(inner, dark(k.main, 0.4), 8, opacity=0.45) + line(d, light(k.main, 0.35), 5, opacity=0.6)
    for side in (-1, 1):
        body += path(rounded(side * (w / 2 - 19) - 9, -60, 18, 120, 9), dark(k.main, 0.5))
    if k.chance(0.5):
        body += moved(_seen_cup(k, k.second), w * 0.2, -20) + moved(
            _seen_cup(k, light(k.second, 0.3)), w * 0.02, h * 0.14, 0.86
        )
    return Piece(body, w, h, "lie")


def _seen_cup(k: Kit, colour: str) -> str:
    drink = k.pick("#b9772f", "#86a04c", "#4b2c1c")
    return (
        cast(k, oval(0, 0, 92, 92), 12)
        + circle(0, 0, 92, k.ball(colour))
        + circle(0, 0, 76, dark(drink, 0.2))
        + circle(3, 5, 70, drink)
        + ellipse(-24, -26, 22, 12, WHITE, opacity=0.3)
    )


def basket(k: Kit) -> Piece:
    """A woven basket with a handle and something in it."""
    w, h = k.between(390, 450), k.between(230, 290)
    d = trace("M", -w / 2, -h, "L", -w * 0.4, -20, "Q", -w * 0.38, 0, -w * 0.32, 0, "H", w * 0.32) + trace(
        "Q", w * 0.38, 0, w * 0.4, -20, "L", w / 2, -h, "Z"
    )
    handle = trace("M", -w * 0.44, -h, "C", -w * 0.44, -h * 2.3, w * 0.44, -h * 2.3, w * 0.44, -h)
    body = (
        line(handle, dark(k.main, 0.3), 30)
        + line(handle, k.main, 18)
        + line(handle, dark(k.main, 0.4), 18, stroke_dasharray="3 20", stroke_linecap="butt")
    )
    body += (
        _filling(k, w, h) + path(d, k.main) + group(_weave(k, w, h), clip_path=k.pen.clip(d)) + path(d, k.shade(0.34))
    )
    body += path(rounded(-w * 0.53, -h - 20, w * 1.06, 42, 21), dark(k.main, 0.12)) + line(
        trace("M", -w * 0.5, -h, "H", w * 0.5),
        light(k.main, 0.3),
        20,
        stroke_dasharray="16 15",
        stroke_linecap="butt",
        opacity=0.6,
    )
    return Piece(body, w * 1.06, h * 2.0)


def _weave(k: Kit, w: float, h: float) -> str:
    odd, even = "", ""
    for i in range(int(h / 30) + 1):
        row = trace("M", -w / 2 + (27 if i % 2 else 0), -h + 34 + i * 30, "H", w / 2)
        odd, even = (odd + row, even) if i % 2 else (odd, even + row)
    dash = {"stroke_dasharray": "34 20", "stroke_linecap": "butt"}
    band = (
        line(trace("M", -w / 2, -h * 0.45, "H", w / 2), k.second, 54, opacity=0.55, stroke_linecap="butt")
        if k.pattern != "plain"
        else ""
    )
    return (
        rect(-w / 2, -h, w, h, dark(k.main, 0.35))
        + line(odd, k.main, 24, **dash)
        + line(even, light(k.main, 0.12), 24, **dash)
        + band
    )


def _filling(k: Kit, w: float, h: float) -> str:
    if k.chance(0.4):
        cloth = (
            smooth([(-w * 0.42, -h), (-w * 0.3, -h - 70), (-w * 0.06, -h - 44), (w * 0.16, -h - 88), (w * 0.42, -h)])
            + "Z"
        )
        return flat(
            replace(k, pattern=k.pick("check", "stripe", "dots")),
            cloth,
            light(k.second, 0.55),
            (-w / 2, -h - 90, w, 110),
            ink=k.accent,
        )
    colours = k.pick("#d98a45", "#c9553d", "#9aab57", "#e3b95b")
    return "".join(circle(-w * 0.3 + i * w * 0.2, -h - 22 - (i % 2) * 26, 52, k.ball(colours)) for i in range(4))
