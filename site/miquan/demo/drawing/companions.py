"""Small things that stand beside the main one."""

from dataclasses import replace
from random import Random

from miquan.demo.drawing.glassware import branches
from miquan.demo.drawing.kit import Kit, Piece
from miquan.demo.drawing.palette import LEAVES, PAPER, Room, light, mix
from miquan.demo.drawing.svg import circle, ellipse, moved, path, trace
from miquan.demo.drawing.vessels import MATCHA, TEA, vessel


def beside(k: Kit, room: Room, rng: Random) -> Piece:
    """A cup, a bud vase, fruit, a stone or a little box, in the colours of the room."""
    colour = rng.choice((PAPER, room.beside, mix(room.beside, PAPER, 0.5), light(room.table, 0.45)))
    friend = replace(
        k,
        rng=rng,
        main=colour,
        second=room.table,
        accent=room.beside,
        pattern=rng.choice(("plain", "plain", "dots", "stripe")),
    )
    return rng.choice((_cup, _cup, _bud, _fruit, _stones))(friend)


def _cup(k: Kit) -> Piece:
    r, h = k.between(58, 72), k.between(88, 120)
    return Piece(
        vessel(
            k,
            [(r, -h), (r * 0.94, -h * 0.4), (r * 0.8, 0)],
            k.main,
            inside=light(k.main, 0.3),
            full=k.pick(TEA, MATCHA),
        ),
        2 * r,
        h,
    )


def _bud(k: Kit) -> Piece:
    h, w = k.between(150, 200), k.between(52, 70)
    body = vessel(k, [(22, -h), (20, -h * 0.8), (w, -h * 0.36), (w * 0.7, 0)], k.main, inside="#4b382b")
    return Piece(moved(branches(k, -h / 0.5, k.chance(0.6)), 0, 0, 0.5) + body, 2 * w, h)


def _fruit(k: Kit) -> Piece:
    colour, r = k.pick("#e0a23c", "#c9553d", "#9aab57", "#d98a6a"), k.between(54, 68)
    one = circle(0, -r, r, k.ball(colour)) + path(
        trace("M", 0, -2 * r + 6, "q", 26, -40, 60, -26, "q", -16, 34, -60, 26, "Z"), LEAVES[1]
    )
    if k.chance(0.5):
        return Piece(one, 2 * r, 2 * r)
    return Piece(moved(circle(0, -r, r, k.ball(colour)), r * 0.8, -14) + moved(one, -r * 0.7), 3.4 * r, 2 * r)


def _stones(k: Kit) -> Piece:
    paint = k.shade()
    body = ""
    for y, r in ((-24, 74), (-64, 52)):
        body += ellipse(0, y, r, 28, mix(k.main, "#8b857c", 0.6)) + ellipse(0, y, r, 28, paint)
    return Piece(body, 150, 100)
