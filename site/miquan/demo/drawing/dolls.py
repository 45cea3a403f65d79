"""Turned wooden dolls."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, contact, solid
from miquan.demo.drawing.palette import INK, PAPER, mix
from miquan.demo.drawing.svg import circle, ellipse, line, moved, path, trace


def doll(k: Kit) -> Piece:
    """A turned wooden doll in a painted coat, sometimes two."""
    one = _doll(k, k.main)
    if k.chance(0.5):
        return Piece(moved(one, -110) + moved(contact(k, 180) + _doll(k, k.second), 130, 26, 0.72), 480, 470)
    return Piece(one, 270, 470)


def _doll(k: Kit, coat: str) -> str:
    w, h = k.between(108, 135), k.between(270, 310)
    d = trace("M", -w * 0.5, -h, "C", -w * 1.1, -h * 0.7, -w * 1.05, -30, -w * 0.8, 0) + trace(
        "Q", 0, 20, w * 0.8, 0, "C", w * 1.05, -30, w * 1.1, -h * 0.7, w * 0.5, -h, "Z"
    )
    worn = k if k.pattern != "label" else replace(k, pattern="floral")
    body = solid(worn, d, coat, (-w, -h * 0.8, 2 * w, h * 0.8), ink=PAPER if coat == k.second else k.second)
    r = w * 0.78
    head = circle(0, -h - r * 0.7, r, "#f3dcbc") + path(
        (
            trace("M", -r, -h - r * 0.62, "A", r, r, 0, 0, 1, r, -h - r * 0.62)
            + trace("Q", r * 0.4, -h - r * 1.3, 0, -h - r * 1.24)
            + trace("Q", -r * 0.4, -h - r * 1.3, -r, -h - r * 0.62, "Z")
        ),
        k.pick("#33251f", "#5a3a26", "#7a4a2a"),
    )
    y = -h - r * 0.55
    face = line(trace("M", -r * 0.42, y, "q", 9, 8, 18, 0, "M", r * 0.24, y, "q", 9, 8, 18, 0), INK, 5) + line(
        trace("M", -8, y + r * 0.44, "q", 8, 7, 16, 0), "#b5493a", 5
    )
    cheeks = circle(-r * 0.52, y + r * 0.28, r * 0.14, "#e39a84", opacity=0.6) + circle(
        r * 0.52, y + r * 0.28, r * 0.14, "#e39a84", opacity=0.6
    )
    sash = (
        path(
            (
                trace("M", -w * 0.94, -h * 0.5, "Q", 0, -h * 0.4, w * 0.94, -h * 0.5, "V", -h * 0.38)
                + trace("Q", 0, -h * 0.28, -w * 0.94, -h * 0.38, "Z")
            ),
            k.accent,
        )
        if k.chance(0.5)
        else ""
    )
    return body + sash + ellipse(0, -h + 6, w * 0.46, 12, mix(coat, INK, 0.3)) + head + face + cheeks
