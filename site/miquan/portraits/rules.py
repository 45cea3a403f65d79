"""How a portrait is reckoned, without I/O. The page of a portrait tells these very numbers.

What a member does with a thing adds a weight to everything that the thing is about:

    weight = WEIGHTS[what they did] * SHARES[what it is about]

A weight halves every HALF_LIFE_DAYS days; what comes new is added to what is left of it. What they take back (a like,
something kept, a follow) is taken from it as it has decayed since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp

# Price bands: name, and the euro cents below which they end.
BANDS: tuple[tuple[str, int], ...] = (
    ("under-25", 2_500), ("under-75", 7_500), ("under-200", 20_000), ("under-600", 60_000), ("over-600", 2**62),
)  # fmt: skip
KINDS = ("tag", "category", "brand", "country", "language", "band")
STANCES = ("named", "raised", "lowered", "banned")
LIKED = ("named", "raised")

WEIGHTS: dict[str, float] = {
    "view": 1.0, "dwell": 2.0, "search": 2.0, "like": 3.0, "comment": 4.0, "save": 5.0, "follow": 6.0, "hide": -4.0,
}  # fmt: skip
# What is only looked at; everything else is done on purpose.
PASSING = ("view", "search", "dwell")
# Nearly everything is from some country, in some language and costs something, so that these say less.
SHARES: dict[str, float] = {
    "tag": 1.0, "category": 0.8, "brand": 0.8, "country": 0.4, "language": 0.2, "band": 0.2,
}  # fmt: skip
# Being told "less of this" says nothing about a country, a language or what things cost.
HIDDEN = ("tag", "category", "brand")
# Seconds in sight after which their browser tells that they read it, and for how long they must have had it by then as
# far as we know: what is noted of a page may be a moment late.
DWELT, DWELT_KNOWN = 20, 15
HALF_LIFE_DAYS = 45.0
# What is less is forgotten: nobody sees it on their page.
FAINT = 0.05
# What a stance adds to what was learnt, and what it leaves of it.
NAMED, RAISED = 8.0, 16.0
LOWERED = 0.25
# A weight of so much counts for 63 in 100 of the most that anything counts.
ENOUGH = 8.0
# The least that what they hid ("less of this") counts for.
LESS = -0.5

Aspect = tuple[str, str]
_DAY = 86_400.0


def decayed(weight: float, since: datetime, now: datetime) -> float:
    """What is left of a weight; a clock that runs backwards changes nothing."""
    days = max((now - since).total_seconds(), 0.0) / _DAY
    return float(weight * 0.5 ** (days / HALF_LIFE_DAYS))


def added(verb: str, aspects: Iterable[Aspect]) -> dict[Aspect, float]:
    """What doing this with a thing adds to each of what it is about."""
    kinds = HIDDEN if verb == "hide" else KINDS
    return {(kind, key): WEIGHTS[verb] * SHARES[kind] for kind, key in aspects if key and kind in kinds}


def after_adding(left: float, more: float) -> float:
    """The new weight, where `left` is what is left of the old one."""
    return left + more


def after_taking_back(left: float, taken: float) -> float:
    """The new weight when `taken` (decayed alike) is taken back: never across zero, since a thing's tags may have changed."""
    if taken > 0:
        return max(left - taken, min(left, 0.0))
    return min(left - taken, max(left, 0.0))


def standing(learnt: float, stance: str = "") -> float:
    """What counts, of what was learnt (decayed) and what they said: -1 for banned, else LESS to 1."""
    if stance == "banned":
        return -1.0
    told = {"named": NAMED, "raised": RAISED}.get(stance, 0.0)
    strength = learnt * (LOWERED if stance == "lowered" and learnt > 0 else 1.0) + told
    return 1.0 - exp(-strength / ENOUGH) if strength >= 0 else LESS * (1.0 - exp(strength / ENOUGH))


def band_of(cents: int) -> str:
    """The band of a price in euro cents; empty for none."""
    return next(name for name, top in BANDS if cents < top) if cents > 0 else ""


@dataclass(frozen=True)
class Taste:
    """A member's portrait as it counts now: -1 to 1 for each of what they were ever told to like or not."""

    standings: Mapping[Aspect, float]

    def of(self, aspects: Iterable[Aspect]) -> float:
        """How much a thing about these is to their taste."""
        return sum(self.standings.get(aspect, 0.0) * SHARES[aspect[0]] for aspect in aspects)

    def best(self, kind: str, most: int) -> list[str]:
        """What they like most of a kind, the most liked first."""
        liked = [(value, key) for (of, key), value in self.standings.items() if of == kind and value > 0]
        return [key for _value, key in sorted(liked, key=lambda one: (-one[0], one[1]))[:most]]
