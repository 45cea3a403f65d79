"""Which rules about goods a thing falls under. Pure; words are compared folded, so that script and case make no difference."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEVELS = ("forbidden", "limited", "note")
EVERYWHERE = ""
_LATIN = re.compile(r"[a-z0-9][a-z0-9 '&-]*")


@dataclass(frozen=True)
class Rule:
    """`words` and `without` are folded; `categories` are slugs: the rule's category and all below it. `note` by language.

    What is in `without` does not count: 酒 without 酒杯 finds no wine glass.
    """

    id: int
    destination: str
    level: str
    note: dict[str, str]
    source: str = ""
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()


def applies(rule: Rule, folded: str, category: str) -> bool:
    """Whether a thing with these folded words and this category (a slug, or "") falls under a rule."""
    if category and category in rule.categories:
        return True
    if not any(word in folded for word in rule.words):
        return False
    for phrase in rule.without:
        folded = _without(folded, phrase)
    return any(_holds(folded, word) for word in rule.words)


def _without(text: str, phrase: str) -> str:
    """Only whole Latin words are taken out, their plurals too."""
    return re.sub(_whole(phrase), " ", text) if _LATIN.fullmatch(phrase) else text.replace(phrase, " ")


def _holds(text: str, word: str) -> bool:
    """A Latin word counts as a whole only: `gin` is not in `ginger`."""
    if word not in text:
        return False
    return not _LATIN.fullmatch(word) or re.search(_whole(word), text) is not None


def _whole(word: str) -> str:
    return rf"(?<![a-z0-9]){re.escape(word)}(?:e?s)?(?![a-z0-9])"


def parted(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A rule's words as they are kept (`a, b, -c`): those that count, and those with a minus that do not."""
    names = [name.strip() for name in re.split(r"[,，、;；\n]", words)]
    wanted = tuple(name for name in names if name and not name.startswith("-"))
    return wanted, tuple(name[1:].strip() for name in names if name.startswith("-") and name[1:].strip())


def in_order(rules: Iterable[Rule], ships_to: Sequence[str]) -> list[Rule]:
    """The gravest first, then places in the order given, everywhere before any."""
    places = {code: i for i, code in enumerate((EVERYWHERE, *ships_to))}
    return sorted(rules, key=lambda r: (LEVELS.index(r.level), places.get(r.destination, 999), r.id))
