"""What banners are built of: houses, stalls, trees, boats and a tram, in the colours of a place."""

from random import Random

from miquan.demo.drawing.palette import INK, LEAVES, PAPER, WHITE, dark, light, mix
from miquan.demo.drawing.svg import Box, dots, ellipse, line, moved, path, polygon, rect, rounded, trace

WIDE, HIGH = 1600, 900  # of a banner
_SOUTH = ("#dcb88c", "#cd8f6b", "#e6cfa6", "#c9a08e", "#efdfc2", "#b9b48f")
_NORTH = ("#b8634a", "#d8ab66", "#8ea7a8", "#e4d7bf", "#6f8893", "#c99a86")
_BRICK = ("#a2705a", "#bd9078", "#8b7a6e", "#cfbfa8", "#9aa097", "#ab8468")
_EAST = ("#8f7b64", "#b7a082", "#dacdb5", "#786a5a", "#a9926f", "#c7b79b")
_WALLS = {
    "PT": _SOUTH, "MX": _SOUTH, "TR": _SOUTH, "ES": _SOUTH, "IT": _SOUTH, "MA": _SOUTH, "PE": _SOUTH, "GR": _SOUTH, "FR": _SOUTH,
    "DK": _NORTH, "SE": _NORTH, "NO": _NORTH, "FI": _NORTH, "DE": _NORTH, "IS": _NORTH,
    "GB": _BRICK, "IE": _BRICK, "US": _BRICK, "CA": _BRICK,
    "JP": _EAST, "TW": _EAST, "KR": _EAST, "CN": _EAST, "HK": _EAST,
}  # fmt: skip
_ALL = tuple(_WALLS.values())
AWNINGS = ("#c8553d", "#3f6f6c", "#dba24a", "#7f8f6a", "#5f7a8c")
FRUIT = ("#d98a45", "#c9553d", "#9aab57", "#e3b95b", "#b0607a")


def walls(place: str, rng: Random) -> tuple[str, ...]:
    """Colours of house walls of a place."""
    return _WALLS.get(place) or rng.choice(_ALL)


def house(rng: Random, box: Box, wall: str, roof: str) -> str:
    """A front that fills the box, the roof above it; `roof` is gable, flat or tiled."""
    x, top, w, tall = box
    body = rect(x, top, w, tall, wall) + rect(x + w * 0.8, top, w * 0.2, tall, INK, opacity=0.05)
    tile = mix(dark(wall, 0.42), "#7a4432", 0.35)
    if roof == "gable":
        body += path(polygon([(x, top + 1), (x + w / 2, top - w * 0.42), (x + w, top + 1)]), wall)
        body += line(trace("M", x - 8, top + 8, "L", x + w / 2, top - w * 0.44, "L", x + w + 8, top + 8), tile, 18)
    elif roof == "tiled":
        body += path(
            polygon(
                [
                    (x - 14, top + 6),
                    (x + w * 0.12, top - w * 0.24),
                    (x + w * 0.88, top - w * 0.24),
                    (x + w + 14, top + 6),
                ]
            ),
            tile,
        )
        body += line(trace("M", x - 14, top + 6, "H", x + w + 14), dark(tile, 0.25), 8)
    else:
        body += rect(x - 8, top - 14, w + 16, 22, dark(wall, 0.25))
    return body + _panes(rng, box, wall)


def _panes(rng: Random, box: Box, wall: str) -> str:
    x, top, w, tall = box
    columns, rows = max(2, round(w / 96)), max(1, int((tall - 170) / 132))
    wide, step = w / columns * 0.46, w / columns
    lit, glass = mix("#f3d48f", wall, 0.15), mix("#4c5a60", wall, 0.3)
    frame, body = light(wall, 0.6), ""
    shutter = rng.choice(("", "", dark(wall, 0.35), mix(wall, "#4f7565", 0.6)))
    for row in range(rows):
        for column in range(columns):
            left, y = x + step * column + (step - wide) / 2, top + 36 + row * 132
            fill = lit if rng.random() < 0.16 else glass
            body += rect(left, y, wide, wide * 1.5, fill, stroke=frame, stroke_width=7)
            body += line(
                trace("M", left + wide / 2, y, "v", wide * 1.5, "M", left, y + wide * 0.7, "h", wide), frame, 4
            )
            if shutter:
                body += rect(left - wide * 0.36, y - 2, wide * 0.3, wide * 1.5 + 4, shutter) + rect(
                    left + wide * 1.06, y - 2, wide * 0.3, wide * 1.5 + 4, shutter
                )
    return body


def shopfront(rng: Random, x: float, w: float, ground: float, wall: str) -> str:
    """A door and a shop window under an awning."""
    colour, deep = rng.choice(AWNINGS), dark(wall, 0.5)
    body = rect(x + w * 0.08, ground - 150, w * 0.5, 118, mix("#f0d9a4", deep, 0.22), stroke=deep, stroke_width=9)
    body += rect(x + w * 0.66, ground - 168, w * 0.24, 168, deep) + rect(
        x + w * 0.7, ground - 156, w * 0.16, 74, mix("#f0d9a4", deep, 0.35)
    )
    goods = [(x + w * (0.14 + 0.07 * i), ground - 50 - (i * 29) % 17) for i in range(6)]
    return (
        body
        + dots(goods, 30, mix(rng.choice(FRUIT), deep, 0.25))
        + awning(x + w * 0.03, ground - 186, w * 0.94, 62, colour)
    )


def awning(x: float, y: float, w: float, deep: float, colour: str) -> str:
    """Striped cloth with a scalloped hem."""
    count = max(4, round(w / 46))
    step, body = w / count, ""
    for i in range(count):
        fill = colour if i % 2 == 0 else PAPER
        left = x + i * step
        body += path(
            trace("M", left, y, "h", step + 0.6, "v", deep, "a", step / 2, step * 0.4, 0, 0, 1, -step - 0.6, 0, "Z"),
            fill,
        )
    return (
        body
        + rect(x, y, w, deep * 0.3, WHITE, opacity=0.16)
        + rect(x, y + deep * 0.72, w, deep * 0.28, INK, opacity=0.08)
    )


def row(
    rng: Random,
    colours: tuple[str, ...],
    ground: float,
    low: float,
    high: float,
    *,
    shops: bool = False,
    w: float = 1600,
) -> str:
    """Houses side by side across the whole width."""
    x, body, before = -rng.uniform(20, 90), "", ""
    while x < w:
        wide = rng.uniform(210, 320)
        wall = rng.choice([colour for colour in colours if colour != before])
        tall = rng.uniform(low, high)
        body += house(rng, (x, ground - tall, wide, tall), wall, rng.choice(("gable", "gable", "tiled", "flat")))
        body += shopfront(rng, x, wide, ground, wall) if shops else ""
        x, before = x + wide, wall
    return body


def stall(rng: Random, x: float, ground: float, w: float, colour: str) -> str:
    """A market stall: awning on posts over crates of fruit."""
    top = ground - 330
    posts = rect(x + 14, top, 12, 330, "#6d4630") + rect(x + w - 26, top, 12, 330, "#6d4630")
    body = rect(x + 20, top + 60, w - 40, 170, INK, opacity=0.16) + posts
    step = w / 3
    for i in range(3):
        fruit, left = rng.choice(FRUIT), x + i * step
        heap = [(left + 24 + (step - 48) * j / 4, ground - 128 - 16 * (j % 2)) for j in range(5)]
        heap += [(left + 40 + (step - 80) * j / 2, ground - 160) for j in range(3)]
        body += dots(heap, 44, fruit) + dots([(px - 6, py - 8) for px, py in heap], 12, light(fruit, 0.5), opacity=0.7)
        body += rect(left + 4, ground - 122, step - 8, 58, "#b98a57") + line(
            trace("M", left + 6, ground - 94, "h", step - 12), "#8a5a36", 5
        )
    body += rect(x, ground - 64, w, 64, dark(colour, 0.35)) + rect(x, ground - 66, w, 9, "#c79a68")
    return body + awning(x - 22, top - 22, w + 44, 96, colour)


def tree(rng: Random, x: float, ground: float, tall: float) -> str:
    """A round tree."""
    colour, r = rng.choice(LEAVES), tall * 0.34
    crown = [(x - r * 0.6, ground - tall * 0.56), (x + r * 0.6, ground - tall * 0.58), (x, ground - tall * 0.78)]
    shine = [(px - r * 0.24, py - r * 0.24) for px, py in crown]
    return (
        line(trace("M", x, ground, "V", ground - tall * 0.6), "#6d4f3c", tall * 0.05)
        + dots(crown, r * 1.7, colour)
        + dots(shine, r * 0.9, light(colour, 0.2), opacity=0.6)
    )


def pine(x: float, ground: float, tall: float, colour: str) -> str:
    """A fir in three tiers."""
    tiers = "".join(
        polygon(
            [
                (x - tall * (0.13 + 0.06 * i), ground - tall * (0.62 - 0.25 * i)),
                (x, ground - tall * (1.0 - 0.22 * i)),
                (x + tall * (0.13 + 0.06 * i), ground - tall * (0.62 - 0.25 * i)),
            ]
        )
        for i in range(3)
    )
    return rect(x - tall * 0.03, ground - tall * 0.14, tall * 0.06, tall * 0.14, "#5b4437") + path(tiers, colour)


def lamp(x: float, ground: float) -> str:
    """A street lamp."""
    post = line(trace("M", x, ground, "v", -300), "#3b3431", 11) + line(
        trace("M", x - 22, ground - 2, "h", 44), "#3b3431", 14
    )
    return (
        post
        + path(
            polygon([(x - 28, ground - 366), (x + 28, ground - 366), (x + 18, ground - 304), (x - 18, ground - 304)]),
            "#f6dd9c",
        )
        + path(polygon([(x - 36, ground - 364), (x, ground - 396), (x + 36, ground - 364)]), "#3b3431")
    )


def boat(rng: Random, x: float, y: float, size: float) -> str:
    """A small fishing boat with a mast."""
    colour = rng.choice(AWNINGS)
    hull = path(
        (
            trace("M", -size, -size * 0.28, "Q", -size * 0.9, size * 0.14, -size * 0.6, size * 0.16)
            + trace("H", size * 0.6, "Q", size * 0.86, 0, size * 1.06, -size * 0.36)
            + trace("Q", 0, -size * 0.14, -size, -size * 0.28, "Z")
        ),
        colour,
    )
    rail = line(trace("M", -size, -size * 0.28, "Q", 0, -size * 0.14, size * 1.06, -size * 0.36), PAPER, size * 0.06)
    cabin = (
        path(rounded(-size * 0.5, -size * 0.62, size * 0.52, size * 0.44, 6), PAPER)
        + rect(-size * 0.4, -size * 0.52, size * 0.14, size * 0.16, "#5f7a86")
        + rect(-size * 0.18, -size * 0.52, size * 0.14, size * 0.16, "#5f7a86")
    )
    mast = line(
        trace("M", size * 0.24, -size * 0.2, "V", -size * 1.5, "L", size * 0.96, -size * 0.36), "#5b4437", size * 0.035
    )
    shade = ellipse(0, size * 0.2, size * 1.05, size * 0.08, INK, opacity=0.16)
    return moved(shade + mast + cabin + hull + rail, x, y)
