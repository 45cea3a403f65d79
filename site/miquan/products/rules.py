"""What is true of products, without I/O: limits, problems, states and what may follow them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from miquan import text
from miquan.i18n import lazy
from miquan.products import models as m
from miquan.products.draft import ProductDraft, VariantDraft

KINDS = ("one_off", "stock", "made_to_order", "preorder", "on_demand")
STATES = ("draft", "published", "sold_out", "archived", "removed")
PUBLIC_STATES = ("published", "sold_out")
# Kinds that are bought or made after the order, so that a missing stock does not end them.
MADE_LATER = frozenset({"made_to_order", "preorder", "on_demand"})

MAX_OPTIONS = 3
MAX_VARIANTS = 100
MAX_PICTURES = 250
MAX_ATTRIBUTES = 40
MAX_TAGS = 50
TAG_LIMIT = 60
_BETWEEN_TAGS = re.compile(r"[,，、;；#\n]")


@dataclass(frozen=True)
class Problem:
    """Something that must be mended: the field it stands beside, a code for tests, a sentence for people."""

    field: str
    code: str
    text: Any


UNPRICED = Problem("price", "zero", lazy("填好價格才能上架"))


class NotReady(ValueError):
    """The draft cannot be stored or published as it is. `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class Outdated(ValueError):
    """Somebody has changed the product since its author last read it."""


_Check = tuple[str, str, Any, Callable[[ProductDraft], bool]]

_CHECKS: tuple[_Check, ...] = (
    ("title", "missing", lazy("先給它一個名字"), lambda d: not d.title.strip()),
    ("title", "long", lazy("名字最多200個字"), lambda d: len(d.title) > m.TITLE_LIMIT),
    ("story", "long", lazy("來歷太長了，最多50,000個字"), lambda d: len(d.story) > m.STORY_LIMIT),
    ("kind", "unknown", lazy("從五種買法裡選一種"), lambda d: d.kind not in KINDS),
    ("variants", "missing", lazy("至少要有一個款式"), lambda d: not d.variants),
    ("variants", "many", lazy("款式最多100個"), lambda d: len(d.variants) > MAX_VARIANTS),
    ("options", "many", lazy("選項最多三種"), lambda d: len(d.options) > MAX_OPTIONS),
    ("options", "long", lazy("選項名稱最多60個字"), lambda d: any(len(o) > m.NAME_LIMIT or not o for o in d.options)),
    ("price", "range", lazy("價格不能是負數，也不能大得離譜"), lambda d: any(_bad_price(v) for v in d.variants)),
    ("stock", "range", lazy("庫存要是0以上的整數"), lambda d: any((v.stock or 0) < 0 for v in d.variants)),
    ("variants", "twice", lazy("有兩個款式的選項一模一樣"), lambda d: _repeats([v.options for v in d.variants])),
    ("variants", "shape", lazy("每個款式都要選好每一種選項"), lambda d: any(_misfits(d, v) for v in d.variants)),
    ("ships_by", "missing", lazy("預購要寫哪一天寄出"), lambda d: d.kind == "preorder" and d.ships_by is None),
    ("pictures", "many", lazy("照片太多了"), lambda d: len(d.pictures) > MAX_PICTURES),
    ("attributes", "many", lazy("自訂的資料最多40項"), lambda d: len(d.attributes) > MAX_ATTRIBUTES),
    (
        "attributes",
        "long",
        lazy("資料名稱最多60個字，內容最多300個字"),
        lambda d: any(_long_fact(a) for a in d.attributes),
    ),
    (
        "tags",
        "many",
        lazy("標籤最多50個，每個最多60個字"),
        lambda d: len(d.tags) > MAX_TAGS or any(len(t) > TAG_LIMIT for t in d.tags),
    ),
    ("weight_g", "range", lazy("重量以公克計，最多1,000公斤"), lambda d: not 0 <= (d.weight_g or 0) <= 1_000_000),
)


def problems_with(draft: ProductDraft) -> list[Problem]:
    """What keeps a draft from being stored; empty when nothing does."""
    return [Problem(field, code, text) for field, code, text, is_wrong in _CHECKS if is_wrong(draft)]


def problems_for_publishing(draft: ProductDraft) -> list[Problem]:
    """What keeps a stored product from being shown to others."""
    found = problems_with(draft)
    if draft.variants and all(v.price == 0 for v in draft.variants):
        found.append(UNPRICED)
    return found


def _bad_price(variant: VariantDraft) -> bool:
    amounts = [variant.price, variant.compare_at or 0]
    return any(not 0 <= amount <= m.MONEY_LIMIT for amount in amounts)


def _repeats(items: list[tuple[str, ...]]) -> bool:
    return len(set(items)) != len(items)


def _misfits(draft: ProductDraft, variant: VariantDraft) -> bool:
    return len(variant.options) != len(draft.options) or any(not o or len(o) > m.VALUE_LIMIT for o in variant.options)


def _long_fact(fact: tuple[str, str]) -> bool:
    name, value = fact
    return not name or not value or len(name) > m.NAME_LIMIT or len(value) > m.VALUE_LIMIT


# Where stock is not counted: after any number that is.
UNCOUNTED = 10**9


def stock_left(stocks: Sequence[tuple[int | None, int]]) -> int:
    """How many are left of all variants together, UNCOUNTED where any is not counted; of (stock, reserved) pairs."""
    counted = [stock - reserved for stock, reserved in stocks if stock is not None]
    return min(sum(counted), UNCOUNTED - 1) if len(counted) == len(stocks) else UNCOUNTED


def shown_state(state: str) -> str:
    """The state as its owner chooses it: whether a public product is sold out is said by its stock."""
    return "published" if state in PUBLIC_STATES else state


def tags_in(typed: str) -> tuple[str, ...]:
    """The tags that somebody wrote into one field, each once; they may be too many or too long."""
    parts = (text.clean_line(part, 4 * TAG_LIMIT) for part in _BETWEEN_TAGS.split(typed))
    return tuple(dict.fromkeys(filter(None, parts)))


def is_available(kind: str, stocks: list[tuple[int | None, int]]) -> bool:
    """Whether any variant can still be had; `stocks` are (stock, reserved) pairs."""
    return kind in MADE_LATER or any(stock is None or stock > reserved for stock, reserved in stocks)
