"""Prints and posters on a wall."""

from miquan.demo.drawing.kit import Kit, Piece, cast, flat
from miquan.demo.drawing.outside import view
from miquan.demo.drawing.palette import INK, PAPER, WHITE, WOODS, dark, light
from miquan.demo.drawing.svg import (
    circle,
    dots,
    group,
    line,
    moved,
    path,
    polygon,
    rect,
    rounded,
    trace,
)


def print_(k: Kit) -> Piece:
    """A framed print of a view in three inks."""
    w, h = (430.0, 560.0) if k.chance(0.7) else (600.0, 430.0)
    outer, wood = rounded(-w / 2 - 70, -h / 2 - 70, w + 140, h + 140, 4), k.pick(*WOODS, "#33282a")
    inner = (-w / 2, -h / 2, w, h)
    body = (
        cast(k, outer, 26)
        + path(outer, wood)
        + path(outer, k.slope(0.3))
        + rect(-w / 2 - 42, -h / 2 - 42, w + 84, h + 84, PAPER)
    )
    art = group(moved(_inked(k, w, h), -w / 2, -h / 2), clip_path=k.pen.clip(rounded(*inner, 1)))
    body += art + path(rounded(*inner, 1), k.slope(0.1)) + rect(-w / 2 - 42, -h / 2 - 42, w + 84, 9, INK, opacity=0.14)
    return Piece(body, w + 150, h + 150, "hang")


def _inked(k: Kit, w: float, h: float) -> str:
    if k.pattern in {"floral", "geometric", "check", "dots"}:
        return rect(0, 0, w, h, light(k.second, 0.3)) + flat(
            k, rounded(0, 0, w, h, 0), light(k.second, 0.3), (0, 0, w, h), ink=k.main
        )
    sky = rect(0, 0, w, h, k.down(k.main, light(k.second, 0.3)))
    sun = circle(w * k.between(0.6, 0.8), h * 0.2, w * 0.09, k.accent)
    peak = path(
        polygon([(w * 0.02, h * 0.72), (w * 0.44, h * 0.26), (w * 0.56, h * 0.26), (w * 1.0, h * 0.72)]),
        light(k.second, 0.1),
    )
    snow = path(
        polygon(
            [
                (w * 0.31, h * 0.4),
                (w * 0.44, h * 0.26),
                (w * 0.56, h * 0.26),
                (w * 0.69, h * 0.4),
                (w * 0.58, h * 0.37),
                (w * 0.5, h * 0.44),
                (w * 0.42, h * 0.37),
            ]
        ),
        WHITE,
    )
    sea, crest = (
        path(
            trace("M", 0, h * 0.7, "Q", w * 0.25, h * 0.6, w * 0.5, h * 0.7, "T", w, h * 0.68, "V", h, "H", 0, "Z"),
            dark(k.main, 0.3),
        ),
        trace("M", w * 0.06, h * 0.8, "q", w * 0.11, -h * 0.06, w * 0.22, 0, "t", w * 0.22, 0, "t", w * 0.22, -4),
    )
    if k.chance(0.4):
        return view(k.pen, k.rng, w, h, k.pick("hills", "sea", "garden")) + rect(0, 0, w, h, k.main, opacity=0.22)
    return sky + sun + peak + snow + sea + line(crest, PAPER, 10) + moved(line(crest, PAPER, 7), w * 0.08, h * 0.1)


def poster(k: Kit) -> Piece:
    """A poster of bold shapes, pinned to the wall."""
    w, h = 560.0, 760.0
    d = rounded(-w / 2, -h / 2, w, h, 2)
    body = cast(k, d, 16) + path(d, k.main) + group(_bold(k, w, h), clip_path=k.pen.clip(d))
    body += (
        rect(-w / 2, h * 0.33, w, h * 0.17, light(k.second, 0.5))
        + rect(-w * 0.4, h * 0.37, w * 0.8, 26, dark(k.main, 0.35))
        + rect(-w * 0.4, h * 0.43, w * 0.5, 12, dark(k.main, 0.35), opacity=0.7)
    )
    folds = line(f"M0 {-h / 2}V{h / 2}M{-w / 2} 0H{w / 2}", INK, 4, opacity=0.07)
    pins = dots(
        [(-w * 0.46, -h * 0.47), (w * 0.46, -h * 0.47), (-w * 0.46, h * 0.47), (w * 0.46, h * 0.47)],
        20,
        k.pick("#c8553d", "#d9a441", "#3f6c72"),
    )
    return Piece(body + path(d, k.slope(0.14)) + folds + pins, w, h, "hang")


def _bold(k: Kit, w: float, h: float) -> str:
    return {"sun": _sun, "fish": _fish, "arches": _arches, "sail": _sail}[k.pick("sun", "fish", "arches", "sail")](
        k, w, h
    )


def _sun(k: Kit, w: float, h: float) -> str:
    far = trace("M", -w / 2, h * 0.1, "Q", -w * 0.1, -h * 0.14, w / 2, h * 0.08, "V", h * 0.34, "H", -w / 2, "Z")
    near = trace("M", -w / 2, h * 0.22, "Q", w * 0.1, h * 0.02, w / 2, h * 0.24, "V", h * 0.34, "H", -w / 2, "Z")
    return circle(0, -h * 0.14, w * 0.3, k.accent) + path(far, k.second) + path(near, dark(k.main, 0.35))


def _fish(k: Kit, _w: float, h: float) -> str:
    body = path("M-170 0Q-40 -110 110 0L180 -64V64L110 0Q-40 110 -170 0Z", k.second) + circle(-104, -14, 13, INK)
    one = body + line("M-50 -50q28 50 0 100M0 -56q28 56 0 112", k.accent, 9)
    back = group(moved(one, 0, -h * 0.11, 0.9), transform="scale(-1 1)")
    return moved(one, 0, -h * 0.34, 0.9) + back + moved(one, 0, h * 0.13, 0.9)


def _arches(k: Kit, w: float, h: float) -> str:
    inks = ((0.62, k.accent), (0.48, k.second), (0.34, dark(k.main, 0.3)), (0.2, light(k.second, 0.5)))
    bows = "".join(circle(0, h * 0.34, w * size, colour) for size, colour in inks)
    return bows + circle(w * 0.24, -h * 0.34, w * 0.1, k.second)


def _sail(k: Kit, w: float, h: float) -> str:
    left, right = (
        [(-10, -h * 0.4), (-10, h * 0.14), (-w * 0.36, h * 0.14)],
        [(20, -h * 0.34), (20, h * 0.14), (w * 0.3, h * 0.14)],
    )
    hull = [(-w * 0.4, h * 0.17), (w * 0.4, h * 0.17), (w * 0.26, h * 0.27), (-w * 0.28, h * 0.27)]
    sea = trace("M", -w / 2, h * 0.3, "q", w * 0.125, -26, w * 0.25, 0) + trace("t", w * 0.25, 0) * 3
    sails = path(polygon(left), k.second) + path(polygon(right), light(k.accent, 0.3))
    return sails + path(polygon(hull), dark(k.main, 0.4)) + line(sea, WHITE, 9, opacity=0.7)
