"""How newcomers are measured: by what others with their interests choose more than everybody does."""

import math
from dataclasses import replace

import numpy as np
import pytest

from miquan.recommendations.coldstart import cold_figures, interests_of, learn_lifts
from miquan.recommendations.evaluation import matrix_of_dataset
from miquan.recommendations.interactions import Interaction, matrix_of
from miquan.recommendations.similar import Model
from tests.recommendations.worlds import ITEMS_A_TASTE, TASTES, taste_of, world

TAGS = tuple((item, 100 + taste_of(item)) for item in range(TASTES * ITEMS_A_TASTE))


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
