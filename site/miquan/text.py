"""Text, shared by all: cleaning, folding, rendering, and conversion between the Chinese scripts. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape, unescape
from typing import Literal

import nh3
from markdown_it import MarkdownIt
from opencc import OpenCC
from slugify import slugify as _slugify

# What a story may hold. Everything else loses its tag; what stands in `_DROPPED` loses its content too.
_TAGS = frozenset(
    {"p", "br", "hr", "ul", "ol", "li", "strong", "em", "b", "i", "u", "s", "h2", "h3", "h4", "blockquote", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td", "code", "pre", "sub", "sup", "dl", "dt", "dd"}
)
_DROPPED = frozenset(
    {"script", "style", "iframe", "noscript", "template", "object", "svg", "math", "select", "textarea", "title"}
)
_SCRIPTS = {"zh-hans": "tw2sp", "zh-hant": "s2twp"}
# What the converter takes for something else: it knows computing better than travel, and takes the rarer of two characters.
_MEANT = {
    "zh-hans": {
        "行程": "行程", "物件": "物件", "程序": "程序", "文件": "文件", "帳篷": "帐篷", "蚊帳": "蚊帐", "帳": "账",
    },
    "zh-hant": {
        "发卡": "發卡", "账": "帳", "胡同": "胡同", "钟情": "鍾情", "钟意": "鍾意", "钟爱": "鍾愛", "钟": "鐘", "台": "台",
        "进程": "進程", "程序": "程序", "文件": "文件", "项目": "項目", "支持": "支持", "对象": "對象",
    },
}  # fmt: skip
_MEANT_ONES = {lang: re.compile("|".join(sorted(words, key=len, reverse=True))) for lang, words in _MEANT.items()}
_HTML_PIECE = re.compile(r"(<[^>]*>)|([^<]+)")
_BLOCK = re.compile(r"</?(?:p|br|hr|li|ul|ol|h[1-6]|div|tr|table|blockquote|pre|dd|dt)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_HREF = re.compile(r'<a href="([^"]*)"')
_OUTSIDE = re.compile(r"(?:https?:[/\\]*|[/\\]{2,})([^/\\].*)", re.IGNORECASE | re.DOTALL)
_NAMED_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
# Elements that end by themselves, so that a thousand of them without an end are no deep nest.
_SHALLOW = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}
)
_DEEPEST = 500
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Unicode's Stream-Safe limit, and the characters that only turn into combining marks when they are taken apart.
_MOST_MARKS = 30
_BETWEEN = re.compile("[與和、&/]| and ")
_ENDS = str.maketrans("", "", "\n\t")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_HIDDEN_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")

# Made once: making it takes five times as long as cleaning a story.
_cleaner = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="ugc nofollow noopener",
    strip_comments=True,
)
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])


def clean_line(text: str, limit: int) -> str:
    """One line: NFC, white space folded, without control, invisible and direction-turning characters."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()[:limit].strip()
    kept = _normal("NFC", text)
    if not kept.isprintable():
        kept = "".join(c if not c.isspace() else " " for c in kept if c.isspace() or _is_shown(c))
    return " ".join(kept.split())[:limit].strip()


def clean_text(text: str, limit: int) -> str:
    """Several lines: as `clean_line`, but line ends and joiners inside emoji stay."""
    unified = _normal("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if not unified.translate(_ENDS).isprintable():
        unified = "".join(c for c in unified if c in "\n\t\u200d" or _is_shown(c))
    return unified.strip()[:limit]


def _whole(text: str) -> str:
    """Without half surrogates, which JSON can carry and neither databases nor converters take."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _normal(form: Literal["NFC", "NFKD"], text: str) -> str:
    """Normalised; no more than 30 marks on one letter, since sorting them takes quadratic time (100,000: 8 s)."""
    if text.isascii():
        return text
    found = _whole(text)
    if len(found) > 500 and any(map(_is_mark, set(found))):
        kept, run = [], 0
        for char in found:
            run = run + 1 if _is_mark(char) else 0
            if run <= _MOST_MARKS:
                kept.append(char)
        found = "".join(kept)
    return unicodedata.normalize(form, found)


def _is_mark(char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in _HIDDEN_MARKS


def _is_shown(char: str) -> bool:
    kind = unicodedata.category(char)
    # Python may be older than an emoji; what has no character and never will ends in FFFE or FFFF.
    return kind not in _UNSHOWN or (kind == "Cn" and 0x1F000 <= ord(char) < 0x40000 and ord(char) & 0xFFFF < 0xFFFE)


def fold(text: str) -> str:
    """For comparing: case, width, accents and white space make no difference."""
    plain = _normal("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", "".join(c for c in plain if not unicodedata.combining(c))).split())


def bare(text: str) -> str:
    """Without what no eye sees: joiners, selectors of a form, fillers. For looking a text up, not for showing it."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def named_in(name: str) -> list[str]:
    """What a name of several things names, folded: 陶瓷與茶道具 is 陶瓷 and 茶道具."""
    return [piece.strip() for piece in _BETWEEN.split(fold(name)) if piece.strip()]


def is_number(told: str, longest: int = 18) -> bool:
    """Whether this is a whole number in plain digits that fits 64 bits: `isdigit` also takes ² and ٣."""
    return told.isascii() and told.isdigit() and len(told) <= longest


def xml_text(words: str) -> str:
    """Escaped, and without the characters that XML does not have: controls, half surrogates, U+FFFE and U+FFFF."""
    return escape(
        "".join(c for c in words if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c not in "\ufffe\uffff")
    )


def slugify(text: str) -> str:
    """ASCII for an address, at most 60 characters; Chinese is romanised; `item` when nothing is left."""
    return _slugify(text[:200], max_length=60, word_boundary=False) or "item"


def clean_html(source: str) -> str:
    """Foreign HTML, reduced to what a story may hold. Links are marked as members' own.

    A nest of more than 500 elements keeps its words only: the parser's time grows with the square of its depth.
    """
    whole = _whole(source).replace("\x00", "")
    return str(_cleaner.clean(_TAG.sub(" ", whole) if _is_too_deep(whole) else whole))


def _is_too_deep(source: str) -> bool:
    """Ends may stand inside attributes and end nothing, so that the number of elements counts too."""
    if source.count("<") <= _DEEPEST:
        return False
    depth = opened = 0
    for end, name in _NAMED_TAG.findall(source):
        if name.lower() not in _SHALLOW:
            depth, opened = (max(depth - 1, 0), opened) if end else (depth + 1, opened + 1)
            if depth > _DEEPEST or opened > _DEEPEST * 10:
                return True
    return False


def render_markdown(source: str) -> str:
    """Markdown without HTML and pictures, as clean HTML."""
    return clean_html(_markdown.render(source.replace("\x00", "")))


def addresses_in(source: str) -> list[str]:
    """Other sites to which links of this Markdown lead, however they are spelt: `//host`, `http:host`, signs escaped or coded."""
    if not any(sign in source for sign in ("](", "]:", "<")):
        return []
    found = (_OUTSIDE.match(unescape(href)) for href in _HREF.findall(_markdown.render(source.replace("\x00", ""))))
    return [f"http://{address[1]}" for address in found if address]


def story_html(source: str, form: str) -> str:
    """A story as HTML that may be shown as it is; `form` is `markdown` or `html`."""
    return clean_html(source) if form == "html" else render_markdown(source)


def html_to_text(source: str) -> str:
    """The words of clean HTML on one line."""
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", source))).split())


def excerpt(text: str, limit: int) -> str:
    """The beginning on one line, at most `limit` characters, ending at a sentence or word where one is near."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    best = max(cut.rfind(mark) for mark in "。！？；. ")
    return (cut[: best + 1].rstrip() if best > limit * 0.6 else cut) + "…"


def to_script(text: str, lang: str, keep: Iterable[str] = ()) -> str:
    """Chinese in the script and wording of `lang` (zh-hant: Taiwan's, zh-hans: the mainland's); `keep` stays untouched."""
    names = [name for name in keep if name and name in text]
    if not names:
        return _converted(text, lang)
    pieces = re.split("(" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")", text)
    return "".join(piece if piece in names else _converted(piece, lang) for piece in pieces)


def in_either_script(text: str) -> list[str]:
    """What was written, and how it is spelled in the other script: one or two."""
    return list(dict.fromkeys((text, *(to_script(text, lang) for lang in _SCRIPTS))))


@lru_cache(maxsize=20_000)
def name_to_script(name: str, lang: str) -> str:
    """A short name of which nobody said in which script it is, in that of `lang`, where this is Chinese.

    What holds no character of the other script only stays: 里山 is right as it is, and would become 裡山.
    """
    if lang not in _SCRIPTS or name.isascii():
        return name
    is_hant = lang == "zh-hant" and (_is_traditional(name) or to_script(name, "zh-hans") != name)
    return name if is_hant else to_script(name, lang)


def _is_traditional(name: str) -> bool:
    try:
        name.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def _converted(text: str, lang: str) -> str:
    # The converter ends at a NUL and fails at half a surrogate.
    words, found, end = _whole(text).replace("\x00", ""), [], 0
    convert = _converter(_SCRIPTS[lang]).convert
    for one in _MEANT_ONES[lang].finditer(words):
        found += [str(convert(words[end : one.start()])), _MEANT[lang][one[0]]]
        end = one.end()
    return "".join([*found, str(convert(words[end:]))])


def html_to_script(source: str, lang: str, keep: Iterable[str] = ()) -> str:
    """As `to_script` for clean HTML: only the words change, never a tag or an address."""
    names = [spelling for name in keep for spelling in {name, escape(name, quote=False)}]
    return _HTML_PIECE.sub(lambda piece: piece[1] or to_script(piece[2], lang, names), source)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
