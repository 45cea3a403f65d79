"""Vessels: turned bodies with rims, handles, spouts, lids, glazes and what is in them. Origin: middle of the foot."""

from miquan.demo.drawing.kit import Kit, Piece, solid
from miquan.demo.drawing.palette import GOLD, INK, WHITE, dark, light, mix
from miquan.demo.drawing.svg import (
    Point,
    circle,
    ellipse,
    group,
    line,
    moved,
    oval,
    path,
    revolve,
    smooth,
    trace,
)

TEA, COFFEE, MATCHA, MILK = "#b9772f", "#4b2c1c", "#86a04c", "#f3e6d0"


def vessel(k: Kit, profile: list[Point], colour: str, *, tilt: float = 0.16, inside: str = "", full: str = "") -> str:
    """A turned body with its rim and, if open, its inside and content."""
    d, (r, top) = revolve(profile, tilt), profile[0]
    widest = max(radius for radius, _ in profile)
    tall = profile[-1][1] - top
    box = (-widest, top + tall * 0.1, 2 * widest, tall * 0.95)
    body = solid(k, d, colour, box, sag=widest * tilt * 0.8)
    if not inside:
        return body
    body += ellipse(0, top, r, r * tilt, light(colour, 0.35)) + ellipse(0, top + 2, r * 0.94, r * tilt * 0.9, inside)
    shade = k.pen.linear((0.0, INK, 0.34), (0.7, INK, 0.04), start=(0.5 + k.lit * 0.5, 0), end=(0.5 - k.lit * 0.5, 0.4))
    body += ellipse(0, top + 2, r * 0.94, r * tilt * 0.9, shade)
    if full:
        low = group(
            ellipse(0, top + r * tilt * 0.5, r * 0.9, r * tilt * 0.82, full),
            clip_path=k.pen.clip(oval(0, top + 2, r * 0.94, r * tilt * 0.9)),
        )
        body += low
    return body


def _glaze(k: Kit, profile: list[Point], colour: str, deep: float) -> str:
    """Glaze that ran down from the rim and stopped in drops."""
    widest = max(r for r, _ in profile)
    top, steps = profile[0][1], 7
    drops = [(widest - 2 * widest * i / steps, top + deep * k.between(0.6, 1.3)) for i in range(steps + 1)]
    d = smooth([(widest + 20, top + deep * 0.6), *drops, (-widest - 20, top + deep * 0.6)]) + trace(
        "V", top - 80, "H", widest + 20, "Z"
    )
    return group(path(d, colour, opacity=0.88), clip_path=k.pen.clip(revolve(profile)))


def bowl(k: Kit) -> Piece:
    """A bowl: wide or deep, footed, empty or with tea."""
    r, h, deep = k.between(225, 290), k.between(150, 225), k.between(0.78, 0.95)
    foot = r * k.between(0.36, 0.5)
    profile = [(r, -h), (r * deep, -h * 0.42), (foot * 1.25, -h * 0.1), (foot, -h * 0.07), (foot * 0.96, 0)]
    full = k.pick("", "", MATCHA, TEA, MILK)
    inside = k.pick(mix(k.main, "#5a4a3e", 0.5), light(k.second, 0.1), dark(k.main, 0.3))
    body = vessel(k, profile, k.main, tilt=k.between(0.13, 0.2), inside=inside, full=full)
    if k.pattern in {"plain", "crackle"} and k.chance(0.6):
        body = (
            path(revolve(profile), k.main)
            + _glaze(k, profile, k.second, h * 0.35)
            + body.replace(f'fill="{k.main}"', 'fill="none"', 1)
        )
    return Piece(body, 2 * r, h + 40)


def cup(k: Kit) -> Piece:
    """A cup without a handle, full of tea; sometimes two."""
    r, h = k.between(120, 150), k.between(190, 260)
    foot = r * k.between(0.6, 0.92)
    profile = [(r, -h), (r * k.between(0.9, 1.04), -h * 0.5), (foot * 1.05, -h * 0.08), (foot, 0)]
    body = vessel(k, profile, k.main, inside=light(k.main, 0.4), full=k.pick(TEA, MATCHA, COFFEE, MILK))
    if k.chance(0.4):
        other = path(oval(0, 4, r * 0.9, 16), INK, opacity=0.2) + vessel(
            k, [(x * 0.88, y * 0.8) for x, y in profile], k.second, inside=dark(k.second, 0.2)
        )
        return Piece(moved(other, r * 1.7, -22) + moved(body, -r * 0.5), r * 4.2, h + 30)
    return Piece(body + _steam(k, -h), 2 * r, h * 1.45)


def mug(k: Kit) -> Piece:
    """A mug with a handle, coffee or tea in it."""
    r, h = k.between(140, 165), k.between(260, 330)
    foot = r * k.between(0.82, 1.0)
    profile = [(r, -h), (r * 0.99, -h * 0.6), (foot, -h * 0.06), (foot * 0.95, 0)]
    side = -k.lit
    out = r + k.between(90, 125)
    loop = trace("M", side * r * 0.9, -h * 0.8) + trace(
        "C", side * out * 1.1, -h * 0.86, side * out * 1.1, -h * 0.24, side * foot * 0.9, -h * 0.2
    )
    handle = line(loop, dark(k.main, 0.1), 40) + line(loop, light(k.main, 0.25), 9, opacity=0.5)
    body = handle + vessel(k, profile, k.main, inside=light(k.main, 0.45), full=k.pick(COFFEE, TEA, MILK, COFFEE))
    return Piece(body + _steam(k, -h), 2 * r + 120, h * 1.4)


def _steam(k: Kit, top: float) -> str:
    if k.chance(0.35):
        return ""
    curls = "".join(trace("M", x, top - 24, "q", -24, -34, 0, -66, "t", 0, -58) for x in (-26, 26))
    return line(curls, WHITE, 10, opacity=0.6)


def _pot_body(k: Kit) -> tuple[list[Point], float, float]:
    w, h = k.between(215, 260), k.between(300, 370)
    low = k.between(0.72, 0.92)
    return (
        [
            (w * 0.5, -h),
            (w * 0.85, -h * 0.86),
            (w, -h * k.between(0.45, 0.6)),
            (w * low, -h * 0.08),
            (w * low * 0.9, 0),
        ],
        w,
        h,
    )


def _spout(k: Kit, w: float, h: float, colour: str, side: int) -> str:
    tip, lift = w * k.between(1.55, 1.75), h * k.between(0.78, 1.0)
    d = (
        trace("M", w * 0.8, -h * 0.58, "C", w * 1.3, -h * 0.5, w * 1.2, -lift * 0.8, tip, -lift)
        + trace("L", tip + 34, -lift + 34)
        + trace("C", w * 1.4, -h * 0.4, w * 1.25, -h * 0.12, w * 0.75, -h * 0.2, "Z")
    )
    body = path(d, dark(colour, 0.12)) + path(d, k.slope(0.2))
    return body if side > 0 else group(body, transform="scale(-1 1)")


def _lid(k: Kit, w: float, h: float, colour: str) -> str:
    knob = k.pick(GOLD, k.second, dark(colour, 0.3), "#8a5a36")
    r = w * 0.54
    dome = trace(
        "M", -r, -h, "C", -r * 0.8, -h - w * 0.2, r * 0.8, -h - w * 0.2, r, -h, "A", r, r * 0.16, 0, 0, 1, -r, -h, "Z"
    )
    body = (
        ellipse(0, -h + 3, r * 1.03, r * 0.2, dark(colour, 0.35))
        + path(dome, light(colour, 0.08))
        + path(dome, k.shade())
    )
    return body + circle(0, -h - w * 0.2, w * k.between(0.08, 0.11), k.ball(knob))


def kettle(k: Kit) -> Piece:
    """A kettle with a bail over it: the iron pot of the pictures."""
    profile, w, h = _pot_body(k)
    colour, side = k.main, -k.lit
    high = h * k.between(1.5, 1.72)
    bail = trace("M", -w * 0.74, -h * 0.84, "C", -w * 0.82, -high * 1.12, w * 0.82, -high * 1.12, w * 0.74, -h * 0.84)
    wrap = trace("M", -w * 0.3, -high * 0.985, "Q", 0, -high * 1.06, w * 0.3, -high * 0.985)
    handle = line(bail, dark(colour, 0.2), 34) + line(bail, light(colour, 0.3), 7, opacity=0.35)
    if k.chance(0.5):
        handle += line(wrap, "#8a5a36", 38, stroke_linecap="butt")
    body = _spout(k, w, h, colour, side) + vessel(k, profile, colour) + _lid(k, w, h, colour) + handle
    return Piece(body, w * 2.75, high * 1.02)


def teapot(k: Kit) -> Piece:
    """A teapot with its handle at the back or straight at the side."""
    profile, w, h = _pot_body(k)
    h *= 0.9
    profile = [(x, y * 0.9) for x, y in profile]
    side = -k.lit
    back = -side
    if k.chance(0.6):
        d = trace("M", back * w * 0.78, -h * 0.8) + trace(
            "C", back * w * 1.75, -h * 0.95, back * w * 1.65, -h * 0.15, back * w * 0.88, -h * 0.22
        )
        handle = line(d, dark(k.main, 0.14), 38) + line(d, light(k.main, 0.25), 8, opacity=0.45)
    else:
        d = trace("M", back * w * 0.8, -h * 0.55, "L", back * w * 1.6, -h * 0.72)
        handle = line(d, dark(k.main, 0.14), 56) + line(
            trace("M", back * w * 1.5, -h * 0.7, "l", back * w * 0.1, -h * 0.02), k.second, 58
        )
    body = handle + _spout(k, w, h, k.main, side) + vessel(k, profile, k.main) + _lid(k, w, h, k.main)
    return Piece(body, w * 2.9, h * 1.2)
