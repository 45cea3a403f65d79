"""Cloth: what hangs, what is folded, what is worn. Hung and lying things have their origin in their middle."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, solid
from miquan.demo.drawing.palette import INK, WOODS, dark, light
from miquan.demo.drawing.svg import circle, line, moved, path, polygon, rect, rounded, trace


def _fringe(k: Kit, x: float, y: float, w: float, *, long: float, colours: tuple[str, ...]) -> str:
    step = w / 22
    body = ""
    for i, colour in enumerate(colours):
        threads = "".join(
            trace("M", x + step * (j + 0.5), y, "l", k.between(-5, 5), long * k.between(0.8, 1.1))
            for j in range(i, 22, len(colours))
        )
        body += line(threads, colour, step * 0.3)
    return body


def scarf(k: Kit) -> Piece:
    """A scarf hung over a peg: one long fall beside a shorter one."""
    w, long, short = k.between(170, 220), k.between(560, 640), k.between(400, 500)
    colours = (k.main, k.second, k.accent)
    body = ""
    for x, h, depth in ((w * 0.52, short, 0.3), (-w * 0.52, long, 0.18)):
        d = trace("M", x - w / 2, -300, "Q", x, -322, x + w / 2, -300, "L", x + w * 0.55, -300 + h) + trace(
            "L", x - w * 0.53, -300 + h, "Z"
        )
        worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="stripe")
        body += cast(k, d) + _fringe(k, x - w * 0.53, -302 + h, w * 1.08, long=62, colours=colours)
        body += flat(worn, d, k.main, (x - w * 0.6, -320, w * 1.2, h + 30), depth=depth)
        body += line(
            (
                trace("M", x - w * 0.2, -280, "q", 14, h * 0.4, -4, h * 0.85, "M", x + w * 0.2, -270)
                + trace("q", -12, h * 0.4, 4, h * 0.8)
            ),
            INK,
            9,
            opacity=0.07,
        )
    rod = line(trace("M", -w * 1.4, -312, "H", w * 1.4), k.pick(*WOODS), 24)
    return Piece(rod + body, w * 2.9, long + 90, "hang")


def hanging(k: Kit) -> Piece:
    """A rug or a length of cloth hung from a rod, fringed."""
    w, h = k.between(420, 540), k.between(560, 680)
    d = rounded(-w / 2, -h / 2, w, h, 6)
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="geometric")
    body = cast(k, d) + _fringe(k, -w / 2, h / 2 - 4, w, long=54, colours=(k.main, k.second))
    body += flat(worn, d, k.main, (-w / 2, -h / 2, w, h))
    border = w * 0.07
    body += rect(
        -w / 2 + border,
        -h / 2 + border,
        w - 2 * border,
        h - 2 * border,
        "none",
        stroke=k.accent,
        stroke_width=12,
        opacity=0.9,
    )
    if k.chance(0.6):
        m = min(w, h) * 0.3
        body += path(polygon([(0, -m), (m * 0.8, 0), (0, m), (-m * 0.8, 0)]), k.second) + path(
            polygon([(0, -m * 0.6), (m * 0.48, 0), (0, m * 0.6), (-m * 0.48, 0)]), k.accent
        )
    return Piece(
        body + line(trace("M", -w * 0.58, -h / 2, "H", w * 0.58), k.pick(*WOODS), 22), w * 1.16, h + 60, "hang"
    )


def folded(k: Kit) -> Piece:
    """Folded cloths in a pile, seen from the front."""
    w, count = k.between(420, 500), k.rng.choice((1, 2, 2, 3))
    body, y = "", 0.0
    for i in range(count):
        colour = (k.main, k.second, k.accent)[(count - 1 - i) % 3]
        h = k.between(96, 130) * (1.5 if count == 1 else 1)
        wide = w * k.between(0.92, 1.02)
        worn = k if i == count - 1 else replace(k, pattern="plain")
        d = rounded(-wide / 2, y - h, wide, h, h * 0.34)
        body += solid(
            worn, d, colour, (-wide / 2, y - h, wide, h), ink=k.second if colour != k.second else k.main, depth=0.22
        )
        folds = trace(
            "M", -wide * 0.46, y - h * 0.66, "H", wide * 0.48, "M", -wide * 0.46, y - h * 0.34, "H", wide * 0.48
        )
        body += line(folds, INK, 5, opacity=0.16)
        y -= h - 4
    last = k.between(0.3, 0.5)
    flap = trace("M", -w * last, y, "h", w * 0.3, "l", 0, 90, "q", -w * 0.15, 16, -w * 0.3, 0, "Z")
    if count == 1:
        body += path(flap, light(k.main, 0.1)) + _fringe(
            k, -w * last, y + 88, w * 0.3, long=36, colours=(k.main, k.accent)
        )
    return Piece(body, w, -y + 20)


def apron(k: Kit) -> Piece:
    """An apron on a hook."""
    w, h = k.between(190, 220), k.between(560, 620)
    top = -h / 2 + 70
    d = (
        trace("M", -90, top, "H", 90, "C", 100, top + 110, 130, top + 150, w, top + 170)
        + trace("L", w + 14, h / 2, "Q", 0, h / 2 + 18, -w - 14, h / 2, "L", -w, top + 170)
        + trace("C", -130, top + 150, -100, top + 110, -90, top, "Z")
    )
    straps = line(trace("M", -82, top + 10, "Q", 0, top - 190, 82, top + 10), dark(k.main, 0.2), 15) + circle(
        0, top - 92, 17, "#6d4630"
    )
    ties = line(
        trace("M", w, top + 176, "q", 60, 60, 36, 190, "M", -w, top + 176, "q", -50, 70, -24, 170),
        dark(k.main, 0.2),
        13,
    )
    pocket = rounded(-100, top + 260, 200, 150, 12)
    body = cast(k, d) + straps + ties + flat(k, d, k.main, (-w, top, 2 * w, h - 60))
    return Piece(
        body
        + path(pocket, k.second if k.chance(0.4) else dark(k.main, 0.1))
        + line(trace("M", -100, top + 284, "h", 200), light(k.main, 0.4), 5, stroke_dasharray="10 9"),
        2 * w + 120,
        h + 40,
        "hang",
    )


def tote(k: Kit) -> Piece:
    """A cloth bag on a hook."""
    w, h = k.between(360, 420), k.between(380, 440)
    d = (
        trace("M", -w / 2, -h / 2, "H", w / 2, "L", w * 0.54, h / 2 - 16)
        + trace("Q", w * 0.54, h / 2, w * 0.5, h / 2, "H", -w * 0.5)
        + trace("Q", -w * 0.54, h / 2, -w * 0.54, h / 2 - 16, "Z")
    )
    strap = trace("M", -w * 0.26, -h / 2 + 40, "C", -w * 0.26, -h * 1.02, w * 0.26, -h * 1.02, w * 0.26, -h / 2 + 40)
    peg = circle(0, -h * 0.92, 16, "#6d4630")
    back = line(strap, dark(k.main, 0.3), 24, transform="translate(12 6)")
    body = (
        cast(k, d, 20)
        + peg
        + back
        + flat(k, d, k.main, (-w / 2, -h * 0.4, w, h * 0.85))
        + line(strap, dark(k.main, 0.08), 26)
    )
    return Piece(moved(body, 0, h * 0.2), w * 1.1, h * 1.45, "hang")
