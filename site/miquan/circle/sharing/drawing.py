"""The picture itself: words on paper beside the post's own photo, 1200 × 630, as PNG. No I/O but the font's file."""

import base64
import re
import unicodedata
from dataclasses import dataclass

import resvg_py

from miquan.circle.sharing.fonts import font
from miquan.text import xml_text

WIDTH, HEIGHT = 1200, 630
_PHOTO = 525
_EDGE = 72
# Punctuation that begins no line.
_CLOSING = frozenset("，。：；？！、」』）》〉”’,.:;?!)…")
_TOKEN = re.compile(r"[\x21-\x7e\u00c0-\u024f]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Card:
    """What is drawn. `photo` and `face` are JPEG, PNG or WebP bytes; `site` is what the site is called."""

    title: str
    name: str
    place: str
    site: str
    lang: str
    photo: bytes | None = None
    face: bytes | None = None


def draw(card: Card) -> bytes:
    """PNG bytes; without words where no font has their characters."""
    found = font(card.lang)
    words = _words(card, found[1]) if found else ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        '<defs><linearGradient id="light" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fdf0d2"/><stop offset="1" stop-color="#faf8f4"/></linearGradient>'
        f'<clipPath id="round"><circle cx="{_EDGE + 36}" cy="{HEIGHT - 100}" r="36"/></clipPath></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#faf8f4"/><rect width="{WIDTH}" height="360" fill="url(#light)"/>'
        f"{_photo(card)}{_face(card)}{words}{_mark(card)}</svg>"
    )
    files = [found[0]] if found else []
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, skip_system_fonts=True, font_files=files))


def _photo(card: Card) -> str:
    if card.photo is None:
        return ""
    return _image(card.photo, WIDTH - _PHOTO, 0, _PHOTO, HEIGHT)


def _face(card: Card) -> str:
    x, y = _EDGE + 36, HEIGHT - 100
    if card.face is None:
        return f'<circle cx="{x}" cy="{y}" r="36" fill="#e9d9c4"/>'
    return f'<g clip-path="url(#round)">{_image(card.face, x - 36, y - 36, 72, 72)}</g>'


def _image(data: bytes, x: int, y: int, width: int, height: int) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "webp" if data[8:12] == b"WEBP" else "jpeg"
    told = base64.b64encode(data).decode()
    return (
        f'<svg x="{x}" y="{y}" width="{width}" height="{height}"><image width="{width}" height="{height}" '
        f'preserveAspectRatio="xMidYMid slice" xlink:href="data:image/{kind};base64,{told}"/></svg>'
    )


def _mark(card: Card) -> str:
    """The ring and the drop, at the end of the words' side."""
    x, y = (WIDTH - _PHOTO if card.photo else WIDTH) - _EDGE - 12, HEIGHT - 100
    return (
        f'<g fill="none" stroke="#dda02f" stroke-width="6" stroke-linecap="round"><path d="M{x + 12} {y - 16}A20 20 0 1 0 {x + 20} {y}"/></g>'
        f'<path fill="#b97a16" d="M{x} {y - 9}c5 6 8 10 8 13a8 8 0 0 1-16 0c0-3 3-7 8-13z"/>'
    )


def _words(card: Card, family: str) -> str:
    room = (WIDTH - _PHOTO if card.photo else WIDTH) - 2 * _EDGE
    size, most = (52, 5) if card.photo else (64, 5)
    lines = lines_of(_drawable(card.title), room / size, most)
    y = _EDGE + size
    text = "".join(
        f'<text x="{_EDGE}" y="{y + n * round(size * 1.42)}" font-size="{size}" fill="#2c2219">{xml_text(line)}</text>'
        for n, line in enumerate(lines)
    )
    name = lines_of(_drawable(card.name), (room - 150) / 30, 1)
    place = lines_of(_drawable(card.place or card.site), (room - 150) / 24, 1)
    x = _EDGE + 92
    return (
        f'<g font-family="{family}" font-weight="700">{text}<text x="{x}" y="{HEIGHT - 106}" font-size="30" fill="#2c2219">{xml_text("".join(name))}</text>'
        f'<text x="{x}" y="{HEIGHT - 68}" font-size="24" fill="#6b5a4a">{xml_text("".join(place))}</text></g>'
    )


def _drawable(words: str) -> str:
    """Without what fonts for text have no shapes for, such as emoji and joiners."""
    kept = (
        c for c in words if unicodedata.category(c) not in ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Mn") or c == " "
    )
    return " ".join("".join(kept).split())


def lines_of(words: str, room: float, most: int) -> list[str]:
    """The words in lines of at most `room` em; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    line, used = "", 0.0
    for token in _tokens(words, room):
        wide = sum(map(_width, token))
        if used + wide > room and line and token[0] not in _CLOSING:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if token.isspace():
                continue
        line, used = line + token, used + wide
    lines = [one for one in [*lines, line.rstrip()] if one]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and sum(map(_width, last)) + 1 > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _tokens(words: str, room: float) -> list[str]:
    """Words of Latin letters stay whole unless a line cannot hold them; Chinese parts anywhere."""
    found: list[str] = []
    for token in _TOKEN.findall(words):
        found.extend([token] if sum(map(_width, token)) <= room else token)
    return found


def _width(char: str) -> float:
    """About how wide a character is, in em."""
    if unicodedata.east_asian_width(char) in "WFA" and not char.isascii():
        return 1.0
    return 0.3 if char == " " else 0.72 if char.isupper() else 0.58
