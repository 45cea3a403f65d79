"""Cloth and wood for a home: chair, rug, blanket, quilt, fabric; and what stands on a shelf: figurines, toys."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, solid
from miquan.demo.drawing.palette import INK, PAPER, WOODS, dark, light, mix
from miquan.demo.drawing.svg import (
    dots,
    ellipse,
    group,
    line,
    moved,
    path,
    polygon,
    rect,
    rounded,
    trace,
)
from miquan.demo.drawing.textiles import folded, hanging


def chair(k: Kit) -> Piece:
    """A wooden chair with a woven or padded seat."""
    wood, deep = k.main, dark(k.main, 0.24)
    back = "".join(line(trace("M", x, -320, "L", x * 1.06, -660), wood, 30) for x in (-150, 150))
    style = k.pick("spindles", "slats", "arch")
    if style == "spindles":
        back += line("".join(trace("M", x, -320, "V", -640) for x in (-90, -30, 30, 90)), light(wood, 0.1), 15)
    elif style == "slats":
        back += "".join(path(rounded(-156, y, 312, 52, 20), light(wood, 0.08)) for y in (-600, -500, -410))
    else:
        back += line("M-90 -320V-560M0 -320V-600M90 -320V-560", light(wood, 0.1), 17)
    rail = path(
        trace("M", -184, -690, "Q", 0, -740, 184, -690, "L", 176, -626, "Q", 0, -672, -176, -626, "Z"), wood
    ) + path(
        trace("M", -184, -690, "Q", 0, -740, 184, -690, "L", 176, -626, "Q", 0, -672, -176, -626, "Z"), k.slope(0.26)
    )
    seat = polygon([(-166, -346), (166, -346), (216, -270), (-216, -270)])
    edge = rect(-216, -272, 432, 36, deep, 10)
    legs = line("M-140 -260L-124 -40M140 -260L124 -40", deep, 26) + line("M-150 -120H150", deep, 15)
    front = line("M-194 -250L-206 -4M194 -250L206 -4", wood, 32) + line("M-198 -110H198", light(wood, 0.06), 17)
    pad = flat(k, seat, k.second, (-216, -346, 432, 80), depth=0.2)
    return Piece(legs + back + rail + front + edge + pad, 450, 740)


def rug(k: Kit) -> Piece:
    """A rug from above: field, border, medallion, fringes; or hung from a rod."""
    if k.chance(0.3):
        return hanging(k)
    w, h = 540.0, 800.0
    d = rounded(-w / 2, -h / 2, w, h, 6)
    fringe = line(
        "".join(
            trace("M", x, s * h / 2, "l", k.between(-4, 4), s * 44)
            for s in (-1, 1)
            for x in range(int(-w / 2) + 8, int(w / 2), 17)
        ),
        light(k.second, 0.4),
        6,
    )
    worn = replace(k, pattern=k.pattern if k.pattern not in {"plain", "label"} else "geometric")
    body = cast(k, d, 12) + fringe + path(d, k.accent) + rect(-w / 2 + 24, -h / 2 + 24, w - 48, h - 48, k.second)
    teeth = "".join(
        polygon([(x - 16, y), (x, y - 16), (x + 16, y), (x, y + 16)])
        for x in range(int(-w / 2) + 50, int(w / 2) - 30, 40)
        for y in (-h / 2 + 50, h / 2 - 50)
    )
    teeth += "".join(
        polygon([(x - 16, y), (x, y - 16), (x + 16, y), (x, y + 16)])
        for y in range(int(-h / 2) + 90, int(h / 2) - 60, 40)
        for x in (-w / 2 + 50, w / 2 - 50)
    )
    field = rounded(-w / 2 + 78, -h / 2 + 78, w - 156, h - 156, 2)
    body += path(teeth, k.main) + flat(worn, field, k.main, (-w / 2 + 78, -h / 2 + 78, w - 156, h - 156), ink=k.second)
    if k.pattern not in {"check", "stripe", "knit"}:
        for size, colour in ((1.0, k.accent), (0.74, k.second), (0.46, k.main)):
            body += path(polygon([(0, -210 * size), (130 * size, 0), (0, 210 * size), (-130 * size, 0)]), colour)
    return Piece(moved(body + path(d, k.slope(0.16)), 0, 0, 1, 82 if k.chance(0.4) else 0), 800, 900, "lie")


def blanket(k: Kit) -> Piece:
    """A folded blanket with a soft fold and fringes, sometimes over the arm of a rail."""
    if k.chance(0.35):
        return _draped(k)
    w, h, body = 520.0, 78.0, ""
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="stripe")
    for i in range(4):
        y, d = -i * (h - 6), rounded(-w / 2 + (i % 2) * 12, -i * (h - 6) - h, w - (i % 2) * 10, h, 36)
        body += solid(replace(worn, pattern="plain"), d, mix(k.main, k.second, 0.16 * (i % 2)), depth=0.2) + line(
            trace("M", -w * 0.44, y - h * 0.44, "H", w * 0.45), INK, 5, opacity=0.13
        )
    top = -4 * (h - 6)
    flap = trace("M", -w * 0.49, top - 18, "Q", 0, top - 56, w * 0.49, top - 18, "L", w * 0.47, top + 170) + trace(
        "Q", 0, top + 186, -w * 0.47, top + 170, "Z"
    )
    threads = line(
        "".join(trace("M", x, top + 170, "l", k.between(-6, 6), 46) for x in range(int(-w * 0.45), int(w * 0.46), 17)),
        k.second,
        6,
    )
    return Piece(
        body + threads + cast(k, flap, 8, 0.12) + flat(worn, flap, k.main, (-w / 2, top - 40, w, 230), depth=0.2),
        w + 20,
        -top + 70,
    )


def _draped(k: Kit) -> Piece:
    w, h = 520.0, 620.0
    d = (
        trace("M", -w / 2, -h / 2, "H", w / 2, "L", w * 0.53, h / 2)
        + trace("Q", w * 0.36, h / 2 - 26, w * 0.2, h / 2, "T", -w * 0.16, h / 2)
        + trace("T", -w * 0.53, h / 2 - 4, "Z")
    )
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="check")
    folds = line(
        "".join(trace("M", x, -h / 2 + 30, "q", 18, h * 0.4, x * 0.06, h * 0.86) for x in (-170, -40, 110, 190)),
        INK,
        13,
        opacity=0.08,
    )
    threads = line(
        "".join(trace("M", x, h / 2 - 10, "l", k.between(-5, 5), 52) for x in range(int(-w * 0.5), int(w * 0.52), 18)),
        k.second,
        6,
    )
    rail = line(trace("M", -w * 0.7, -h / 2, "H", w * 0.7), k.pick(*WOODS), 30)
    return Piece(
        cast(k, d, 20)
        + threads
        + rail
        + flat(worn, d, k.main, (-w / 2, -h / 2, w, h), depth=0.26)
        + folds
        + rect(-w / 2, -h / 2 - 12, w, 26, light(k.main, 0.25), 12),
        w * 1.4,
        h + 90,
        "hang",
    )


def quilt(k: Kit) -> Piece:
    """A patchwork quilt hung from a rod."""
    size, count, body = 150.0, 4, ""
    half = size * count / 2
    d = rounded(-half, -half, size * count, size * count + 0, 8)
    inks = (k.main, k.second, k.accent, light(k.main, 0.5))
    for row in range(count):
        for column in range(count):
            body += moved(_patch(k, size, inks, row, column), -half + column * size, -half + row * size)
    seams = "".join(
        trace("M", -half + i * size, -half, "v", 2 * half, "M", -half, -half + i * size, "h", 2 * half)
        for i in range(1, count)
    )
    rod = line(trace("M", -half - 50, -half, "H", half + 50), k.pick(*WOODS), 24)
    return Piece(
        cast(k, d, 20)
        + group(body, clip_path=k.pen.clip(d))
        + line(seams, PAPER, 5, stroke_dasharray="10 9", opacity=0.7)
        + path(d, k.slope(0.22))
        + rect(-half, -half, 2 * half, 2 * half, "none", 8, stroke=dark(k.main, 0.2), stroke_width=17)
        + rod,
        2 * half + 110,
        2 * half + 30,
        "hang",
    )


def _patch(k: Kit, size: float, inks: tuple[str, ...], row: int, column: int) -> str:
    one, other = inks[(row + column) % 4], inks[(row * 3 + column + 1) % 4]
    ground, shape = rect(0, 0, size + 1, size + 1, one), (row * 2 + column) % 3
    if shape == 0:
        return ground + path(polygon([(0, 0), (size, 0), (0, size)]), other)
    if shape == 1:
        return ground + path(polygon([(size / 2, 8), (size - 8, size / 2), (size / 2, size - 8), (8, size / 2)]), other)
    return ground + dots([(size * a, size * b) for a in (0.25, 0.5, 0.75) for b in (0.25, 0.5, 0.75)], 19, other)


def fabric(k: Kit) -> Piece:
    """Rolls of cloth, one partly unrolled; or folded lengths in a pile."""
    if k.chance(0.3):
        return folded(k)
    r, long, body = 82.0, 470.0, ""
    for x, y, colour in ((-60, -2.0, k.second), (70, -2.0, k.accent), (0, -r * 1.72, k.main)):
        worn = replace(k, pattern=k.pattern if colour == k.main else "plain")
        body += moved(_roll(worn, r, long, colour), x * 0.5, y)
    w = 250.0
    sheet = trace(
        "M", -w * 0.9, -r * 2.4, "H", w * 0.5, "L", w * 0.56, 26, "Q", w * 0.2, 6, -w * 0.1, 30, "T", -w * 0.96, 26, "Z"
    )
    return Piece(
        body
        + cast(k, sheet, 8, 0.12)
        + flat(k, sheet, k.main, (-w, -r * 2.4, 1.6 * w, r * 2.8))
        + line("M-120 -150q10 90 -4 160M0 -150q12 90 4 160", INK, 9, opacity=0.07),
        long + 160,
        r * 3.9,
    )


def _roll(k: Kit, r: float, long: float, colour: str) -> str:
    d = trace("M", -long / 2, -2 * r, "H", long / 2, "A", r * 0.42, r, 0, 0, 1, long / 2, 0, "H", -long / 2, "Z")
    body = flat(k, d, colour, (-long / 2, -2 * r, long, 2 * r), ink=k.second if colour != k.second else k.main) + path(
        d, k.down(light(colour, 0.4), dark(colour, 0.5)), opacity=0.4
    )
    end = (
        ellipse(-long / 2, -r, r * 0.42, r, light(colour, 0.3))
        + "".join(
            ellipse(-long / 2, -r, r * 0.42 * s, r * s, "none", stroke=dark(colour, 0.25), stroke_width=4)
            for s in (0.8, 0.6, 0.4)
        )
        + ellipse(-long / 2, -r, r * 0.1, r * 0.24, "#7a5a3c")
    )
    return body + end
