"""Portraits of members: a simple bust in warm colours, 512 by 512."""

from collections.abc import Callable
from random import Random
from typing import Any

from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.palette import INK, PAPER, WHITE, brightness, colour_or, dark, light, mix
from miquan.demo.drawing.svg import Pen, circle, document, dots, ellipse, line, path, rect, rounded

SIDE = 512
_FACE = "M157 236C157 336 212 380 256 380C300 380 355 336 355 236C355 128 157 128 157 236Z"
_CROWN = "M150 262C138 140 196 96 256 96C316 96 374 140 362 262"

Hair = Callable[[str, Random], tuple[str, str]]


def draw_portrait(spec: dict[str, Any], seed: int) -> str:
    """An SVG of 512 by 512. `spec`: hair, hair_colour, skin, clothes, ground, glasses, beard; what is missing or
    unknown falls back."""
    rng = Random(seed)
    skin = colour_or(spec.get("skin"), "#eec7a4")
    hair = colour_or(spec.get("hair_colour"), "#33251f")
    clothes = colour_or(spec.get("clothes"), "#3f6c72")
    ground = colour_or(spec.get("ground"), "#e6d2a8")
    kind = spec.get("hair")
    draw = HAIR.get(kind if isinstance(kind, str) else "", _short)
    back, front = draw(hair, rng)
    behind = bands((0, 0, SIDE, SIDE), light(ground, 0.3), dark(ground, 0.1), (0.6, 1.0))
    body = behind + back + _shoulders(clothes, skin, rng) + _head(skin, hair, rng)
    body += _beard(hair) if spec.get("beard") is True else ""
    body += _mouth(rng) + front + (_glasses(hair, rng) if spec.get("glasses") is True else "")
    return document(SIDE, SIDE, Pen(), body)


def _shoulders(clothes: str, skin: str, rng: Random) -> str:
    neck = dark(skin, 0.12)
    coat = path("M52 520C60 424 150 396 256 396C362 396 452 424 460 520Z", clothes)
    coat += path("M52 520C60 424 150 396 256 396C140 416 110 450 104 520Z", WHITE, opacity=0.08)
    throat = rect(216, 330, 80, 84, neck)
    throat += path("M216 350Q256 396 296 350V372Q256 408 216 372Z", dark(skin, 0.26), opacity=0.5)
    collar = rng.choice(("round", "round", "vee", "high", "shirt"))
    if collar == "vee":
        return (
            coat
            + throat
            + path("M206 398L256 476L306 398Q256 420 206 398Z", neck)
            + line("M204 399L256 478L308 399", dark(clothes, 0.22), 12)
        )
    if collar == "high":
        return (
            throat
            + coat
            + path(rounded(204, 374, 104, 48, 18), light(clothes, 0.14))
            + line("M210 408h92", dark(clothes, 0.2), 5, opacity=0.6)
        )
    if collar == "shirt":
        wing = light(clothes, 0.6) if brightness(clothes) < 0.6 else dark(clothes, 0.2)
        return (
            coat
            + throat
            + path("M212 386L256 430L222 462L190 402Z", wing)
            + path("M300 386L256 430L290 462L322 402Z", wing)
        )
    knit = line("M120 452H392M96 484H416", light(clothes, 0.4), 8, opacity=0.5, stroke_dasharray="2 16")
    return (
        coat
        + throat
        + path("M206 397Q256 446 306 397V392Q256 424 206 392Z", neck)
        + line("M204 398Q256 446 308 398", dark(clothes, 0.2), 11)
        + (knit if rng.random() < 0.5 else "")
    )


def _head(skin: str, hair: str, rng: Random) -> str:
    ears = "".join(circle(x, 262, 21, dark(skin, 0.1)) for x in (156, 356))
    body = (
        ears
        + path(_FACE, skin)
        + path("M256 145C355 145 355 200 355 236C355 336 300 380 256 380C330 350 330 200 256 145Z", INK, opacity=0.05)
    )
    blush = mix(skin, "#e0705a", 0.5)
    body += ellipse(196, 300, 23, 18, blush, opacity=0.55) + ellipse(316, 300, 23, 18, blush, opacity=0.55)
    brow = dark(hair, 0.1) if brightness(hair) < 0.7 else dark(hair, 0.35)
    body += line("M194 232q18 -12 36 -3M282 229q18 -9 36 3", brow, 7, opacity=0.75)
    if rng.random() < 0.25:
        return body + line("M200 266q15 -16 30 0M282 266q15 -16 30 0", INK, 8)
    return (
        body
        + ellipse(214, 264, 9, 13, INK)
        + ellipse(298, 264, 9, 13, INK)
        + circle(217, 259, 3, WHITE)
        + circle(301, 259, 3, WHITE)
    )


def _mouth(rng: Random) -> str:
    nose = line("M254 286q-7 14 6 16", "#8a4a34", 5, opacity=0.45)
    if rng.random() < 0.3:
        return (
            nose
            + path("M226 322Q256 334 286 322Q278 354 256 354Q234 354 226 322Z", "#8e3b33")
            + path("M234 326Q256 334 278 326L276 333Q256 339 236 333Z", PAPER)
        )
    return nose + line(rng.choice(("M228 326q28 26 56 0", "M232 328q24 18 48 0", "M232 332q26 20 52 -8")), "#9c4637", 8)


def _beard(hair: str) -> str:
    jaw = "M158 256C158 352 206 402 256 402C306 402 354 352 354 256C344 300 326 304 306 304Q256 290 206 304C186 304 168 300 158 256Z"
    return path(jaw, hair) + ellipse(256, 332, 40, 20, mix(hair, INK, 0.3), opacity=0.5)


def _glasses(hair: str, rng: Random) -> str:
    colour = rng.choice(("#3a2a22", "#7a4a2a", "#2f4a4a", "#a3452f"))
    if rng.random() < 0.6:
        rims = "".join(circle(x, 264, 36, WHITE, fill_opacity=0.18, stroke=colour, stroke_width=7) for x in (212, 300))
    else:
        rims = "".join(
            path(rounded(x - 38, 238, 76, 54, 16), WHITE, fill_opacity=0.18, stroke=colour, stroke_width=7)
            for x in (212, 300)
        )
    return rims + line("M248 262q8 -6 16 0M176 258l-18 -6M336 258l18 -6", colour, 7)


def _strands(hair: str, d: str) -> str:
    return line(d, light(hair, 0.3), 5, opacity=0.35)


def _bob(hair: str, rng: Random) -> tuple[str, str]:
    back = path(
        "M132 388C108 300 112 96 256 96C400 96 404 300 380 388Q344 398 336 360H176Q168 398 132 388Z", dark(hair, 0.12)
    )
    sides = "M150 250C140 300 148 356 160 376Q134 392 128 372C110 296 118 92 256 92C394 92 402 296 384 372Q378 392 352 376C364 356 372 300 362 250"
    straight = "L342 226Q256 238 170 226Z"
    swept = "C350 226 320 190 290 166C260 216 190 222 150 250Z"
    return back, path(sides + rng.choice((straight, swept)), hair) + _strands(
        hair, "M176 150Q200 118 244 112M142 250Q136 300 144 350"
    )


def _long(hair: str, rng: Random) -> tuple[str, str]:
    back = path(
        "M112 470C128 380 96 92 256 92C416 92 384 380 400 470Q360 500 330 460V360H182V460Q150 500 112 470Z",
        dark(hair, 0.12),
    )
    parted = "C350 214 300 204 262 142C226 200 170 214 150 262Z"
    side = "C346 214 330 190 316 160C270 214 200 206 150 262Z"
    locks = path(
        "M152 240C140 320 160 400 128 470Q104 470 110 440C124 340 118 250 152 200ZM360 240C372 320 352 400 384 470Q408 470 402 440C388 340 394 250 360 200Z",
        hair,
    )
    return back, path(_CROWN + rng.choice((parted, side)), hair) + locks + _strands(
        hair, "M176 156Q206 116 250 112M128 300Q130 370 122 430"
    )


def _short(hair: str, rng: Random) -> tuple[str, str]:
    top = rng.choice(
        (
            "C352 222 340 200 324 188Q250 208 190 178Q160 210 150 262Z",
            "C350 206 322 190 256 190C190 190 162 206 150 262Z",
            "C354 226 344 204 330 176Q290 214 168 206Q156 226 150 262Z",
        )
    )
    return "", path(_CROWN + top, hair) + _strands(hair, "M176 150Q206 116 262 112")


def _bun(hair: str, rng: Random) -> tuple[str, str]:
    knot = circle(256, 76, 46, dark(hair, 0.1)) + line("M224 70q32 -30 62 4", light(hair, 0.3), 5, opacity=0.4)
    front = path(_CROWN + "C346 210 310 186 256 164C202 186 166 210 150 262Z", hair)
    pin = line("M204 96L312 52", "#d9a441", 8) if rng.random() < 0.4 else ""
    return knot + pin, front + _strands(hair, "M180 158Q210 124 250 116M332 158Q306 124 268 116")


def _curly(hair: str, rng: Random) -> tuple[str, str]:
    ring = (
        (142, 300),
        (124, 250),
        (130, 196),
        (156, 146),
        (204, 110),
        (256, 98),
        (308, 110),
        (356, 146),
        (382, 196),
        (388, 250),
        (370, 300),
    )
    back = dots([(x + rng.uniform(-5, 5), y + rng.uniform(-5, 5)) for x, y in ring], 92, dark(hair, 0.1))
    brow = [(172, 204), (206, 176), (250, 164), (296, 174), (336, 200)]
    curls = line("M150 196q14 -22 36 -12M230 130q18 -18 40 -4M330 170q20 -12 34 10", light(hair, 0.3), 6, opacity=0.4)
    return back, dots(brow, 66, hair) + path("M158 200Q256 60 354 200Q256 130 158 200Z", hair) + curls


def _bald(hair: str, rng: Random) -> tuple[str, str]:
    shine = ellipse(222, 178, 30, 12, WHITE, opacity=0.35, transform="rotate(-24 222 178)")
    if rng.random() < 0.5:
        return "", shine
    return path("M146 290C128 230 140 190 166 180V290ZM366 290C384 230 372 190 346 180V290Z", hair), shine


def _cap(hair: str, rng: Random) -> tuple[str, str]:
    colour = rng.choice(("#3f6c72", "#b5563c", "#7f8f6a", "#33445c", "#c98a2f"))
    back = path(
        "M140 330C124 260 140 190 160 180H352C372 190 388 260 372 330Q352 340 350 300H162Q160 340 140 330Z", hair
    )
    dome = path("M146 214C140 118 200 84 256 84C312 84 372 118 366 214Q256 176 146 214Z", colour)
    if rng.random() < 0.5:
        brim = path("M140 214Q256 160 372 214Q404 226 396 240Q256 186 116 240Q108 226 140 214Z", dark(colour, 0.2))
        return back, dome + brim + circle(256, 86, 11, dark(colour, 0.25)) + line(
            "M256 92V178", dark(colour, 0.2), 4, opacity=0.5
        )
    cuff = path("M142 226Q256 184 370 226V186Q256 146 142 186Z", light(colour, 0.16))
    ribs = line(
        "M166 214v-34M196 204v-36M226 198v-36M256 196v-36M286 198v-36M316 204v-36M346 214v-34",
        dark(colour, 0.2),
        5,
        opacity=0.5,
    )
    return back, dome + cuff + ribs + circle(256, 76, 28, light(colour, 0.3))


def _pony(hair: str, rng: Random) -> tuple[str, str]:
    tail = "M330 130C420 110 448 200 424 270C414 320 430 350 408 372C380 350 384 300 388 260C392 210 366 180 330 170Z"
    back = path(tail, dark(hair, 0.12)) + circle(348, 146, 20, rng.choice(("#c8553d", "#3f6c72", "#d9a441")))
    front = path(_CROWN + "C348 210 330 180 306 158C260 206 190 206 150 262Z", hair)
    return back, front + _strands(hair, "M180 156Q216 112 300 122")


HAIR: dict[str, Hair] = {
    "bob": _bob,
    "long": _long,
    "short": _short,
    "bun": _bun,
    "curly": _curly,
    "bald": _bald,
    "cap": _cap,
    "pony": _pony,
}
