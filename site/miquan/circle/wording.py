"""From a post's Markdown to what is shown: @mentions and #tags become links, and the other script. Pure functions."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape, unescape
from urllib.parse import quote

from miquan import text
from miquan.circle.models import EXCERPT_LIMIT
from miquan.circle.rules import MAX_MENTIONS, MAX_TAGS
from miquan.i18n import is_chinese

# A handle is ASCII, so that Chinese may stand right beside it; a tag ends at white space or punctuation.
_MENTION = re.compile(r"(?<![A-Za-z0-9_/.@])@([A-Za-z0-9_]{3,30})(?![A-Za-z0-9_])")
_TAG = re.compile(r"(?<![A-Za-z0-9_/&#])#(\w{1,60})")
# An address as it stands in Chinese, which puts no space before or behind: only what addresses are made of. It begins with its
# host, so that the host that is shown is the one that is opened.
_ADDRESS = re.compile(
    r"https?://((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})(?::\d{1,5})?(?![A-Za-z0-9_-])((?:[/?#](?:[A-Za-z0-9\-._~:/?#@!$'()*+,=%]|&amp;)*)?)"
)
_BEHIND = ".,:!?'*"
_SHOWN_PATH = 24
_PIECE = re.compile(r"(<[^>]*>)|([^<]+)")
_NO_LINKS = frozenset({"a", "code", "pre"})
_SHORTEST_KEY = 40


@dataclass(frozen=True)
class Rendered:
    """A text ready to be shown. `excerpt` is its beginning without marks."""

    html: str
    excerpt: str


def mentions_in(source: str) -> list[str]:
    """Handles that are named, in lower case, at most 20."""
    return list(dict.fromkeys(found.lower() for found in _MENTION.findall(source)))[:MAX_MENTIONS]


def tags_in(source: str) -> dict[str, str]:
    """Folded name -> name as it is written, at most 10. What is a number only is no tag."""
    found: dict[str, str] = {}
    for name in _TAG.findall(source):
        key = text.fold(name)[:60]
        if key and not key.isdigit():
            found.setdefault(key, name)
    return dict(list(found.items())[:MAX_TAGS])


def rendered(source: str, handles: Iterable[str]) -> Rendered:
    """Markdown as clean HTML with links for these handles and for tags."""
    html = _linked(text.render_markdown(source), frozenset(handles), tags_in(source))
    return Rendered(html, text.excerpt(text.html_to_text(html), EXCERPT_LIMIT))


def _linked(html: str, handles: frozenset[str], tags: dict[str, str]) -> str:
    """Addresses have no language yet: `in_language` puts it before them."""
    inside: list[str] = []

    def piece(found: re.Match[str]) -> str:
        mark, words = found.groups()
        if mark:
            _step(inside, mark)
            return str(mark)
        return words if inside else "".join(_pieces(words, lambda plain: _TAG.sub(tag, _MENTION.sub(mention, plain))))

    def mention(found: re.Match[str]) -> str:
        handle = found[1].lower()
        return f'<a href="/@{handle}">{found[0]}</a>' if handle in handles else found[0]

    def tag(found: re.Match[str]) -> str:
        key = text.fold(unescape(found[1]))[:60]
        return f'<a href="{escape(tag_path(key))}">{found[0]}</a>' if key in tags else found[0]

    return _PIECE.sub(piece, html)


def _pieces(words: str, linked: Callable[[str], str]) -> Iterator[str]:
    """The words with their addresses as links, and what stands between these as `linked` makes it."""
    at = 0
    for found in _ADDRESS.finditer(words):
        behind = _BEHIND if "(" in found[2] else f"{_BEHIND})"
        address = found[0].rstrip(behind)
        host, path = found[1].lower().removeprefix("www."), unescape(found[2].rstrip(behind)).rstrip("/")
        shown = host + (path if len(path) <= _SHOWN_PATH else path[:_SHOWN_PATH] + "…")
        yield linked(words[at : found.start()])
        yield f'<a href="{address}" rel="ugc nofollow noopener">{escape(shown, quote=False)}</a>'
        at = found.start() + len(address)
    yield linked(words[at:])


def _step(inside: list[str], mark: str) -> None:
    name = re.sub(r"[^a-z0-9]", "", mark.split(maxsplit=1)[0].lower())
    if name in _NO_LINKS:
        if mark.startswith("</"):
            inside.pop() if inside else None
        else:
            inside.append(name)


def tag_path(slug: str) -> str:
    """Below the language."""
    return f"/tags/{quote(slug, safe='')}"


def in_language(html: str, root: str) -> str:
    """Our own addresses in a text, below the reader's language."""
    return html.replace('href="/@', f'href="{root}/@').replace('href="/tags/', f'href="{root}/tags/')


@lru_cache(maxsize=20_000)
def in_script(html: str, lang: str, wanted: str) -> str:
    """Short Chinese in the reader's script. What people say to each other is read much more often than written."""
    other = lang != wanted and is_chinese(lang) and is_chinese(wanted)
    return text.html_to_script(html, wanted) if other else html


@lru_cache(maxsize=20_000)
def line_in_script(line: str, lang: str, wanted: str) -> str:
    """The same for a line that is no HTML, such as a title."""
    other = lang != wanted and is_chinese(lang) and is_chinese(wanted)
    return text.to_script(line, wanted) if other else line


def words_key(title: str, body: str) -> str:
    """The same for the same words, however they are spaced and marked; empty for what is too short to tell."""
    plain = re.sub(r"[\W_]+", "", text.fold(f"{title}{body}"))
    return sha256(plain.encode()).hexdigest() if len(plain) >= _SHORTEST_KEY else ""


def links_in(source: str) -> int:
    """How many addresses of other sites stand in a text."""
    plain = re.findall(r"https?://|www\.", source, flags=re.IGNORECASE)
    return max(len(plain), len(text.addresses_in(source)))
