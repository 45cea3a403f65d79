"""How recommendations are made, without I/O: which ways lead to a candidate, and how much it is worth.

    worth = (sum of what each reason gives) * (1 + TASTE * how much it is to their taste) * freshness * lean * legible

Freshness halves every FRESH_DAYS days; `lean` is what brought them here, the first question; what is in a language that
is none of those they named is worth less. The reason that gave most is the one that is told. On each page a tenth of the
places goes to what no reason speaks for, no author has more than two, and each thing of a category that is on the page
already leaves the next of it SPREAD of its worth (`page.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from miquan.portraits.rules import Aspect, Taste

# What a reason gives at most. What people like the reader chose says more than what things are about.
GIVES: dict[str, float] = {
    "saved_post": 1.0, "saved_product": 1.0, "followed_member": 1.0, "liked_post": 0.7, "friend_follows": 0.6,
    "friend_reposted": 0.7, "followed_tag": 0.7, "tag": 0.6, "category": 0.5, "brand": 0.5, "country": 0.3, "place": 0.3,
}  # fmt: skip
TASTE = 1.0
# A thing that is nothing to their taste still counts for so much.
LEAST = 0.1
FRESH_DAYS = {"post": 14.0, "product": 90.0}
# Things that each way of finding may bring along, and the most that are looked at: bounds the work, whatever there is.
OF_A_WAY = 40
MOST_CANDIDATES = 1_500
# Newest things of theirs from which people alike are found.
HISTORY = 100
PAGES, PAGE = 5, 20
# What brought them here makes so much of people who sell, and of their posts: for a shopper of all of them, for a buyer
# of those who live in the same country. Buyers come to sell, and get fewer goods.
LEAN = 1.5
GOODS_PAGES = {"shopper": 3, "buyer": 1}
# What is left of the worth of words that they cannot read.
FOREIGN = 0.25
# All that is written in Chinese characters is read by whoever reads one way of it.
_FAMILY = {"zh-hant": "zh", "zh-hans": "zh", "yue": "zh"}


@dataclass
class Found:
    """A candidate and what speaks for it: reason -> (id, key, how much)."""

    item: int
    reasons: dict[tuple[str, int | None, str], float] = field(default_factory=dict)

    def add(self, reason: str, id_: int | None, key: str, much: float) -> None:
        """One way that led here; `much` is 0 to 1 of what the reason gives."""
        told = reason, id_, key
        self.reasons[told] = max(self.reasons.get(told, 0.0), GIVES[reason] * min(max(much, 0.0), 1.0))

    @property
    def given(self) -> float:
        return sum(self.reasons.values())

    @property
    def best(self) -> tuple[str, int | None, str]:
        """The reason that gave most; of equals always the same."""
        return max(self.reasons, key=lambda told: (self.reasons[told], told[0], told[1] or 0, told[2]))


def worth(found: Found, taste: Taste, aspects: Iterable[Aspect], fresh: float) -> float:
    """What decides on the order; `fresh` is its `freshness`."""
    return found.given * max(1.0 + TASTE * taste.of(aspects), LEAST) * fresh


def lean(role: str, *, sells: bool, near: bool) -> float:
    """How much more somebody, or their post, is worth to a member of this role; who does both, or does not say, leans nowhere."""
    return LEAN if {"shopper": sells, "buyer": sells and near}.get(role, False) else 1.0


def legible(aspects: Iterable[Aspect], reads: Iterable[str]) -> float:
    """1, or FOREIGN for what is in a language that is none of `reads`; who named no language is taken to read all."""
    theirs = {_FAMILY.get(lang, lang) for lang in reads}
    its = {_FAMILY.get(key, key) for kind, key in aspects if kind == "language"}
    return FOREIGN if theirs and its and not theirs & its else 1.0


def freshness(kind: str, born: datetime | None, now: datetime) -> float:
    """1 for what is new, half of it after FRESH_DAYS; people do not age."""
    days = FRESH_DAYS.get(kind)
    if days is None or born is None:
        return 1.0
    return float(0.5 ** (max((now - born).total_seconds(), 0.0) / 86_400.0 / days))
