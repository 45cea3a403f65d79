"""Colours: arithmetic on `#rrggbb`, and the walls and tables that belong to a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

WHITE, INK, PAPER = "#fffaf0", "#2a1d16", "#fbf4e4"
WOODS = ("#a87850", "#8a5a36", "#c79a68", "#6d4630")
LEAVES = ("#7f9b72", "#5d7f63", "#94a873", "#6c8a86")
GOLD = "#d9a441"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Room:
    """What surrounds a thing: the wall, the table, and one colour for small things beside it."""

    wall: str
    table: str
    beside: str


_ROOMS = {
    "honey": Room("#ecdcbc", "#a27148", "#c7714b"),
    "clay": Room("#d6c9ba", "#5b4437", "#7d8f87"),
    "paper": Room("#e7e1d6", "#41342d", "#a3452f"),
    "oat": Room("#e5dacb", "#bb9a70", "#4f6f6a"),
    "sage": Room("#dde6d5", "#c39f6e", "#c9824f"),
    "mist": Room("#dae3e0", "#8a6a50", "#3f6c72"),
    "sky": Room("#d5e2ea", "#86a5ba", "#d9a05b"),
    "fjord": Room("#ccd9de", "#52626b", "#c8604a"),
    "rose": Room("#f0dcd8", "#bd8578", "#7f9b72"),
    "lilac": Room("#dacfde", "#4d4056", "#e0ad55"),
    "sea": Room("#d3e6e2", "#d8c5a6", "#e0875c"),
    "sun": Room("#f3e0b4", "#b5713f", "#3d7a80"),
    "terracotta": Room("#ecc9ae", "#8f5138", "#4d7f78"),
    "moss": Room("#c9cfb8", "#6a5138", "#b5563c"),
    "ash": Room("#dcdad6", "#77706a", "#b98d52"),
    "plum": Room("#e3d3d3", "#6b4a4c", "#8d9d7b"),
}
_OF_PLACE = {
    "JP": "honey clay paper oat mist",
    "TW": "sage honey oat rose mist",
    "HK": "mist sea rose oat",
    "CN": "paper clay honey moss",
    "KR": "paper oat lilac mist",
    "GB": "moss plum mist ash clay",
    "IE": "moss mist oat",
    "IS": "fjord ash sky",
    "DK": "ash sky oat fjord",
    "SE": "sky ash oat",
    "NO": "fjord sky ash",
    "FI": "ash fjord oat",
    "DE": "ash clay oat moss",
    "FR": "rose lilac oat honey",
    "PT": "sun sea terracotta honey",
    "ES": "sun terracotta oat",
    "IT": "terracotta sun sage rose",
    "GR": "sea sun oat",
    "TR": "terracotta plum sun sea",
    "MA": "terracotta sun rose",
    "MX": "sun terracotta rose sage",
    "PE": "terracotta plum sun",
    "US": "mist oat sage clay",
    "CA": "fjord mist oat",
    "AU": "sea sun oat",
    "TH": "sage sun honey",
    "VN": "sage sun moss",
    "IN": "sun rose terracotta",
    "NP": "plum terracotta moss",
}


def colour_or(text: object, default: str) -> str:
    """The colour if it is one, else the default."""
    return text.lower() if isinstance(text, str) and _HEX.fullmatch(text) else default


def mix(one: str, other: str, share: float) -> str:
    """A colour between two; share 0 is the first."""
    a, b = _parts(one), _parts(other)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def light(colour: str, share: float = 0.25) -> str:
    """The colour in warm light."""
    return mix(colour, "#fff4dc", share)


def dark(colour: str, share: float = 0.25) -> str:
    """The colour in warm shade."""
    return mix(colour, "#24160f", share)


def brightness(colour: str) -> float:
    """How bright, 0 to 1."""
    r, g, b = _parts(colour)
    return (0.299 * r + 0.587 * g + 0.114 * b) / 255


def apart(one: str, other: str) -> float:
    """How different two colours look, 0 to about 1."""
    weights = (0.3, 0.59, 0.11)
    return sum(w * abs(x - y) / 255 for w, x, y in zip(weights, _parts(one), _parts(other), strict=True))


def steps_between(one: str, other: str) -> int:
    """How many colours eight bits can show from the one to the other, both included."""
    return 1 + max(abs(x - y) for x, y in zip(_parts(one), _parts(other), strict=True))


def room(place: str, main: str, rng: Random) -> Room:
    """A room of this place in which a thing of the main colour stands out."""
    names = _OF_PLACE.get(place, "").split() or list(_ROOMS)
    rooms = [_ROOMS[name] for name in names]
    clear = [found for found in rooms if apart(found.wall, main) > 0.14 and apart(found.table, main) > 0.07]
    return rng.choice(clear or [max(rooms, key=lambda found: apart(found.wall, main))])


def three(colours: Sequence[str], rng: Random) -> tuple[str, str, str]:
    """Main, second and accent colour; what is missing goes with the main one."""
    main = colours[0] if colours else rng.choice([found.beside for found in _ROOMS.values()])
    second = colours[1] if len(colours) > 1 else (light(main, 0.62) if brightness(main) < 0.6 else dark(main, 0.5))
    accent = colours[2] if len(colours) > 2 else rng.choice((GOLD, "#c8553d", "#3f6c72", "#8a5a36", "#e3c9a0"))
    return main, second, accent


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
