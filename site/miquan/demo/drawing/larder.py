"""What a larder keeps: jam, honey, spices, salt, pasta."""

from dataclasses import replace

from miquan.demo.drawing.containers import jar
from miquan.demo.drawing.food import LEAF
from miquan.demo.drawing.kit import Kit, Piece, contact, gloss, solid
from miquan.demo.drawing.palette import LEAVES, PAPER, WHITE, dark, light, mix
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
    smooth,
    trace,
)
from miquan.demo.drawing.vessels import vessel


def jam(k: Kit) -> Piece:
    """A jar of jam with its fruit beside it."""
    made = jar(k)
    fruit, side = _berries(k, k.main), -k.lit
    return Piece(
        moved(made.body, -side * 60) + moved(contact(k, 150) + fruit, side * (made.width / 2 + 30), 34),
        made.width + 170,
        made.height,
    )


def _berries(k: Kit, colour: str) -> str:
    kind = k.pick("berry", "half", "berry")
    if kind == "half":
        whole = moved(circle(0, -62, 62, k.ball(colour)), -34, -16) + moved(path(LEAF, LEAVES[1]), -34, -138)
        cut = (
            circle(50, -50, 54, dark(colour, 0.1))
            + circle(50, -50, 46, light(colour, 0.5))
            + dots([(50, -50)], 26, dark(colour, 0.4))
        )
        return whole + cut
    spots = ((-52, -34), (20, -36), (-16, -92), (72, -26))
    body = "".join(circle(x, y, 36, k.ball(colour)) + circle(x - 4, y - 24, 7, dark(colour, 0.45)) for x, y in spots)
    return body + moved(path(LEAF, LEAVES[0]), 6, -120, 1, -20) + moved(path(LEAF, LEAVES[1]), -10, -116, 0.9, 190)


def honey(k: Kit) -> Piece:
    """A jar of honey with a dipper and a thread of honey."""
    gold = k.main
    r, h = k.between(135, 160), k.between(270, 320)
    d = revolve([(r * 0.8, -h), (r, -h * 0.84), (r, -h * 0.12), (r * 0.9, 0)], 0.13)
    body = path(d, gold) + solid(
        replace(k, pattern="label" if k.pattern == "plain" else k.pattern),
        d,
        "none",
        (-r, -h * 0.78, 2 * r, h * 0.74),
        sag=12,
    )
    comb = "".join(_cell(x, y) for x, y in ((-r * 0.5, -h * 0.9), (-r * 0.1, -h * 0.9), (r * 0.3, -h * 0.9)))
    body += path(comb, light(gold, 0.4), opacity=0.5) + gloss(k, rounded(-r * 0.84, -h * 0.76, 14, h * 0.5, 7), 0.5)
    body += ellipse(0, -h, r * 0.84, r * 0.15, light(gold, 0.5)) + ellipse(
        0, -h + 3, r * 0.74, r * 0.12, dark(gold, 0.14)
    )
    rings = "".join(ellipse(0, y, 46 - abs(y + 60) * 0.28, 12, k.ball("#b98a57")) for y in range(-110, 0, 22))
    stick = line("M0 -110V-330", "#a87850", 17)
    dipper = moved(stick + rings, -k.lit * 40, -h + 14, 1, -k.lit * 24)
    return Piece(dipper + body, 2 * r + 160, h + 230)


def _cell(x: float, y: float, r: float = 22) -> str:
    return polygon(
        [
            (x, y - r),
            (x + r * 0.87, y - r / 2),
            (x + r * 0.87, y + r / 2),
            (x, y + r),
            (x - r * 0.87, y + r / 2),
            (x - r * 0.87, y - r / 2),
        ]
    )


def spice(k: Kit) -> Piece:
    """Little dishes of spice in a row, with pods and seeds."""
    body = ""
    for x, colour, size in ((-210, k.second, 0.86), (210, k.accent, 0.86), (0, k.main, 1.1)):
        dish = vessel(
            replace(k, pattern="plain"),
            [(120, -86), (96, -30), (54, 0)],
            mix(PAPER, colour, 0.14),
            inside=colour,
            tilt=0.22,
        )
        heap = path(smooth([(-104, -84), (-50, -122), (0, -142), (54, -120), (104, -84)]) + "Q0 -58 -104 -84Z", colour)
        grain = dots(
            [(k.between(-80, 80), k.between(-110, -84)) for _ in range(22)], 7, light(colour, 0.4), opacity=0.7
        )
        body += moved(contact(k, 150) + dish + heap + grain, x, 44 if x == 0 else 0, size)
    star = "".join(moved(path("M0 0Q14 -22 0 -52Q-14 -22 0 0Z", "#6b4026"), -330, 66, 1, i * 45) for i in range(8))
    stick = "".join(line(trace("M", 240 + i * 8, 80 + i * 16, "l", 140, -26), "#7c4a2a", 17) for i in range(2))
    return Piece(body + star + stick, 720, 250)


def salt(k: Kit) -> Piece:
    """A jar or sack of salt, with a small heap and a spoon."""
    side = -k.lit
    made = jar(replace(k, main=light(k.main, 0.2))) if k.chance(0.5) else _sack(k)
    heap = path(
        smooth([(-120, 0), (-60, -50), (0, -86), (66, -46), (124, 0)]) + "Q0 22 -120 0Z", mix(WHITE, k.main, 0.2)
    )
    grains = dots(
        [(k.between(-150, 150), k.between(-4, 26)) for _ in range(30)]
        + [(k.between(-50, 50), k.between(-44, -8)) for _ in range(14)],
        7,
        WHITE,
    )
    scoop = line("M60 -40L160 -120", "#a87850", 17) + ellipse(
        46, -30, 40, 20, "#b98a57", transform="rotate(-38 46 -30)"
    )
    return Piece(
        moved(made.body, -side * 110)
        + moved(contact(k, 200, 0, 8) + heap + scoop + grains, side * (made.width / 2 + 60), 44),
        made.width + 320,
        made.height,
    )


def _sack(k: Kit) -> Piece:
    cloth = mix("#e6d6b6", k.main, 0.2)
    d = trace("M", -62, -330, "C", -70, -290, -150, -240, -156, -120, "Q", -160, 0, -110, 0, "H", 110) + trace(
        "Q", 160, 0, 156, -120, "C", 150, -240, 70, -290, 62, -330, "Z"
    )
    frill = smooth([(-62, -326), (-96, -390), (-40, -376), (0, -398), (44, -374), (96, -390), (62, -326)]) + "Z"
    body = path(frill, dark(cloth, 0.1)) + solid(replace(k, pattern="label"), d, cloth, (-156, -260, 312, 240), sag=8)
    return Piece(body + line("M-64 -326Q0 -308 64 -326", k.accent, 15), 312, 390)


def pasta(k: Kit) -> Piece:
    """A bundle of pasta tied with string before its bag."""
    gold = mix(k.main, "#e8c878", 0.75)
    d = rounded(-140, -380, 280, 380, 16)
    bag = path(d, light(k.second, 0.5)) + rect(-104, -250, 208, 190, gold, 12)
    bag += "".join(_bow(k, k.between(-80, 80), k.between(-230, -90), gold, k.between(0, 180)) for _ in range(12))
    bag += (
        path(polygon([(-140, -340), (140, -340), (126, -400), (-126, -400)]), k.accent)
        + path(d, k.slope())
        + circle(0, -300, 36, PAPER)
        + motif(k.rng, 0, -300, 24, k.second)
    )
    threads = "".join(trace("M", -300, -64 + i * 8, "L", 300, -54 + i * 7) for i in range(8))
    bundle = line(threads, dark(gold, 0.16), 9) + line(threads, gold, 6) + line("M-16 -70V6M4 -70V6", k.accent, 9)
    return Piece(moved(bag, 60, -20) + moved(contact(k, 560) + bundle, -30, 46), 660, 420)


def _bow(k: Kit, x: float, y: float, colour: str, turn: float) -> str:
    return moved(
        path("M-30 -20L0 -6L30 -20V20L0 6L-30 20Z", dark(colour, 0.12)) + circle(0, 0, 8, light(colour, 0.4)),
        x,
        y,
        1,
        turn,
    )
