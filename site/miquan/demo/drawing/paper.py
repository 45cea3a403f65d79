"""Paper: books, notebooks, prints, posters, maps, cards, stamps, puzzles, letter paper, pens and brushes."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.palette import GOLD, INK, PAPER, WHITE, brightness, dark, light, mix
from miquan.demo.drawing.patterns import motif
from miquan.demo.drawing.svg import (
    circle,
    dots,
    line,
    moved,
    path,
    polygon,
    rect,
    rounded,
    trace,
)


def _sheet(k: Kit, share: float = 0.12) -> str:
    """A paper colour that has something of the lightest colour asked for."""
    return mix(PAPER, max(k.main, k.second, key=brightness), share)


def book(k: Kit) -> Piece:
    """A standing book before a lying one, or a small pile."""
    if k.chance(0.4):
        return _pile(k)
    w, h = k.between(290, 330), k.between(400, 440)
    d = rounded(-w / 2, -h, w, h, 8)
    pages = rect(-w / 2 + 10, -h + 8, w + 14, h - 8, PAPER) + line(
        "".join(trace("M", w / 2 + 10 + i * 5, -h + 12, "V", -4) for i in range(3)), dark(PAPER, 0.25), 2
    )
    worn = replace(k, pattern="plain") if k.pattern == "label" else k
    cover = flat(worn, d, k.main, (-w / 2, -h, w, h)) + rect(-w / 2, -h, 26, h, INK, opacity=0.16)
    plate = rect(-w * 0.28, -h * 0.84, w * 0.64, h * 0.3, light(k.second, 0.4)) + motif(
        k.rng, w * 0.04, -h * 0.72, w * 0.13, k.accent
    )
    words = line(trace("M", -w * 0.16, -h * 0.59, "h", w * 0.4), dark(k.main, 0.3), 9) + line(
        trace("M", -w * 0.1, -h * 0.12, "h", w * 0.3), light(k.second, 0.3), 8
    )
    ribbon = path(trace("M", w * 0.3, -6, "h", 22, "v", 64, "l", -11, -14, "l", -11, 14, "Z"), k.accent)
    return Piece(ribbon + pages + cover + plate + words, w + 40, h + 10)


def _pile(k: Kit) -> Piece:
    body, y = "", 0.0
    for colour, w in ((k.main, 480), (k.second, 430), (k.accent, 400))[: k.rng.choice((2, 3))]:
        h, x = k.between(72, 104), k.between(-22, 22)
        d = rounded(-w / 2 + x, y - h, w, h, 10)
        body += path(rounded(-w / 2 + x, y - h + 10, w - 8, h - 20, 4), PAPER) + line(
            "".join(trace("M", x + w / 2 - 60, y - h + 18 + i * 12, "h", 50) for i in range(int(h / 16))),
            dark(PAPER, 0.25),
            3,
        )
        spine = rounded(-w / 2 + x, y - h, w * 0.86, h, 12)
        body += path(
            rounded(-w / 2 + x, y - h, w, 12, 6) + rounded(-w / 2 + x, y - 12, w, 12, 6), dark(colour, 0.12)
        ) + flat(k, spine, colour)
        body += rect(-w * 0.36 + x, y - h + 4, 14, h - 8, GOLD, opacity=0.8) + rect(
            w * 0.2 + x, y - h + 4, 14, h - 8, GOLD, opacity=0.8
        )
        body += line(trace("M", -w * 0.24 + x, y - h / 2, "h", w * 0.32), light(colour, 0.6), 9, opacity=0.8) + path(
            d, k.slope(0.1)
        )
        y -= h
    glasses = (
        circle(-62, y - 34, 32, "none", stroke="#3a2a22", stroke_width=7)
        + circle(30, y - 34, 32, "none", stroke="#3a2a22", stroke_width=7)
        + line(trace("M", -30, y - 38, "q", 14, -10, 28, 0), "#3a2a22", 7)
    )
    return Piece(body + (glasses if k.chance(0.5) else ""), 500, -y + 70)


def notebook(k: Kit) -> Piece:
    """A notebook from above with its band and a pencil."""
    w, h = k.between(440, 490), k.between(600, 650)
    d = rounded(-w / 2, -h / 2, w, h, 22)
    body = (
        cast(k, d, 18)
        + path(rounded(-w / 2 + 6, -h / 2 + 8, w + 4, h - 4, 20), PAPER)
        + flat(k, d, k.main, (-w / 2, -h / 2, w, h))
    )
    kind = k.pick("band", "stitched", "rings")
    if kind == "band":
        body += rect(w * 0.34, -h / 2, 16, h, k.second)
    elif kind == "stitched":
        body += rect(-w / 2, -h / 2, w * 0.2, h, k.second, opacity=0.9) + line(
            trace("M", -w * 0.3 + 4, -h / 2 + 30, "V", h / 2 - 30), light(k.second, 0.6), 5, stroke_dasharray="24 18"
        )
    else:
        body += dots([(-w / 2 + 26, y) for y in range(int(-h / 2) + 40, int(h / 2) - 20, 44)], 17, dark(k.main, 0.6))
        body += line(
            "".join(
                trace("M", -w / 2 + 26, y, "q", -52, -20, -46, 8) for y in range(int(-h / 2) + 40, int(h / 2) - 20, 44)
            ),
            "#b9b3a6",
            7,
        )
    if k.pattern == "plain" or k.chance(0.5):
        body += rect(-w * 0.22, -h * 0.3, w * 0.44, h * 0.16, _sheet(k)) + line(
            trace("M", -w * 0.14, -h * 0.24, "h", w * 0.28, "M", -w * 0.14, -h * 0.2, "h", w * 0.18),
            INK,
            6,
            opacity=0.5,
        )
    return Piece(body + moved(_pencil(k, k.accent, 520), w * 0.5 + 76, 20, 1, k.between(-6, 8)), w + 210, h, "lie")


def _pencil(k: Kit, colour: str, long: float) -> str:
    half = long / 2
    d = rect(-15, -half, 30, long - 60, colour) + rect(-5, -half, 11, long - 60, light(colour, 0.35), opacity=0.7)
    tip = path(polygon([(-15, half - 60), (15, half - 60), (0, half)]), "#e6c898") + path(
        polygon([(-5, half - 20), (5, half - 20), (0, half)]), INK
    )
    end = rect(-16, -half - 26, 32, 30, "#c9a24b") + path(rounded(-15, -half - 56, 30, 34, 10), "#cf8a80")
    return cast(k, rounded(-15, -half, 30, long - 40, 6), 9) + d + tip + end


def pencil(k: Kit) -> Piece:
    """Pencils in a loose fan with shavings."""
    body = "".join(
        moved(_pencil(k, colour, 600), x, k.between(-30, 30), 1, turn)
        for colour, x, turn in ((k.main, -170, 9), (k.second, -62, 2), (k.accent, 54, -4), (k.main, 166, -10))
    )
    curl = "".join(
        path(trace("M", x, y, "q", 46, -34, 86, 10, "q", -40, -4, -86, -10, "Z"), "#e6c898")
        + line(trace("M", x, y, "q", 46, -34, 86, 10), k.main, 5)
        for x, y in ((-250, 330), (190, 360))
    )
    return Piece(moved(body, 0, 0, 1, -16) + curl, 640, 760, "lie")


def pen(k: Kit) -> Piece:
    """A fountain pen, capped or open, over a written line."""
    sheet = rounded(-330, -240, 660, 500, 6)
    text = "".join(
        trace("M", -270, y, "q", 40, -16, 80, 0, "t", 80, 0, "t", 80, -2, "t", 80, 2) for y in (-150, -90, -30)
    )
    paper = moved(
        cast(k, sheet, 12) + path(sheet, _sheet(k)) + line(text, mix(INK, k.main, 0.4), 7, opacity=0.55), 0, 0, 1, -6
    )
    barrel = trace("M", -330, -26, "Q", -346, 0, -330, 26, "L", 60, 30, "L", 150, 22, "V", -22, "L", 60, -30, "Z")
    nib = (
        path("M150 -20L240 -4L262 0L240 4L150 20Z", GOLD)
        + line("M180 0H262", dark(GOLD, 0.5), 4)
        + circle(184, 0, 5, dark(GOLD, 0.6))
    )
    body = (
        cast(k, barrel, 14)
        + nib
        + flat(k, barrel, k.main, (-330, -30, 400, 60), depth=0.34)
        + rect(58, -31, 16, 62, GOLD)
        + rect(-352, -14, 22, 28, GOLD, 8)
    )
    body += line("M-300 -12H40", WHITE, 7, opacity=0.4)
    cap = rounded(-120, -36, 240, 72, 30)
    lid = (
        cast(k, cap, 12)
        + flat(k, cap, k.second if k.chance(0.6) else k.main, depth=0.34)
        + rect(92, -36, 14, 72, GOLD)
        + line("M-100 0H70", GOLD, 12)
    )
    return Piece(paper + moved(body, -10, 40, 1, -24) + moved(lid, 130, 210, 1, 12), 720, 600, "lie")


def brush(k: Kit) -> Piece:
    """Brushes of two or three sizes."""
    body = ""
    for x, colour, size in ((-150, k.main, 1.0), (0, k.second, 0.86), (140, k.main, 0.72)):
        haft = trace("M", -16, -20, "C", -30, -140, -8, -240, -10, -360, "Q", 0, -376, 10, -360) + trace(
            "C", 8, -240, 30, -140, 16, -20, "Z"
        )
        hair = trace("M", -34, 60, "C", -56, 150, -30, 220, 0, 300, "C", 30, 220, 56, 150, 34, 60, "Z")
        bristle = mix("#8a5a36", k.accent, 0.25)
        one = cast(k, haft, 11) + cast(k, hair, 11) + flat(k, haft, colour) + flat(k, hair, bristle, depth=0.34)
        one += line("M-18 90Q-24 180 -4 270M0 90V270M18 90Q24 180 4 270", dark(bristle, 0.4), 4, opacity=0.5)
        one += (
            path("M-18 -22H18L36 66H-36Z", "#b9b3a6")
            + path("M-18 -22H18L36 66H-36Z", k.slope(0.34))
            + line("M-24 10H24M-28 26H28", INK, 4, opacity=0.3)
        )
        body += moved(one, x, k.between(-20, 20), size, k.between(-6, 6))
    return Piece(moved(body, 0, 20, 1, 14), 560, 720, "lie")


def paper(k: Kit) -> Piece:
    """Letter paper, an envelope and a seal."""
    sheet, cover = rounded(-230, -330, 460, 600, 4), rounded(-270, -170, 540, 350, 6)
    lines = line("".join(trace("M", -170, y, "H", 170) for y in range(-230, 200, 52)), k.second, 3, opacity=0.5)
    colour = light(k.main, 0.3)
    pages = moved(cast(k, sheet, 12) + path(sheet, dark(colour, 0.06)), -70, -20, 1, -9) + moved(
        cast(k, sheet, 12) + flat(k, sheet, colour, (-230, -330, 460, 160)) + lines, -30, -10, 1, -3
    )
    flap = polygon([(-270, -166), (0, 50), (270, -166)])
    skin = mix(k.second, PAPER, 0.35)
    letter = (
        cast(k, cover, 12)
        + path(cover, skin)
        + path(flap, light(skin, 0.24))
        + line("M-266 -164L0 50L266 -164", dark(skin, 0.3), 4, opacity=0.5)
        + path(cover, k.slope(0.14))
    )
    seal = circle(0, 44, 42, k.ball(k.accent)) + motif(k.rng, 0, 44, 22, dark(k.accent, 0.3))
    return Piece(pages + moved(letter + seal, 90, 170, 1, 7), 700, 760, "lie")
