"""A page of recommendations: mixed, honest about what it tries, and without what must never come."""

from collections import Counter

from miquan.recommendations.candidates import Because, Candidate
from miquan.recommendations.page import Place, Traits, diversify

# 60 candidates, best first, by 20 authors, the best 30 of one category; 100 others to explore.
RANKED = [Candidate(item, 1.0 - item / 100, Because(1000, "saved"), 0.1) for item in range(60)]
TRAITS = {item: Traits(author=item // 3, category=0 if item < 30 else item % 5) for item in range(200)}
FRESH = range(50, 200)


def page(*, size: int = 20, seed: int = 1, never: tuple[int, ...] = ()) -> list[Place]:
    return diversify(RANKED, FRESH, TRAITS, size=size, seed=seed, never=never)


def test_no_author_has_more_than_two_places() -> None:
    assert max(Counter(TRAITS[one.item].author for one in page(size=40)).values()) == 2


def test_the_best_comes_first_and_nothing_twice() -> None:
    found = diversify(RANKED, (), TRAITS, size=20, seed=1)
    assert found[0].item == 0
    assert len({one.item for one in page(size=60)}) == len(page(size=60))


def test_categories_are_spread() -> None:
    by_score = Counter(TRAITS[one.item].category for one in RANKED[:20])
    mixed = Counter(TRAITS[one.item].category for one in page())
    assert (len(by_score), len(mixed)) == (1, 5)
    assert mixed.most_common(1)[0][0] == 0


def test_a_tenth_of_the_page_explores_and_says_so() -> None:
    explored = [one.item for one in page(size=20) if one.candidate is None]
    assert len(explored) == 2
    assert set(explored) <= set(range(60, 200))
    assert all(one.candidate and one.candidate.item == one.item for one in page() if one.item < 60)


def test_a_page_is_the_same_for_the_same_seed_only() -> None:
    assert page(seed=3) == page(seed=3)
    assert len({tuple(one.item for one in page(seed=seed)) for seed in range(5)}) == 5


def test_what_must_never_come_does_not_come_by_either_way() -> None:
    never = (0, 1, 2, *range(100, 200))
    assert all(not {one.item for one in page(seed=seed, never=never)} & set(never) for seed in range(20))


def test_items_that_are_gone_do_not_come() -> None:
    left = {item: traits for item, traits in TRAITS.items() if item not in {0, 1, *range(60, 195)}}
    found = {one.item for seed in range(20) for one in diversify(RANKED, FRESH, left, size=20, seed=seed)}
    assert not found - left.keys()


def test_a_page_is_short_rather_than_all_unexpected() -> None:
    assert [one.candidate for one in diversify([], FRESH, TRAITS, size=20, seed=1)].count(None) <= 2
    assert len(diversify(RANKED[:6], (), TRAITS, size=20, seed=1)) == 4
