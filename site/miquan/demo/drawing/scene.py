"""The room around a thing: wall, table, window, shelf or market stall, light, shadow and a companion."""

from random import Random

from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.companions import beside
from miquan.demo.drawing.kit import Kit, Piece, contact
from miquan.demo.drawing.outside import view
from miquan.demo.drawing.palette import INK, LEAVES, PAPER, WHITE, Room, dark, light, mix
from miquan.demo.drawing.svg import Box, circle, dots, group, line, moved, path, polygon, rect, rounded, smooth, trace

SCENES = ("table", "window", "wall", "linen", "shelf", "market")
SIDE = 1200


def compose(k: Kit, piece: Piece, room: Room, scene: str, rng: Random) -> str:
    """The whole picture of 1200 by 1200."""
    if piece.way == "lie":
        return _from_above(k, piece, room, scene, rng)
    if piece.way == "hang":
        return _on_wall(k, piece, room, scene, rng)
    return _standing(k, piece, room, scene, rng)


def _standing(k: Kit, piece: Piece, room: Room, scene: str, rng: Random) -> str:
    edge = rng.uniform(690, 800) if scene != "shelf" else rng.uniform(850, 910)
    base = edge + rng.uniform(85, 150) if scene != "shelf" else edge + 18
    scale = min(740 / piece.width, min(680.0, base - 150) / piece.height, 1.7) * rng.uniform(0.93, 1.03)
    middle = 600 + rng.uniform(-50, 50)
    friend = beside(k, room, rng) if piece.height < 720 and rng.random() < 0.62 else None
    behind, before = "", ""
    if friend:
        side = 1 if middle < 600 else -1
        at = middle + side * (piece.width * scale / 2 + friend.width * 0.5 + rng.uniform(10, 60))
        near = rng.random() < 0.5 and scene != "shelf"
        room_for = friend.width / 2 + 24
        at = min(max(at, room_for), SIDE - room_for)
        drawn = moved(contact(k, friend.width) + friend.body, at, base + (46 if near else -18))
        behind, before = ("", drawn) if near else (drawn, "")
        middle -= side * 55
    thing = moved(contact(k, piece.width) + piece.body, middle, base, scale)
    return _wall(k, room, scene, edge, rng) + _table(k, room, scene, edge, rng) + behind + thing + before


def _wall(k: Kit, room: Room, scene: str, edge: float, rng: Random) -> str:
    body = bands((0, 0, SIDE, edge + 2), light(room.wall, 0.32), dark(room.wall, 0.13), (-k.lit, 0.9))
    if scene == "window":
        return body + _window(k, room, edge, rng)
    if scene == "market":
        return body + _stall(room, rng)
    if scene == "wall":
        return body + _on_the_wall(k, room, edge, rng)
    return body + (_sunlight(k, rng) if rng.random() < (0.65 if scene == "table" else 0.35) else "")


def _sunlight(k: Kit, rng: Random) -> str:
    """Panes of light, slanted, on the side that the light comes from."""
    x, y = rng.uniform(60, 160), rng.uniform(70, 170)
    w, h, slant = rng.uniform(170, 220), rng.uniform(190, 250), rng.uniform(0.14, 0.24)
    panes = []
    for column in range(2):
        for row in range(2):
            left, top = x + column * (w + 34), y + row * (h + 34) - column * w * slant
            panes.append(
                polygon([(left, top), (left + w, top - w * slant), (left + w, top + h - w * slant), (left, top + h)])
            )
    body = path("".join(panes), WHITE, opacity=rng.uniform(0.34, 0.5))
    return body if k.lit < 0 else group(body, transform="translate(1200 0) scale(-1 1)")


def _window(k: Kit, room: Room, edge: float, rng: Random) -> str:
    w, top = rng.uniform(620, 800), rng.uniform(70, 120)
    h = edge - top - rng.uniform(60, 110)
    left = (SIDE - w) / 2 + rng.uniform(-90, 90)
    seen = group(moved(view(k.pen, rng, w, h), left, top), clip_path=k.pen.clip(rounded(left, top, w, h, 2)))
    frame = light(room.wall, 0.75)
    bars = line(trace("M", left + w / 2, top, "v", h), frame, 24, stroke_linecap="butt")
    if rng.random() < 0.5:
        bars += line(trace("M", left, top + h * 0.42, "h", w), frame, 16, stroke_linecap="butt")
    around = rect(left, top, w, h, "none", stroke=frame, stroke_width=38)
    shade = rect(left - 19, top + h + 19, w + 38, 12, dark(room.wall, 0.25), opacity=0.5)
    curtain = _curtain(k, room, (left, top, w, h)) if rng.random() < 0.35 else ""
    veil = rect(left - 20, top - 20, w + 40, h + 40, room.wall, opacity=0.16)
    return seen + around + bars + veil + shade + curtain


def _curtain(k: Kit, room: Room, box: Box) -> str:
    left, top, w, h = box
    x = left - 60 if k.lit > 0 else left + w - 90
    cloth = light(room.wall, 0.5)
    folds = "".join(trace("M", x + 30 * i + 20, top - 40, "v", h + 60) for i in range(4))
    return rect(x, top - 50, 150, h + 90, cloth, 8, opacity=0.93) + line(folds, dark(cloth, 0.15), 6, opacity=0.5)


def _stall(room: Room, rng: Random) -> str:
    """An awning with a scalloped hem."""
    colour, count = rng.choice((room.beside, "#d2603f", "#3f6f6c", "#c98a2f")), rng.choice((5, 6, 7))
    w, deep = SIDE / count, rng.uniform(130, 190)
    body = rect(0, 0, SIDE, deep, colour) + rect(0, 0, SIDE, deep * 0.25, INK, opacity=0.08)
    for i in range(count):
        fill = colour if i % 2 == 0 else PAPER
        body += rect(i * w, deep * 0.2, w + 1, deep * 0.8, fill) + path(
            trace("M", i * w, deep, "a", w / 2, w * 0.34, 0, 0, 0, w, 0, "Z"), fill
        )
    return body + rect(0, deep, SIDE, 6, INK, opacity=0.1)


def _on_the_wall(k: Kit, room: Room, edge: float, rng: Random) -> str:
    kind = rng.choice(("disc", "leaf", "panel", "tiles"))
    x = 850 if k.lit < 0 else 350
    if kind == "disc":
        return circle(x, rng.uniform(280, 380), rng.uniform(210, 290), light(room.wall, 0.6), opacity=0.75)
    if kind == "leaf":
        return group(_leaf_shadow(rng), opacity=0.1, transform=f"translate({x} 60)")
    if kind == "panel":
        return rect(0, edge - 210, SIDE, 210, mix(room.wall, room.table, 0.28)) + rect(
            0, edge - 216, SIDE, 12, light(room.wall, 0.5)
        )
    rows = "".join(trace("M", 0, y, "h", SIDE) for y in range(60, int(edge), 120))
    columns = "".join(trace("M", x, 0, "v", edge) for x in range(60, SIDE, 120))
    return line(rows + columns, light(room.wall, 0.6), 5, opacity=0.7)


def _leaf_shadow(rng: Random) -> str:
    body = line(smooth([(0, 560), (-30, 300), (20, 0)]), INK, 10)
    for i in range(9):
        side = 1 if i % 2 else -1
        blade = trace("M", 0, 0, "Q", 90, -90, 210, -40, "Q", 110, 40, 0, 0, "Z")
        body += moved(
            group(path(blade, INK), transform=f"scale({side} 1)"), -10, 500 - i * 58, 1, side * rng.uniform(-20, 10)
        )
    return body


def _table(k: Kit, room: Room, scene: str, edge: float, rng: Random) -> str:
    if scene == "shelf":
        return _shelf(k, room, edge)
    top = light(room.table, 0.08)
    body = bands((0, edge, SIDE, SIDE - edge), top, dark(room.table, 0.22))
    body += rect(0, edge, SIDE, 5, light(room.table, 0.35), opacity=0.55)
    if scene == "linen":
        return body + _runner(k, room, edge, rng)
    if scene == "market":
        planks = "".join(trace("M", 0, edge + 90 + i * 110, "h", SIDE) for i in range(4))
        return body + line(planks, dark(room.table, 0.4), 7, opacity=0.45)
    if rng.random() < 0.5:
        grain = "".join(_grain(rng, rng.uniform(0, 900), edge + rng.uniform(30, SIDE - edge - 20)) for _ in range(7))
        body += line(grain, dark(room.table, 0.35), 4, opacity=0.22)
    return body


def _grain(rng: Random, x: float, y: float) -> str:
    return trace("M", x, y, "q", rng.uniform(80, 160), rng.uniform(-8, 8), rng.uniform(200, 420), rng.uniform(-3, 3))


def _shelf(k: Kit, room: Room, edge: float) -> str:
    wall = rect(0, edge, SIDE, SIDE - edge, dark(room.wall, 0.1))
    shade = rect(0, edge + 128, SIDE, 150, k.pen.linear((0, INK, 0.3), (1, INK, 0.0), end=(0.0, 1.0)))
    front = rect(0, edge + 90, SIDE, 46, k.down(room.table, dark(room.table, 0.3)))
    return wall + shade + rect(0, edge, SIDE, 92, light(room.table, 0.12)) + front


def _runner(k: Kit, room: Room, edge: float, rng: Random) -> str:
    """A cloth over the table, with folds and a border."""
    cloth = mix(rng.choice((PAPER, light(room.beside, 0.7), light(room.wall, 0.5))), room.wall, 0.2)
    left, right = rng.uniform(40, 140), rng.uniform(1060, 1160)
    d = polygon([(left + 60, edge + 22), (right - 60, edge + 22), (right + 80, SIDE), (left - 80, SIDE)])
    folds = "".join(
        trace("M", x, edge + 22, "l", (x - 600) * 0.16, SIDE - edge) for x in (left + 240, 600, right - 260)
    )
    rim = trace("M", left + 52, edge + 62, "L", right - 52, edge + 62)
    body = (
        path(d, cloth)
        + line(folds, INK, 10, opacity=0.05)
        + line(rim, rng.choice((room.beside, room.table)), 7, opacity=0.6)
    )
    return body + path(d, k.slope(0.12))


def _from_above(k: Kit, piece: Piece, room: Room, scene: str, rng: Random) -> str:
    scale = min(850 / max(piece.width, piece.height), 1.6) * rng.uniform(0.92, 1.03)
    ground = {"table": light(room.table, 0.1), "shelf": room.table, "market": light(room.table, 0.25)}.get(
        scene, dark(room.wall, 0.06)
    )
    body = bands((0, 0, SIDE, SIDE), light(ground, 0.22), dark(ground, 0.2), (-k.lit, 1.0))
    if scene in {"table", "market", "shelf"}:
        seams = "".join(
            trace("M", 0, y, "h", SIDE) for y in (rng.uniform(150, 260), rng.uniform(520, 640), rng.uniform(900, 1010))
        )
        grain = "".join(_grain(rng, rng.uniform(0, 900), rng.uniform(40, 1160)) for _ in range(9))
        body += line(seams, dark(ground, 0.45), 6, opacity=0.3) + line(grain, dark(ground, 0.4), 4, opacity=0.16)
    if scene == "linen":
        body += _spread(k, room, rng)
    if scene == "wall":
        specks = [(rng.uniform(0, SIDE), rng.uniform(0, SIDE)) for _ in range(70)]
        body += dots(specks, 9, dark(ground, 0.3), opacity=0.22)
    body += _sunlight(k, rng) if scene == "window" or rng.random() < 0.3 else ""
    body += _sprig(k, rng) if rng.random() < 0.45 else ""
    return body + moved(piece.body, 600 + rng.uniform(-30, 30), 600 + rng.uniform(-30, 30), scale, rng.uniform(-9, 9))


def _spread(k: Kit, room: Room, rng: Random) -> str:
    cloth = mix(light(room.beside, 0.72), PAPER, 0.3)
    body = rect(-500, -430, 1000, 900, cloth, 6) + rect(
        -470, -400, 940, 840, "none", stroke=room.beside, stroke_width=8, opacity=0.45
    )
    body += line("M-160 -430v900M170 -430v900M-500 10h1000", INK, 9, opacity=0.045)
    fringe = "".join(f"M{x} 470v26" for x in range(-490, 500, 24))
    return moved(body + line(fringe, cloth, 5), 600, 590, 1, rng.uniform(-7, 7))


def _sprig(k: Kit, rng: Random) -> str:
    colour = rng.choice(LEAVES)
    blade = trace("M", 0, 0, "Q", 22, -34, 74, -16, "Q", 30, 24, 0, 0, "Z")
    stem = line(smooth([(0, 0), (60, -90), (70, -240)]), dark(colour, 0.2), 7)
    leaves = "".join(moved(path(blade, colour), 20 + i * 11, -50 - i * 38, 1, -20 if i % 2 else -140) for i in range(6))
    x, y = (1020, 1120) if k.lit < 0 else (110, 1130)
    return moved(stem + leaves, x, y, 1.3, rng.uniform(-40, 10))


def _on_wall(k: Kit, piece: Piece, room: Room, scene: str, rng: Random) -> str:
    low = scene in {"table", "linen", "shelf"}
    edge = rng.uniform(1000, 1070) if low else 1200
    scale = min(820 / piece.width, (edge - 190) / piece.height, 1.5) * rng.uniform(0.94, 1.0)
    body = _wall(k, room, scene if scene == "market" else "table", 1200, rng)
    if low:
        body += bands((0, edge, SIDE, SIDE - edge), light(room.table, 0.1), dark(room.table, 0.2))
    middle = 560 if low else 600
    return body + moved(piece.body, 600 + rng.uniform(-25, 25), middle * edge / 1200 + (40 if low else 0), scale)
