"""The picture of a product: from a few words to a whole still life. Whatever the words are, a picture comes out."""

from random import Random
from typing import Any

from miquan.demo.drawing.kit import Kit
from miquan.demo.drawing.objects import OBJECTS
from miquan.demo.drawing.packages import parcel
from miquan.demo.drawing.palette import colour_or, room, three
from miquan.demo.drawing.patterns import PATTERNS
from miquan.demo.drawing.scene import SCENES, SIDE, compose
from miquan.demo.drawing.svg import Pen, document


def draw_product(spec: dict[str, Any], seed: int) -> str:
    """An SVG of 1200 by 1200. `spec`: object, colours (one to three `#rrggbb`), pattern, scene, light, place (ISO
    country). What is missing or unknown falls back; an unknown object becomes a wrapped parcel."""
    rng = Random(seed)
    main, second, accent = three(_colours(spec.get("colours")), rng)
    kit = Kit(rng, Pen(), main, second, accent, _word(spec, "pattern", PATTERNS, "plain"), _lit(spec))
    around = room(_text(spec.get("place")), main, rng)
    piece = OBJECTS.get(_text(spec.get("object")), parcel)(kit)
    body = compose(kit, piece, around, _word(spec, "scene", SCENES, "table"), rng)
    return document(SIDE, SIDE, kit.pen, body)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _word(spec: dict[str, Any], key: str, known: Any, default: str) -> str:
    word = _text(spec.get(key))
    return word if word in known else default


def _colours(value: object) -> list[str]:
    listed = value if isinstance(value, list | tuple) else []
    return [colour for colour in (colour_or(part, "") for part in listed[:3]) if colour]


def _lit(spec: dict[str, Any]) -> int:
    return 1 if spec.get("light") == "right" else -1
