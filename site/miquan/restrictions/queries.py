"""What rules about goods say of a thing. All rules that are in force are kept a process, until their version moves on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app
from peewee import JOIN

from miquan import places, versions
from miquan.accounts.models import Member
from miquan.categories.tree import tree
from miquan.i18n import lazy
from miquan.restrictions import rules
from miquan.restrictions.models import GoodsRule
from miquan.restrictions.rules import Rule
from miquan.search.analysis import fold
from miquan.viewer import viewer

VERSION = "goods_rules"
LEVEL_WORDS = {"forbidden": lazy("不能寄"), "limited": lazy("寄之前先查"), "note": lazy("留意")}
PAGE = 500


@dataclass(frozen=True)
class Warning:
    """What a shopper or buyer should know. `destination` is a country's code, "" for everywhere; `level` one of rules.LEVELS."""

    destination: str
    level: str
    sentence: str
    source: str = ""

    @property
    def place(self) -> str:
        """The destination in the reader's language; empty for everywhere."""
        return places.country_name(self.destination, viewer().lang)

    @property
    def level_words(self) -> str:
        return str(LEVEL_WORDS[self.level])


def warnings_for(words: str, category: str, ships_to: Sequence[str], lang: str) -> list[Warning]:
    """What the rules say of a thing with these words (title, story, tags, facts: 20,000 characters are read) and this category.

    `category` is a slug or "", `ships_to` country codes; rules for everywhere always count. The gravest come first.
    A sentence that several places share stands once for each of them.
    """
    folded, wanted = fold(words), {rules.EVERYWHERE, *ships_to}
    met = [r for r in _in_force() if r.destination in wanted and rules.applies(r, folded, category)]
    found = (Warning(r.destination, r.level, spoken(r.note, lang), r.source) for r in rules.in_order(met, ships_to))
    return list(dict.fromkeys(found))


def spoken(note: dict[str, str], lang: str) -> str:
    """A rule's sentence in this language, else in one that it has."""
    return note.get(lang) or note.get("zh-hant") or next(iter(note.values()), "")


def _in_force() -> list[Rule]:
    version = versions.snapshot().get(VERSION, 0)
    held: tuple[int, list[Rule]] = current_app.extensions.get("miquan.goods_rules", (-1, []))
    if held[0] != version:
        rows = GoodsRule.select().where(GoodsRule.active)
        # Both at once: threads that read at the same time must not pair one's rules with another's version.
        held = version, [_rule(row) for row in rows.order_by(GoodsRule.id)]
        current_app.extensions["miquan.goods_rules"] = held
    return held[1]


def _rule(row: GoodsRule) -> Rule:
    words, without = rules.parted(row.words)
    node = tree().get(row.category_id)
    below = frozenset(n.slug for n in tree().order[node.place : node.last + 1]) if node else frozenset()
    return Rule(
        row.id, row.destination, row.level, row.note, row.source, _folded(words), _folded(without), below
    )  # fmt: skip


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    # The longest first, so that what is left out is left out whole.
    return tuple(sorted({fold(word) for word in words}, key=lambda word: (-len(word), word)))


@dataclass(frozen=True)
class Kept:
    """A rule as the desk lists it."""

    row: GoodsRule
    by: str
    category: str

    @property
    def place(self) -> str:
        return places.country_name(self.row.destination, viewer().lang)

    @property
    def sentence(self) -> str:
        return spoken(self.row.note, viewer().lang)

    @property
    def level_words(self) -> str:
        return str(LEVEL_WORDS[self.row.level])


def all_rules(destination: str = "") -> list[Kept]:
    """Every rule, those of one destination if it is given (`*`: for everywhere), gravest first."""
    query = GoodsRule.select(GoodsRule, Member.handle).join(Member, JOIN.LEFT_OUTER)
    if destination:
        query = query.where(GoodsRule.destination == destination.replace("*", ""))
    rows = list(query.order_by(GoodsRule.destination, GoodsRule.id).limit(PAGE))
    rows.sort(key=lambda row: (row.destination, rules.LEVELS.index(row.level)))
    lang, nodes = viewer().lang, tree()
    names = {row.category_id: node.name(lang) for row in rows if (node := nodes.get(row.category_id))}
    return [Kept(row, row.by.handle if row.by_id else "", names.get(row.category_id, "")) for row in rows]


def rule(rule_id: int) -> GoodsRule | None:
    """A rule by its number, in force or not."""
    found: GoodsRule | None = GoodsRule.get_or_none(GoodsRule.id == rule_id) if rule_id < 2**31 else None
    return found


def destinations() -> list[str]:
    """The countries that have rules."""
    return [
        code
        for (code,) in GoodsRule.select(GoodsRule.destination).distinct().order_by(GoodsRule.destination).tuples()
        if code
    ]


def likely_destination(zone: str, currency: str) -> str:
    """Where a reader probably wants things sent, by the clock they read and the money they count in; "" when it is unclear.

    Only these two, because pages are shared by all who have them in common.
    """
    return places.country_of_zone(zone) or _CURRENCY_OF.get(currency, "")


_CURRENCY_OF = {
    "TWD": "TW", "HKD": "HK", "CNY": "CN", "MOP": "MO", "SGD": "SG", "MYR": "MY", "JPY": "JP", "KRW": "KR", "GBP": "GB", "AUD": "AU", "NZD": "NZ",
    "CAD": "CA", "THB": "TH",
}  # fmt: skip


def about_category(category_id: int) -> bool:
    """Whether any rule, in force or not, names this category."""
    return bool(GoodsRule.select().where(GoodsRule.category == category_id).exists())
