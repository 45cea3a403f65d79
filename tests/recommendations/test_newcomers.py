"""A member of whom only interests are known gets what others with these interests choose, and is told so truly."""

import math
from dataclasses import replace

import numpy as np
import pytest

from miquan.recommendations.candidates import Because
from miquan.recommendations.coldstart import cold_figures, interests_of
from miquan.recommendations.evaluation import matrix_of_dataset
from miquan.recommendations.interactions import Interaction, history_of, matrix_of
from miquan.recommendations.newcomers import Lifts, learn_lifts, rank_for
from miquan.recommendations.similar import Model
from tests.recommendations.worlds import ITEMS_A_TASTE, TASTES, rows_of, taste_of, world

TAGS = tuple((item, 100 + taste_of(item)) for item in range(TASTES * ITEMS_A_TASTE))


def interested(member: int) -> Interaction:
    return Interaction(member, 100 + member % TASTES, 1.0)


@pytest.fixture(scope="module")
def lifts() -> Lifts:
    """Every member of the made-up world has said which taste is theirs."""
    return learn_lifts(matrix_of(rows_of(world())), matrix_of(interested(member) for member in range(200)), doubt=20.0)


def test_an_interest_finds_what_is_popular_among_those_who_share_it(lifts: Lifts) -> None:
    found = rank_for(history_of([Interaction(999, 102, 1.0, "interest")]), lifts, most=8)
    assert [taste_of(one.item) for one in found] == [2] * 8
    assert all(one.because == Because(102, "interest") for one in found)


def test_the_reason_among_interests_is_the_one_that_speaks_most(lifts: Lifts) -> None:
    both = [Interaction(999, 101, 1.0, "interest"), Interaction(999, 103, 1.0, "interest")]
    found = rank_for(history_of(both), lifts, most=20)
    assert {one.because.item for one in found} == {101, 103}
    assert all(one.because.item == 100 + taste_of(one.item) for one in found)


def test_a_lift_is_what_it_says() -> None:
    """Two of the three choices of those interested are item 1, which is two of the five of everybody."""
    rows = [(1, 1), (1, 2), (2, 1), (3, 2), (3, 3)]
    lifts = learn_lifts(
        matrix_of(Interaction(member, item, 1.0) for member, item in rows),
        matrix_of(Interaction(member, 100, 1.0) for member in (1, 2)),
        doubt=1.0,
    )
    assert np.allclose(lifts.popular, np.log([2 / 5, 2 / 5, 1 / 5]))
    assert lifts.lifts.toarray()[0] == pytest.approx([math.log((2 + 2 / 5) / (4 * 2 / 5)), 0.0, 0.0])


def test_scores_add_up_and_what_must_never_come_is_left_out(lifts: Lifts) -> None:
    own = history_of([Interaction(999, 101, 1.0, "interest")])
    found = rank_for(own, lifts, most=10)
    for one in found:
        assert one.score == pytest.approx(float(lifts.popular[one.item]) + one.share, abs=1e-5)
    never = {one.item for one in found[:5]}
    assert not {one.item for one in rank_for(own, lifts, never=never)} & never


def test_an_unknown_interest_finds_nothing(lifts: Lifts) -> None:
    assert rank_for(history_of([Interaction(999, 777, 1.0)]), lifts) == []
    assert rank_for(history_of([]), learn_lifts(matrix_of([]), matrix_of([]))) == []


@pytest.mark.parametrize(("tags", "names"), [(TAGS, ("cold", "cold_items")), ((), ("cold",))])
def test_three_interests_beat_popularity(tags: tuple[tuple[int, int], ...], names: tuple[str, ...]) -> None:
    dataset = world(members=300)
    told = dict(cold_figures(replace(dataset, tags=tags), matrix_of_dataset(dataset), Model(ridge=20.0)))
    figures = ("P@10", "R@10", "NDCG@10")
    assert set(told) == {f"{name}_{figure}" for name in (*names, "cold_popular") for figure in figures}
    for figure in figures:
        assert all(told[f"{name}_{figure}"] > 1.2 * told[f"cold_popular_{figure}"] > 0 for name in names)


def test_the_interests_of_a_member_are_the_tags_that_stand_out() -> None:
    matrix = matrix_of_dataset(world())
    told = interests_of(matrix, TAGS).values.toarray()
    assert (told.sum(axis=1) <= 3).all()
    assert all(told[member, member % TASTES] == 1.0 for member in range(200))
