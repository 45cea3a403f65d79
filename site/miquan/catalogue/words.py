"""What an export's words tell: the language they are in, and the category that a type obviously means. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from miquan import text
from miquan.categories.tree import Node

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_SAMPLE = 300
_SPLIT = re.compile(r"\s*(?:&|,|、|與|与|和|\band\b|/)\s*", re.IGNORECASE)
# Parts of names that mean too many other things by themselves.
_VAGUE = frozenset({"storage", "bed", "toy", "tool", "card", "table", "home", "kitchen", "desk"})
# What a thing is ends before what it has, is for, or comes from.
_TAIL = re.compile(r"\s+(?:with|for|in|from|of|by|and|on|to)\s|\s*[,|(\[:–—]|\s-\s", re.IGNORECASE)
_VAGUE_IN_TITLES = _VAGUE | {
    "set",
    "gift",
    "box",
    "map",
    "print",
    "stamp",
    "ink",
    "book",
    "record",
    "cookie",
    "oil",
    "tea",
    "doll",
}
# Names of the same things in other exports' trees.
_ALSO = {
    "jewelry": "jewellery", "mugs": "tea-cups", "coffee": "coffee", "tea": "tea-leaves", "watches": "watches-clocks",
    "handbags": "bags", "scarves": "scarves-shawls", "necklaces": "necklaces", "art": "prints-art", "hats": "hats",
    "tableware": "tableware", "dinnerware": "tableware", "kitchenware": "tableware", "pottery": "ceramics-tea",
    "ceramics": "ceramics-tea", "home decor": "lamps-home", "earring": "earrings", "skin care": "skincare",
    "stationary": "stationery", "paintings": "prints-art", "prints": "prints-art", "clocks": "watches-clocks",
    "keyboard keycaps": "keycaps", "vinyl": "records", "candles": "candles", "perfume": "perfume",
}  # fmt: skip


def language(title: str, story: str, fallback: str) -> str:
    """`zh-hant` or `zh-hans` by the characters used, `en` for all that is not Chinese.

    `fallback` decides for Chinese that is written alike in both scripts.
    """
    sample = f"{title} {story[:_SAMPLE]}"
    han = [] if sample.isascii() else _HAN.findall(sample)
    if (
        not han
        or _KANA.search(sample)
        or (len(han) < 0.2 * len(sample) and len(han) < 0.2 * sum(map(str.isalpha, sample)))
    ):
        return "en"
    leaning = sum(map(_leaning, han))
    if not leaning:
        return fallback if fallback.startswith("zh-") else "zh-hant"
    return "zh-hant" if leaning > 0 else "zh-hans"


@lru_cache(maxsize=16_384)
def _leaning(char: str) -> int:
    """1 for a character of the Traditional script only, -1 of the Simplified one only, 0 of both. Texts have few different ones."""
    return (text.to_script(char, "zh-hans") != char) - (text.to_script(char, "zh-hant") != char)


def word_index(nodes: Iterable[Node]) -> dict[str, str]:
    """Folded names of categories, and the parts of a name like `Cups & mugs`, to slugs. What two claim is left out."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        for name in node.names.values():
            for part in {name, *_SPLIT.split(name)} - {""}:
                found.setdefault(_key(part), set()).add(node.slug)
    index = {key: slugs.pop() for key, slugs in found.items() if len(slugs) == 1 and key not in _VAGUE}
    slugs = {node.slug for node in nodes}
    return index | {_key(word): slug for word, slug in _ALSO.items() if slug in slugs}


def category(kind: str, path: str, index: dict[str, str]) -> str:
    """The slug of the category that a type or a category path names; "" when it is not obvious.

    The type's own words come first, then the last two steps of a path such as `Apparel > Jewelry > Rings`.
    """
    steps = [step for step in path.split(">") if step.strip()]
    phrases = [kind, *reversed(steps[-2:])]
    for phrase in phrases:
        if slug := _named(phrase, index):
            return slug
    return ""


def category_of_title(title: str, index: dict[str, str]) -> str:
    """The category that an English title's first words end in, as `Raku vase with copper traces` does."""
    if _HAN.search(title):
        return ""
    head = _TAIL.split(title, maxsplit=1)[0].strip()
    last = _key(head).rsplit(" ", 1)[-1]
    return index.get(last, "") if last not in _VAGUE_IN_TITLES else ""


def _named(phrase: str, index: dict[str, str]) -> str:
    whole = _key(phrase)
    last = whole.rsplit(" ", 1)[-1]
    parts = (index.get(key, "") for part in _SPLIT.split(phrase) if (key := _key(part)) not in _VAGUE)
    return index.get(whole) or index.get(last) or next(filter(None, parts), "")


@lru_cache(maxsize=4_096)
def _key(words: str) -> str:
    """Folded, and each English word in the singular as far as an s goes."""
    return " ".join(re.sub(r"(?<=[a-z]{3})s$", "", word) for word in text.fold(words).split())
