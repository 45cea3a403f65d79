"""One page out of many candidates: no author fills it, kinds of things mix, and a little of it is unexpected."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from miquan.recommendations.candidates import Candidate

MOST_OF_AN_AUTHOR = 2
# One place in so many shows what nothing in the history speaks for.
EXPLORED_IN = 10
# What each item of the same category that is on the page already leaves of a candidate's score.
SPREAD = 0.8


@dataclass(frozen=True, slots=True)
class Traits:
    """Whose an item is and what it is about."""

    author: int
    category: int


@dataclass(frozen=True, slots=True)
class Place:
    """An item on the page; `candidate` is None where it explores, and the page must say so."""

    item: int
    candidate: Candidate | None = None


def diversify(
    ranked: Sequence[Candidate],
    fresh: Collection[int],
    traits: Mapping[int, Traits],
    *,
    size: int,
    seed: int,
    never: Collection[int] = (),
) -> list[Place]:
    """A page of up to `size` different items; the same arguments give the same page.

    `fresh` are items to explore: a tenth of the page, less where they run out. An item without traits is gone and does
    not come, nor does one in `never`.
    """
    chances = random.Random(seed)
    exploring = frozenset(chances.sample(range(size), round(size / EXPLORED_IN)))
    pool = sorted(set(fresh).difference((one.item for one in ranked), never))
    chances.shuffle(pool)
    page = _Page(traits, never)
    for at in range(size):
        unexpected = page.first_of(pool) if at in exploring else None
        place = unexpected or page.best_of(ranked)
        if place is None:
            break
        page.add(place)
    return page.places


class _Page:
    def __init__(self, traits: Mapping[int, Traits], never: Iterable[int]) -> None:
        self.places: list[Place] = []
        self._traits = traits
        self._barred = set(never)
        self._authors: Counter[int] = Counter()
        self._categories: Counter[int] = Counter()

    def add(self, place: Place) -> None:
        traits = self._traits[place.item]
        self._barred.add(place.item)
        self._authors[traits.author] += 1
        self._categories[traits.category] += 1
        self.places.append(place)

    def first_of(self, items: Iterable[int]) -> Place | None:
        return next((Place(item) for item in items if self._fits(item)), None)

    def best_of(self, ranked: Iterable[Candidate]) -> Place | None:
        best = max((one for one in ranked if self._fits(one.item)), key=self._worth, default=None)
        return None if best is None else Place(best.item, best)

    def _fits(self, item: int) -> bool:
        traits = self._traits.get(item)
        return traits is not None and item not in self._barred and self._authors[traits.author] < MOST_OF_AN_AUTHOR

    def _worth(self, one: Candidate) -> float:
        return one.score * SPREAD ** self._categories[self._traits[one.item].category]
