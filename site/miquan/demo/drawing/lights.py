"""Lamps, lanterns, incense and soap."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, contact, flat, solid
from miquan.demo.drawing.palette import GOLD, INK, LEAVES, PAPER, WHITE, brightness, dark, light, mix
from miquan.demo.drawing.patterns import motif
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


def lamp(k: Kit) -> Piece:
    """A table lamp, lit."""
    w, h = k.between(190, 230), 230.0
    shade = trace("M", -w * 0.62, -590, "L", -w, -590 + h, "A", w, w * 0.16, 0, 0, 0, w, -590 + h) + trace(
        "L", w * 0.62, -590, "A", w * 0.62, w * 0.1, 0, 0, 0, -w * 0.62, -590, "Z"
    )
    glow = circle(0, -470, 420, k.pen.radial((0, "#fff0c4", 0.6), (1, "#fff0c4", 0.0)))
    foot = (
        [(26, -330), (40, -300), (104, -170), (70, -60), (92, 0)]
        if k.chance(0.6)
        else [(15, -340), (14, -60), (110, -40), (120, 0)]
    )
    colour = k.main
    base = solid(k, revolve(foot), colour, (-110, -300, 220, 300), sag=10, depth=0.36)
    skin = light(k.second, 0.4)
    under = ellipse(0, -590 + h, w * 0.98, w * 0.15, "#fff3cf") + line(trace("M", 0, -380, "V", -320), GOLD, 15)
    warm = path(shade, k.pen.radial((0, "#ffe9a8", 0.75), (1, "#ffd98a", 0.05), centre=(0.5, 0.7), radius=0.6))
    return Piece(
        glow
        + under
        + base
        + path(shade, skin)
        + warm
        + path(shade, k.shade(0.16))
        + line(trace("M", -w, -590 + h, "A", w, w * 0.16, 0, 0, 0, w, -590 + h), k.accent, 8, opacity=0.7),
        2 * w + 60,
        610,
    )


def lantern(k: Kit) -> Piece:
    """A paper lantern with ribs, standing on its foot."""
    w, h = k.between(170, 200), k.between(400, 450)
    d = trace("M", -w * 0.6, -h, "C", -w * 1.2, -h * 0.86, -w * 1.2, -h * 0.24, -w * 0.6, -h * 0.1) + trace(
        "H", w * 0.6, "C", w * 1.2, -h * 0.24, w * 1.2, -h * 0.86, w * 0.6, -h, "Z"
    )
    glow = circle(0, -h * 0.55, 380, k.pen.radial((0, "#fff0c4", 0.6), (1, "#fff0c4", 0.0)))
    ribs = "".join(
        trace("M", -w * 1.1, -h + i * h * 0.9 / 9, "Q", 0, -h + i * h * 0.9 / 9 + 26, w * 1.1, -h + i * h * 0.9 / 9)
        for i in range(1, 9)
    )
    worn = replace(k, pattern="plain") if k.pattern == "label" else k
    body = (
        glow
        + flat(worn, d, k.main, (-w, -h, 2 * w, h * 0.9))
        + path(d, k.pen.radial((0, "#ffe6a0", 0.75), (1, "#ffcf80", 0.0), radius=0.6))
    )
    body += group(line(ribs, dark(k.main, 0.3), 4, opacity=0.4), clip_path=k.pen.clip(d)) + path(d, k.shade(0.22))
    if k.pattern == "label":
        body += circle(0, -h * 0.55, w * 0.5, "none", stroke=k.second, stroke_width=13) + motif(
            k.rng, 0, -h * 0.55, w * 0.32, k.second
        )
    wood = dark(k.second, 0.1) if brightness(k.second) < 0.5 else "#4b3428"
    caps = (
        rect(-w * 0.66, -h - 24, w * 1.32, 34, wood, 6)
        + rect(-w * 0.66, -h * 0.12, w * 1.32, 34, wood, 6)
        + rect(-w * 0.8, -28, w * 1.6, 28, wood, 8)
        + rect(-8, -h * 0.1, 16, h * 0.1, wood)
    )
    bail = line(trace("M", -w * 0.54, -h - 20, "C", -w * 0.5, -h - 180, w * 0.5, -h - 180, w * 0.54, -h - 20), wood, 11)
    return Piece(bail + body + caps, 2 * w + 80, h + 150)


def incense(k: Kit) -> Piece:
    """Incense burning in a small dish, with its box behind."""
    box = rounded(-250, -120, 330, 120, 8)
    case = flat(
        replace(k, pattern="label" if k.pattern == "plain" else k.pattern), box, k.main, (-250, -120, 330, 120)
    ) + path(polygon([(-250, -120), (-226, -156), (104, -156), (80, -120)]), light(k.main, 0.2))
    sticks = line("M-190 -162L60 -176M-190 -170L70 -186M-184 -178L54 -192", dark(k.second, 0.3), 9)
    dish = (
        solid(replace(k, pattern="plain"), revolve([(120, -60), (104, -24), (62, 0)], 0.2), k.second)
        + ellipse(0, -60, 120, 24, light(k.second, 0.3))
        + ellipse(0, -58, 108, 19, "#d9d0c0")
    )
    stick = line("M0 -58L64 -330", dark(k.main, 0.4), 9) + circle(64, -332, 9, "#e0602f")
    smoke = line(smooth([(66, -346), (40, -420), (92, -490), (50, -570), (86, -640)]), WHITE, 13, opacity=0.5) + line(
        smooth([(66, -346), (84, -410), (56, -470), (96, -540)]), WHITE, 8, opacity=0.4
    )
    side = -k.lit
    return Piece(
        moved(contact(k, 320, -85) + sticks + case, -40, -34)
        + moved(contact(k, 160) + stick + smoke + dish, 150 if side > 0 else 120, 36),
        560,
        560,
    )


def soap(k: Kit) -> Piece:
    """Bars of soap, one in its paper band, one on top."""
    w, h, body = 330.0, 116.0, ""
    for i, colour in enumerate((k.second, k.main)):
        y, x = -i * h * 1.1, k.between(-22, 22)
        top = trace("M", -w / 2 + x, y - h + 20, "L", -w * 0.4 + x, y - h - 34, "H", w * 0.4 + x) + trace(
            "L", w / 2 + x, y - h + 20, "Z"
        )
        d = rounded(-w / 2 + x, y - h, w, h, 26)
        body += path(top, light(colour, 0.35)) + solid(
            replace(k, pattern="waves") if k.pattern == "waves" else replace(k, pattern="plain"),
            d,
            colour,
            (-w / 2 + x, y - h, w, h),
            ink=light(colour, 0.5),
            depth=0.22,
        )
        if i:
            band = rect(-70 + x, y - h - 34, 140, h + 34, mix(PAPER, k.second, 0.2))
            body += (
                band
                + motif(k.rng, x, y - h * 0.52, 34, k.accent)
                + line(trace("M", -40 + x, y - 20, "h", 80), INK, 6, opacity=0.5)
                + rect(-70 + x, y - h, 140, 3, INK, opacity=0.12)
            )
    bubbles = "".join(
        circle(x, y, r, WHITE, fill_opacity=0.3, stroke=WHITE, stroke_width=4, stroke_opacity=0.7)
        for x, y, r in ((210, -40, 34), (256, -92, 20), (204, -104, 13))
    )
    sprig = "".join(
        moved(path("M0 0Q14 -26 54 -16Q24 20 0 0Z", LEAVES[i % 4]), -250 + i * 20, 16 + (i % 2) * 12, 1.1, -40 + i * 24)
        for i in range(5)
    )
    return Piece(body + bubbles + sprig, 520, h * 2 + 60)
