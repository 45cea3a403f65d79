"""Jars, tins, bottles, boxes and bags: what food, drink and scent come in. Origin: middle of the foot."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, contact, gloss, solid
from miquan.demo.drawing.palette import GOLD, PAPER, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    circle,
    ellipse,
    group,
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


def labelled(k: Kit) -> Kit:
    """With a paper label where no pattern is asked for."""
    return k if k.pattern != "plain" else replace(k, pattern="label")


def jar(k: Kit) -> Piece:
    """A glass jar with what the main colour says, a lid or a cloth cap; sometimes a second one."""
    one, w, h = _jar(k)
    if k.chance(0.4):
        other, _, _ = _jar(replace(k, main=mix(k.main, k.accent, 0.35)))
        return Piece(moved(other, w * 0.85, -26, 0.82) + moved(contact(k, w) + one, -w * 0.35), w * 2.1, h + 10)
    return Piece(one, w, h)


def _jar(k: Kit) -> tuple[str, float, float]:
    r, h, mouth = k.between(125, 165), k.between(280, 350), k.between(0.74, 0.88)
    profile = [(r * mouth, -h), (r * mouth, -h * 0.93), (r, -h * 0.82), (r, -h * 0.1), (r * 0.92, 0)]
    d = revolve(profile, 0.12)
    filled = [(r * 0.99, -h * 0.74), (r * 0.97, -h * 0.1), (r * 0.88, -8)]
    worn = labelled(k)
    body = path(d, light(k.main, 0.75), opacity=0.75) + path(revolve(filled, 0.12), k.main)
    body += ellipse(0, -h * 0.74, r * 0.98, r * 0.12, light(k.main, 0.3))
    body += group(solid(worn, d, "none", (-r, -h * 0.84, 2 * r, h * 0.8), ink=k.second, sag=10))
    body += gloss(k, rounded(-r * 0.84, -h * 0.78, 14, h * 0.56, 7), 0.5)
    lid = k.pick("cloth", "metal", "metal", "cork")
    top, wide = -h, r * mouth * 1.1
    if lid == "cloth":
        return body + _cloth_cap(k, top, wide), 2 * r, h + 70
    colour = {"metal": k.pick(GOLD, "#b9b3a6", k.second, PAPER), "cork": "#c79a68"}[lid]
    cap = revolve([(wide, top - 46), (wide, top + 12)], 0.12)
    body += solid(k, cap, colour) + ellipse(0, top - 46, wide, wide * 0.12, light(colour, 0.3))
    return body, 2 * r, h + 60


def _cloth_cap(k: Kit, top: float, wide: float) -> str:
    hem = [
        (wide * 1.45, top + 34),
        (wide, top + 62),
        (wide * 0.55, top + 40),
        (0, top + 66),
        (-wide * 0.55, top + 40),
        (-wide, top + 62),
        (-wide * 1.45, top + 34),
    ]
    d = (
        trace("M", -wide, top - 10, "C", -wide * 0.9, top - 62, wide * 0.9, top - 62, wide, top - 10)
        + smooth(hem).replace("M", "L", 1)
        + "Z"
    )
    checked = replace(k, pattern=k.pick("check", "dots", "stripe"))
    cloth = solid(checked, d, mix(PAPER, k.second, 0.12), (-wide * 1.5, top - 60, wide * 3, 130), ink=k.main, sag=12)
    return cloth + line(trace("M", -wide * 1.02, top + 6, "Q", 0, top + 24, wide * 1.02, top + 6), k.accent, 8)


def tin(k: Kit) -> Piece:
    """Round tins, one or two, or a tin with a hinged look; lid seam, top, pattern."""
    one, w, h = one_tin(k, k.main)
    if k.chance(0.6):
        other, w2, h2 = one_tin(k, k.second)
        side = k.lit
        pair = moved(contact(k, w2) + other, side * (w + w2) * 0.32, 26, 0.8) + moved(one, -side * w * 0.42, -10)
        return Piece(pair, w + w2 * 0.9, max(h, h2))
    return Piece(one, w, h)


def one_tin(k: Kit, colour: str) -> tuple[str, float, float]:
    """A round tin, its width and height."""
    r, h = k.between(105, 170), k.between(190, 400)
    d = revolve([(r, -h), (r, 0)], 0.13)
    seam = -h + h * k.between(0.22, 0.34)
    body = solid(
        k,
        d,
        colour,
        (-r, seam + 12, 2 * r, -seam - 18),
        ink=k.second if colour == k.main else k.main,
        sag=r * 0.12,
        depth=0.4,
    )
    lid = trace("M", -r - 3, -h, "V", seam, "A", r + 3, r * 0.13, 0, 0, 0, r + 3, seam, "V", -h, "Z")
    top = ellipse(0, -h, r + 3, r * 0.14, light(colour, 0.35)) + ellipse(
        0, -h + 2, r * 0.86, r * 0.11, mix(colour, WHITE, 0.2)
    )
    under = line(trace("M", -r - 3, seam + 4, "A", r + 3, r * 0.13, 0, 0, 0, r + 3, seam + 4), dark(colour, 0.45), 5)
    return body + path(lid, colour) + path(lid, k.shade(0.4)) + under + top, 2 * r, h + 20


def bottle(k: Kit) -> Piece:
    """A bottle with neck, label and cork or cap."""
    return _bottle(k, k.between(92, 125), k.between(400, 470), k.between(0.28, 0.42))


def oil(k: Kit) -> Piece:
    """A slim bottle of oil, sometimes with a spout."""
    return _bottle(
        replace(k, accent=k.pick("#6d7f3f", GOLD, k.accent)),
        k.between(80, 100),
        k.between(430, 500),
        k.between(0.24, 0.32),
    )


def wine(k: Kit) -> Piece:
    """A bottle of wine or spirits, sometimes with a glass of it."""
    found = _bottle(k, k.between(88, 98), k.between(500, 540), k.between(0.3, 0.34), capsule=True)
    if k.chance(0.6):
        bowl = revolve([(52, -230), (66, -180), (40, -126), (6, -112)])
        drink = revolve([(64, -180), (40, -128), (6, -114)])
        stem = line("M0 -112V-6", WHITE, 9, opacity=0.8) + ellipse(0, -6, 52, 9, WHITE, opacity=0.7)
        filled = (
            path(bowl, WHITE, opacity=0.45)
            + path(drink, k.accent, opacity=0.9)
            + ellipse(0, -180, 64, 10, light(k.accent, 0.3))
        )
        return Piece(moved(found.body, -60) + moved(contact(k, 100) + stem + filled, 140, 24, 1.25), 390, found.height)
    return found


def _bottle(k: Kit, r: float, h: float, neck: float, *, capsule: bool = False) -> Piece:
    n = r * neck
    shoulder = h * k.between(0.56, 0.68)
    profile = [(n, -h), (n, -h * 0.82), (r * 0.98, -shoulder), (r, -shoulder * 0.8), (r, -h * 0.06), (r * 0.92, 0)]
    d = revolve(profile, 0.12)
    body = solid(labelled(k), d, k.main, (-r, -shoulder * 0.94, 2 * r, shoulder * 0.86), sag=6, depth=0.42)
    body += gloss(k, rounded(-r * 0.8, -shoulder * 0.95, 13, shoulder * 0.7, 7), 0.4)
    if capsule:
        cap = revolve([(n * 1.08, -h - 6), (n * 1.1, -h * 0.8)], 0.12)
        return Piece(body + solid(k, cap, k.accent, depth=0.45), 2 * r, h + 10)
    cork = k.pick("#c79a68", k.second, "#3a2e28")
    stopper = rounded(-n * 1.15, -h - 52, n * 2.3, 62, 10)
    string = line(trace("M", -n - 2, -h * 0.86, "h", 2 * n + 4), k.accent, 9) if k.chance(0.5) else ""
    return Piece(body + solid(k, stopper, cork) + string, 2 * r, h + 52)


def perfume(k: Kit) -> Piece:
    """A square or round flacon with a heavy stopper."""
    w, h = k.between(190, 250), k.between(230, 300)
    d = rounded(-w / 2, -h, w, h, k.rng.choice((22, 48, 80)))
    worn = labelled(k)
    body = solid(worn, d, light(k.main, 0.15), (-w / 2, -h, w, h), depth=0.34)
    body += line(d, light(k.main, 0.5), 5, opacity=0.6) + gloss(k, rounded(-w * 0.42, -h * 0.88, 16, h * 0.7, 8), 0.45)
    neck = rect(-34, -h - 44, 68, 48, k.pick(GOLD, "#b9b3a6", light(k.main, 0.3))) + rect(
        -34, -h - 44, 68, 48, k.shade()
    )
    shape = k.pick("box", "ball", "dome")
    colour = k.pick("#33282a", k.second, k.accent)
    stop = {
        "box": rounded(-54, -h - 152, 108, 112, 14),
        "dome": trace("M", -64, -h - 42, "C", -64, -h - 160, 64, -h - 160, 64, -h - 42, "Z"),
    }
    if shape == "ball":
        return Piece(body + neck + circle(0, -h - 96, 62, k.ball(colour)), w, h + 158)
    return Piece(body + neck + solid(k, stop[shape], colour), w, h + 152)


def ink(k: Kit) -> Piece:
    """A bottle of ink and a stroke of it on paper."""
    w, h = k.between(220, 260), k.between(170, 200)
    d = trace("M", -w * 0.3, -h, "L", -w / 2, -h * 0.7, "V", -18, "Q", -w / 2, 0, -w / 2 + 18, 0) + trace(
        "H", w / 2 - 18, "Q", w / 2, 0, w / 2, -18, "V", -h * 0.7, "L", w * 0.3, -h, "Z"
    )
    glass = path(d, light(k.main, 0.72)) + path(
        (
            trace("M", -w / 2 + 10, -h * 0.58, "H", w / 2 - 10, "V", -24)
            + trace("Q", w / 2 - 12, -10, w / 2 - 26, -10, "H", -w / 2 + 26)
            + trace("Q", -w / 2 + 12, -10, -w / 2 + 10, -24, "Z")
        ),
        k.main,
    )
    label = solid(replace(k, pattern="label"), d, "none", (-w * 0.4, -h * 0.72, w * 0.8, h * 0.64))
    cap = rounded(-w * 0.26, -h - 80, w * 0.52, 84, 10)
    sheet = polygon([(-w * 0.4, 66), (w * 1.05, 40), (w * 1.3, 130), (-w * 0.5, 150)])
    stroke = line(trace("M", w * 0.1, 96, "q", 60, -26, 120, -4, "t", 150, -6), k.main, 13)
    return Piece(
        path(sheet, PAPER) + stroke + contact(k, w) + glass + label + solid(k, cap, k.pick("#33282a", k.second)),
        w * 1.6,
        h + 120,
    )
