"""Cloth: what hangs, what is folded, what is worn. Hung and lying things have their origin in their middle."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, cast, contact, flat, solid
from miquan.demo.drawing.palette import INK, PAPER, WOODS, dark, light, mix
from miquan.demo.drawing.svg import circle, ellipse, group, line, moved, path, polygon, rect, rounded, smooth, trace


def _fringe(k: Kit, x: float, y: float, w: float, long: float, colours: tuple[str, ...]) -> str:
    step = w / 22
    body = ""
    for i, colour in enumerate(colours):
        threads = "".join(trace("M", x + step * (j + 0.5), y, "l", k.between(-5, 5), long * k.between(0.8, 1.1)) for j in range(i, 22, len(colours)))
        body += line(threads, colour, step * 0.3)
    return body


def scarf(k: Kit) -> Piece:
    """A scarf hung over a peg: one long fall beside a shorter one."""
    w, long, short = k.between(170, 220), k.between(560, 640), k.between(400, 500)
    colours = (k.main, k.second, k.accent)
    body = ""
    for x, h, depth in ((w * 0.52, short, 0.3), (-w * 0.52, long, 0.18)):
        d = trace("M", x - w / 2, -300, "Q", x, -322, x + w / 2, -300, "L", x + w * 0.55, -300 + h, "L", x - w * 0.53, -300 + h, "Z")
        worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="stripe")
        body += cast(k, d) + _fringe(k, x - w * 0.53, -302 + h, w * 1.08, 62, colours)
        body += flat(worn, d, k.main, (x - w * 0.6, -320, w * 1.2, h + 30), depth=depth)
        body += line(trace("M", x - w * 0.2, -280, "q", 14, h * 0.4, -4, h * 0.85, "M", x + w * 0.2, -270, "q", -12, h * 0.4, 4, h * 0.8), INK, 9, opacity=0.07)
    rod = line(trace("M", -w * 1.4, -312, "H", w * 1.4), k.pick(*WOODS), 24)
    return Piece(rod + body, w * 2.9, long + 90, "hang")


def hanging(k: Kit) -> Piece:
    """A rug or a length of cloth hung from a rod, fringed."""
    w, h = k.between(420, 540), k.between(560, 680)
    d = rounded(-w / 2, -h / 2, w, h, 6)
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="geometric")
    body = cast(k, d) + _fringe(k, -w / 2, h / 2 - 4, w, 54, (k.main, k.second))
    body += flat(worn, d, k.main, (-w / 2, -h / 2, w, h))
    border = w * 0.07
    body += rect(-w / 2 + border, -h / 2 + border, w - 2 * border, h - 2 * border, "none", stroke=k.accent, stroke_width=12, opacity=0.9)
    if k.chance(0.6):
        m = min(w, h) * 0.3
        body += path(polygon([(0, -m), (m * 0.8, 0), (0, m), (-m * 0.8, 0)]), k.second) + path(polygon([(0, -m * 0.6), (m * 0.48, 0), (0, m * 0.6), (-m * 0.48, 0)]), k.accent)
    return Piece(body + line(trace("M", -w * 0.58, -h / 2, "H", w * 0.58), k.pick(*WOODS), 22), w * 1.16, h + 60, "hang")


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
        body += solid(worn, d, colour, (-wide / 2, y - h, wide, h), ink=k.second if colour != k.second else k.main, depth=0.22)
        folds = trace("M", -wide * 0.46, y - h * 0.66, "H", wide * 0.48, "M", -wide * 0.46, y - h * 0.34, "H", wide * 0.48)
        body += line(folds, INK, 5, opacity=0.16)
        y -= h - 4
    last = k.between(0.3, 0.5)
    flap = trace("M", -w * last, y, "h", w * 0.3, "l", 0, 90, "q", -w * 0.15, 16, -w * 0.3, 0, "Z")
    if count == 1:
        body += path(flap, light(k.main, 0.1)) + _fringe(k, -w * last, y + 88, w * 0.3, 36, (k.main, k.accent))
    return Piece(body, w, -y + 20)


def cloth(k: Kit) -> Piece:
    """Hung or folded."""
    return hanging(k) if k.chance(0.4) else folded(k)


def sweater(k: Kit) -> Piece:
    """A sweater laid out flat."""
    w, h, sleeve = k.between(150, 176), k.between(360, 420), k.between(120, 160)
    top = -h / 2
    body = trace("M", -70, top, "Q", 0, top + 46, 70, top, "C", w * 0.9, top + 14, w, top + 40, w, top + 90, "V", -top, "H", -w, "V", top + 90, "C", -w, top + 40, -w * 0.9, top + 14, -70, top, "Z")
    arm = trace("M", w * 0.6, top + 14, "Q", w + 50, top + 30, w + 90, top + 120, "L", w + sleeve, -top - 60, "L", w + sleeve - 88, -top - 30, "L", w - 10, top + 170, "Z")
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="knit")
    arms = "".join(group(path(arm, dark(k.main, 0.06)) + path(arm, k.slope()), transform=f"scale({s} 1)") for s in (1, -1))
    shadow = cast(k, body) + "".join(group(path(arm, INK, opacity=0.1), transform=f"translate({-k.lit * 12} 14) scale({s} 1)") for s in (1, -1))
    cuff = "".join(group(line(trace("M", w + sleeve - 84, -top - 36, "L", w + sleeve - 6, -top - 62), k.second, 20, stroke_linecap="butt"), transform=f"scale({s} 1)") for s in (1, -1))
    neck = line(trace("M", -72, top + 2, "Q", 0, top + 50, 72, top + 2), k.second, 18)
    hem = rect(-w, -top - 26, 2 * w, 26, dark(k.main, 0.18), opacity=0.6)
    return Piece(shadow + arms + cuff + flat(worn, body, k.main, (-w, top + 60, 2 * w, h - 90)) + hem + neck, 2 * w + 2 * sleeve, h, "hang")


def apron(k: Kit) -> Piece:
    """An apron on a hook."""
    w, h = k.between(190, 220), k.between(560, 620)
    top = -h / 2 + 70
    d = trace("M", -90, top, "H", 90, "C", 100, top + 110, 130, top + 150, w, top + 170, "L", w + 14, h / 2, "Q", 0, h / 2 + 18, -w - 14, h / 2, "L", -w, top + 170, "C", -130, top + 150, -100, top + 110, -90, top, "Z")
    straps = line(trace("M", -82, top + 10, "Q", 0, top - 190, 82, top + 10), dark(k.main, 0.2), 15) + circle(0, top - 92, 17, "#6d4630")
    ties = line(trace("M", w, top + 176, "q", 60, 60, 36, 190, "M", -w, top + 176, "q", -50, 70, -24, 170), dark(k.main, 0.2), 13)
    pocket = rounded(-100, top + 260, 200, 150, 12)
    body = cast(k, d) + straps + ties + flat(k, d, k.main, (-w, top, 2 * w, h - 60))
    return Piece(body + path(pocket, k.second if k.chance(0.4) else dark(k.main, 0.1)) + line(trace("M", -100, top + 284, "h", 200), light(k.main, 0.4), 5, stroke_dasharray="10 9"), 2 * w + 120, h + 40, "hang")


def tote(k: Kit) -> Piece:
    """A cloth bag on a hook."""
    w, h = k.between(360, 420), k.between(380, 440)
    d = trace("M", -w / 2, -h / 2, "H", w / 2, "L", w * 0.54, h / 2 - 16, "Q", w * 0.54, h / 2, w * 0.5, h / 2, "H", -w * 0.5, "Q", -w * 0.54, h / 2, -w * 0.54, h / 2 - 16, "Z")
    strap = trace("M", -w * 0.26, -h / 2 + 40, "C", -w * 0.26, -h * 1.02, w * 0.26, -h * 1.02, w * 0.26, -h / 2 + 40)
    peg = circle(0, -h * 0.92, 16, "#6d4630")
    back = line(strap, dark(k.main, 0.3), 24, transform="translate(12 6)")
    body = cast(k, d, 20) + peg + back + flat(k, d, k.main, (-w / 2, -h * 0.4, w, h * 0.85)) + line(strap, dark(k.main, 0.08), 26)
    return Piece(moved(body, 0, h * 0.2), w * 1.1, h * 1.45, "hang")


def cushion(k: Kit) -> Piece:
    """A cushion leaning on the wall."""
    w, h = k.between(420, 480), k.between(340, 400)
    d = trace("M", -w / 2, -h, "Q", 0, -h * 0.9, w / 2, -h, "Q", w * 0.44, -h / 2, w / 2, 0, "Q", 0, -h * 0.04, -w / 2, 0, "Q", -w * 0.44, -h / 2, -w / 2, -h, "Z")
    tassels = "".join(line(trace("M", x * w / 2, y, "l", x * 18, 34), k.accent, 16) for x in (-1, 1) for y in (-h, -4)) if k.chance(0.5) else ""
    return Piece(tassels + solid(k, d, k.main, (-w / 2, -h, w, h), depth=0.24) + line(d, dark(k.main, 0.25), 5, opacity=0.5), w, h)


def socks(k: Kit) -> Piece:
    """A pair of socks, laid down."""
    leg, foot = k.between(250, 320), k.between(180, 220)
    d = trace("M", -70, -leg, "H", 60, "L", 66, 40, "Q", 74, 80, 120, 92, "L", foot, 108, "Q", foot + 70, 130, foot + 54, 176, "Q", foot + 30, 206, foot - 40, 202, "L", 0, 200, "Q", -76, 190, -76, 100, "Z")
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
    one = cast(k, d) + path(thumb, dark(k.main, 0.1)) + flat(worn, d, k.main, (-90, -150, 180, 300)) + rect(-92, 170, 184, 74, k.second, 14)
    one += line("M-64 186v44M-32 186v44M0 186v44M32 186v44M64 186v44", INK, 5, opacity=0.15)
    other = group(one, transform="scale(-1 1)")
    return Piece(moved(other, 150, 20, 1, 8) + moved(one, -150, -10, 1, -8) if k.chance(0.5) else moved(one, 150, 10, 1, 10) + moved(other, -150, 0, 1, -10), 640, 520, "lie")


def doll(k: Kit) -> Piece:
    """A turned wooden doll in a painted coat, sometimes two."""
    one = _doll(k, k.main)
    if k.chance(0.5):
        return Piece(moved(one, -110) + moved(contact(k, 180) + _doll(k, k.second), 130, 26, 0.72), 480, 470)
    return Piece(one, 270, 470)


def _doll(k: Kit, coat: str) -> str:
    w, h = k.between(108, 135), k.between(270, 310)
    d = trace("M", -w * 0.5, -h, "C", -w * 1.1, -h * 0.7, -w * 1.05, -30, -w * 0.8, 0, "Q", 0, 20, w * 0.8, 0, "C", w * 1.05, -30, w * 1.1, -h * 0.7, w * 0.5, -h, "Z")
    worn = k if k.pattern != "label" else replace(k, pattern="floral")
    body = solid(worn, d, coat, (-w, -h * 0.8, 2 * w, h * 0.8), ink=PAPER if coat == k.second else k.second)
    r = w * 0.78
    head = circle(0, -h - r * 0.7, r, "#f3dcbc") + path(trace("M", -r, -h - r * 0.62, "A", r, r, 0, 0, 1, r, -h - r * 0.62, "Q", r * 0.4, -h - r * 1.3, 0, -h - r * 1.24, "Q", -r * 0.4, -h - r * 1.3, -r, -h - r * 0.62, "Z"), k.pick("#33251f", "#5a3a26", "#7a4a2a"))
    y = -h - r * 0.55
    face = line(trace("M", -r * 0.42, y, "q", 9, 8, 18, 0, "M", r * 0.24, y, "q", 9, 8, 18, 0), INK, 5) + line(trace("M", -8, y + r * 0.44, "q", 8, 7, 16, 0), "#b5493a", 5)
    cheeks = circle(-r * 0.52, y + r * 0.28, r * 0.14, "#e39a84", opacity=0.6) + circle(r * 0.52, y + r * 0.28, r * 0.14, "#e39a84", opacity=0.6)
    sash = path(trace("M", -w * 0.94, -h * 0.5, "Q", 0, -h * 0.4, w * 0.94, -h * 0.5, "V", -h * 0.38, "Q", 0, -h * 0.28, -w * 0.94, -h * 0.38, "Z"), k.accent) if k.chance(0.5) else ""
    return body + sash + head + face + cheeks + ellipse(0, -h + 2, w * 0.4, 8, mix(coat, INK, 0.3))
