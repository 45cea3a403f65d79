"""Toys: a tin robot, a wooden car, a pull-along duck."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, solid
from miquan.demo.drawing.palette import INK, PAPER, WHITE, dark, light
from miquan.demo.drawing.svg import (
    circle,
    dots,
    group,
    line,
    path,
    rect,
    rounded,
    trace,
)


def toy(k: Kit) -> Piece:
    """A tin robot, a wooden car or a pull-along duck."""
    kind = "robot" if k.pattern == "geometric" else k.pick("car", "robot", "duck")
    return {"robot": _robot, "car": _car, "duck": _duck}[kind](k)


def _robot(k: Kit) -> Piece:
    steel = dark(k.main, 0.2)
    legs = "".join(
        rect(x, -110, 66, 90, steel, 8) + path(rounded(x - 14, -34, 96, 34, 12), k.second) for x in (-96, 30)
    )
    arms = "".join(
        path(rounded(s * 166 - 26, -330, 52, 150, 20), dark(k.main, 0.12))
        + line(trace("M", s * 166 - 18, -168, "q", 18, 36, 36, 0), k.second, 15)
        for s in (-1, 1)
    )
    chest, head = rounded(-136, -350, 272, 250, 18), rounded(-96, -500, 192, 136, 22)
    body = (
        legs
        + arms
        + rect(-32, -372, 64, 30, steel)
        + solid(replace(k, pattern="plain"), chest, k.main, depth=0.34)
        + solid(replace(k, pattern="plain"), head, k.main, depth=0.34)
    )
    panel = (
        rect(-88, -310, 176, 116, light(k.main, 0.5), 10)
        + circle(-40, -262, 27, k.ball(k.second))
        + line("M14 -286h54M14 -262h54M14 -238h34", steel, 9)
        + dots([(-76, -146), (-26, -146), (24, -146), (74, -146)], 24, k.accent)
    )
    face = (
        circle(-42, -440, 25, PAPER)
        + circle(42, -440, 25, PAPER)
        + circle(-42, -440, 12, INK)
        + circle(42, -440, 12, INK)
        + line("M-44 -392h88", steel, 13, stroke_dasharray="12 12", stroke_linecap="butt")
    )
    horn = (
        line("M0 -500V-546", steel, 9)
        + circle(0, -556, 17, k.ball(k.second))
        + dots([(-108, -434), (108, -434)], 34, k.second)
        + circle(150 * -k.lit, -240, 0.1, steel)
    )
    return Piece(horn + body + panel + face, 400, 570)


def _car(k: Kit) -> Piece:
    d = (
        trace("M", -270, -60, "V", -130, "Q", -260, -160, -200, -164, "L", -140, -260)
        + trace("Q", -130, -274, -100, -274, "H", 60, "Q", 84, -274, 100, -250, "L", 150, -166)
        + trace("Q", 260, -160, 272, -110, "V", -60, "Z")
    )
    panes = path("M-122 -174L-84 -244H-20V-174ZM10 -174V-244H58L102 -174Z", "#dfe6e2") + path(
        "M-100 -180L-66 -240H-50L-80 -180Z", WHITE, opacity=0.7
    )
    wheels = "".join(
        circle(x, -58, 62, "#3b322c") + circle(x, -58, 36, k.ball(k.second)) + circle(x, -58, 11, INK)
        for x in (-150, 150)
    )
    band = rect(-270, -128, 542, 22, k.second) + circle(250, -110, 15, "#fff0c4")
    return Piece(
        solid(replace(k, pattern="plain"), d, k.main, depth=0.3)
        + group(band, clip_path=k.pen.clip(d))
        + panes
        + wheels
        + line("M272 -80q50 30 90 16", k.accent, 8),
        590,
        290,
    )


def _duck(k: Kit) -> Piece:
    d = (
        trace("M", -230, -250, "C", -200, -90, -120, -80, 20, -80, "C", 150, -80, 180, -170, 130, -236)
        + trace("C", 190, -250, 190, -390, 90, -390, "C", 10, -390, 0, -300, 24, -250)
        + trace("C", -60, -190, -160, -210, -230, -250, "Z")
    )
    wheels = "".join(circle(x, -42, 44, k.ball(k.second)) + circle(x, -42, 11, INK) for x in (-110, 100))
    wing = path("M-140 -190C-60 -200 40 -210 50 -150C0 -100 -110 -110 -140 -190Z", dark(k.main, 0.14))
    return Piece(
        rect(-180, -92, 340, 30, "#a87850", 12)
        + wheels
        + solid(replace(k, pattern="plain"), d, k.main, depth=0.28)
        + wing
        + path("M160 -330Q240 -330 236 -300Q190 -280 152 -292Z", "#e08a3c")
        + circle(104, -334, 14, INK)
        + circle(108, -338, 4, WHITE)
        + line("M158 -78q60 40 110 60", "#a3452f", 8),
        480,
        400,
    )
