"""Boards, pans, knives and mills of a kitchen."""

from miquan.demo.drawing.kit import Kit, Piece, cast, flat, gloss, solid
from miquan.demo.drawing.palette import GOLD, INK, LEAVES, PAPER, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    circle,
    dots,
    ellipse,
    line,
    moved,
    oval,
    path,
    rect,
    revolve,
    rounded,
    smooth,
    trace,
)
from miquan.demo.drawing.tableware import STEEL


def board(k: Kit) -> Piece:
    """A cutting board with grain, a hole in its handle and something to cut."""
    d = rounded(-230, -210, 460, 540, 46) + rounded(-52, -400, 104, 240, 48)
    body = (
        cast(k, rounded(-230, -210, 460, 540, 46), 20)
        + cast(k, rounded(-52, -400, 104, 240, 48), 20)
        + flat(k, d, k.main)
    )
    grain = "".join(
        trace("M", x, -200 + abs(x) * 0.08, "q", k.between(-12, 12), 250, 0, 500) for x in range(-190, 200, 42)
    )
    body += line(grain, dark(k.main, 0.35), 4, opacity=0.3) + circle(0, -346, 22, dark(k.main, 0.55))
    if k.pattern in {"stripe", "check"}:
        body += rect(-230, -40, 460, 44, k.second, opacity=0.8) + rect(-230, 30, 460, 16, k.accent, opacity=0.8)
    herbs = "".join(
        moved(path("M0 0Q20 -40 76 -20Q30 26 0 0Z", LEAVES[i % 4]), -60 + 26 * i, 160 - 34 * (i % 3), 1.3, -40 + 50 * i)
        for i in range(5)
    )
    fruit = (
        circle(84, 40, 72, "#e0a23c")
        + circle(84, 40, 58, "#f3d79a")
        + line("M84 40l0 -54M84 40l47 -27M84 40l47 27M84 40l0 54M84 40l-47 27M84 40l-47 -27", "#e0a23c", 6)
    )
    return Piece(body + k.pick(fruit + herbs, herbs, fruit), 480, 760, "lie")


def pan(k: Kit) -> Piece:
    """A frying pan from above, or a pot with two ears from the side."""
    if k.chance(0.45):
        return _pot(k)
    r = 270.0
    handle = rounded(r - 30, -34, 350, 68, 32)
    grip = k.second if k.chance(0.5) else dark(k.main, 0.2)
    body = (
        cast(k, oval(0, 0, r, r), 18)
        + cast(k, handle, 18)
        + path(handle, grip)
        + path(handle, k.slope(0.3))
        + circle(r + 284, 0, 13, INK, opacity=0.6)
    )
    body += (
        circle(0, 0, r, light(k.main, 0.16))
        + circle(0, 0, r * 0.93, dark(k.main, 0.18))
        + path(oval(0, 0, r * 0.84, r * 0.84), k.ball(k.main))
    )
    egg = path(
        smooth([(-120, -20), (-70, -110), (40, -104), (112, -30), (90, 80), (-20, 112), (-104, 74)], closed=True), PAPER
    ) + circle(-6, 0, 54, k.ball("#eeb03f"))
    specks = dots([(k.between(-90, 90), k.between(-80, 80)) for _ in range(12)], 6, "#6b5a3a", opacity=0.5)
    shine = line(trace("M", -r * 0.78, -70, "A", r * 0.8, r * 0.8, 0, 0, 1, -90, -r * 0.76), WHITE, 10, opacity=0.25)
    food = k.pick(egg + specks, "", "")
    return Piece(moved(body + food + shine, -150, 0), 900, 560, "lie")


def _pot(k: Kit) -> Piece:
    r, h = k.between(210, 240), k.between(210, 260)
    ears = "".join(
        line(trace("M", s * r * 0.96, -h * 0.78, "q", s * 92, 0, s * 84, 50, "t", s * -92, 26), dark(k.second, 0.1), 26)
        for s in (-1, 1)
    )
    body = solid(
        k,
        revolve([(r, -h), (r * 1.02, -h * 0.5), (r * 0.9, 0)], 0.14),
        k.main,
        (-r, -h + 60, 2 * r, h - 60),
        sag=20,
        depth=0.4,
    )
    lid = trace("M", -r * 1.04, -h, "C", -r * 0.8, -h - 110, r * 0.8, -h - 110, r * 1.04, -h) + trace(
        "A", r * 1.04, r * 0.14, 0, 0, 1, -r * 1.04, -h, "Z"
    )
    top = solid(k, lid, light(k.main, 0.1), depth=0.36) + line(
        trace("M", -r * 1.04, -h, "A", r * 1.04, r * 0.14, 0, 0, 0, r * 1.04, -h), dark(k.main, 0.45), 6
    )
    knob = rect(-12, -h - 106, 24, 34, dark(k.second, 0.2)) + ellipse(0, -h - 112, 46, 20, k.ball(k.second))
    return Piece(ears + body + top + knob, 2 * r + 150, h + 130)


def knife(k: Kit) -> Piece:
    """A kitchen knife, sometimes with a paring knife beside it."""
    body = _knife(k, k.main)
    if k.chance(0.4):
        body = moved(body, 0, -90) + moved(_knife(k, k.second), 40, 130, 0.68)
    return Piece(moved(body, 0, 0, 1, -18), 900, 420, "lie")


def _knife(k: Kit, colour: str) -> str:
    blade = trace("M", -440, 40, "Q", -300, -84, -120, -84, "H", 120, "V", 56, "Q", -200, 80, -440, 40, "Z")
    edge = trace("M", -440, 40, "Q", -200, 80, 120, 56, "V", 20, "Q", -180, 46, -440, 40, "Z")
    haft = trace("M", 140, -70, "H", 400, "Q", 450, -66, 450, -20, "Q", 446, 16, 400, 10, "L", 140, 4, "Z")
    steel = mix(STEEL, k.second, 0.12)
    body = cast(k, blade, 12) + cast(k, haft, 12) + flat(k, blade, steel, depth=0.3) + path(edge, WHITE, opacity=0.4)
    wave = (
        line("M-360 34Q-180 -10 -60 20T120 6", dark(steel, 0.4), 4, opacity=0.35)
        if k.pattern in {"waves", "crackle"}
        else ""
    )
    body += wave + rect(112, -78, 34, 90, GOLD, 6) + flat(k, haft, colour, depth=0.3)
    return body + dots([(210, -32), (300, -32), (390, -30)], 20, light(steel, 0.4))


def mill(k: Kit) -> Piece:
    """A turned pepper mill, or a coffee mill with its crank."""
    if k.chance(0.5):
        return _crank_mill(k)
    h, r = k.between(430, 500), k.between(86, 104)
    profile = [(r * 0.74, -h * 0.7), (r * 0.52, -h * 0.56), (r * 0.6, -h * 0.4), (r, -h * 0.12), (r, 0)]
    head = [(20, -h), (r * 0.8, -h * 0.92), (r * 0.86, -h * 0.8), (r * 0.7, -h * 0.715)]
    body = solid(k, revolve(profile), k.main, (-r, -h * 0.6, 2 * r, h * 0.6), sag=12, depth=0.4) + solid(
        k, revolve(head), k.main if k.chance(0.5) else k.second, depth=0.4
    )
    body += line(trace("M", -r * 0.72, -h * 0.7, "Q", 0, -h * 0.67, r * 0.72, -h * 0.7), dark(k.main, 0.5), 7)
    corns = dots([(k.between(-190, 190), k.between(14, 44)) for _ in range(12)], 17, "#3a2c26")
    return Piece(
        body
        + circle(0, -h - 20, 24, k.ball(GOLD))
        + gloss(k, rounded(-r * 0.44, -h * 0.5, 11, h * 0.3, 6), 0.3)
        + corns,
        2 * r + 200,
        h + 46,
    )


def _crank_mill(k: Kit) -> Piece:
    w, h = 300.0, 250.0
    box = rounded(-w / 2, -h, w, h - 24, 12)
    body = rect(-w / 2 - 20, -30, w + 40, 30, dark(k.main, 0.2), 8) + flat(
        k, box, k.main, (-w / 2, -h, w, h), depth=0.3
    )
    body += rect(-90, -112, 180, 74, dark(k.main, 0.12), 6, stroke=dark(k.main, 0.4), stroke_width=4) + circle(
        0, -74, 15, k.ball(GOLD)
    )
    dome = trace("M", -110, -h, "C", -100, -h - 120, 100, -h - 120, 110, -h, "Z")
    body += rect(-w / 2 - 14, -h - 12, w + 28, 22, dark(k.main, 0.2), 8) + solid(k, dome, k.second, depth=0.4)
    crank = line(trace("M", 0, -h - 80, "v", -50, "L", 170 * -k.lit, -h - 160), "#5d554e", 16) + circle(
        170 * -k.lit, -h - 196, 34, k.ball(k.main)
    )
    return Piece(body + crank, w + 80, h + 230)
