"""Words of a file as words of ours: lines without tags, stories as clean HTML whatever they were written in. Pure."""

import re
from html import escape, unescape

from miquan import text

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!?][^<>]*>?")
_NAMED_TAG = re.compile(r"<\s*/?\s*([a-zA-Z!][\w:-]*)[^<>]*>")
_BLOCK = re.compile(r"<\s*(?:p|div|li|table|h\d|tr|ul|ol)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TYPED = re.compile(r"(?:<br\s*/?>)?[^\S\n]*\n", re.IGNORECASE)
# Line ends as programs write them that may not hold any in a cell.
_WRITTEN = re.compile(r"\^n|\\r\\n|\\n|_x000D_\n?|[\u2028\u2029]")
_STORY_READ = 500_000


def line(cell: str, limit: int) -> str:
    """One line of words: no tags, no entities, cleaned."""
    if "<" in cell or "&" in cell:
        cell = words_of(cell)
    return text.clean_line(cell, limit)


def words_of(cell: str) -> str:
    """The words of what may be HTML, also where it was escaped. A lone `<` or `&` stays what it is."""
    plain = unescape(cell)
    for _round in range(3):
        if not _TAG.search(plain):
            break
        plain = text.html_to_text(text.clean_html(plain))
    return plain


def story(cell: str) -> str:
    """A story as HTML that may be kept: HTML is cleaned, plain words become paragraphs."""
    told = text.clean_text(_WRITTEN.sub("\n", cell[:_STORY_READ]), _STORY_READ)
    if {name.lower() for name in _NAMED_TAG.findall(told)} - {"br"}:
        # Where nothing but line breaks parts lines, those that were typed part them too.
        return text.clean_html(told if _BLOCK.search(told) else _TYPED.sub("<br>", told))
    return _paragraphs(unescape(_BREAK.sub("\n", told)))


def _paragraphs(told: str) -> str:
    pieces = [piece.strip("\n") for piece in re.split(r"\n\s*\n", told)]
    shown = [
        "<br>".join(escape(row.strip(), quote=False) for row in piece.split("\n")) for piece in pieces if piece.strip()
    ]
    return text.clean_html("".join(f"<p>{piece}</p>" for piece in shown))
