"""The table of similar items: right neighbours, the same by either way of solving, bounded."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from miquan.recommendations.interactions import Interaction, Matrix, matrix_of
from miquan.recommendations.similar import Model, Similar, learn
from tests.recommendations.worlds import rows_of, taste_of, world

# With this one member everything was chosen with everything, so that all items are neighbours of all.
EVERYTHING = [Interaction(999, item, 1.0) for item in range(100)]
EXACT = Model(neighbours=100, ridge=20.0, fewer=0.0, rarer=0.0, sure=0.0)


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return matrix_of(rows_of(world()))


def dense(similar: Similar) -> Any:
    return similar.weights.toarray()


def test_the_nearest_items_are_of_the_same_taste(matrix: Matrix) -> None:
    similar = learn(matrix, Model(ridge=20.0))
    popular = [taste * 25 for taste in range(4)]
    assert all(taste_of(other) == taste_of(item) for item in popular for other, _ in similar.nearest(item, 3))


def test_no_item_speaks_for_itself(matrix: Matrix) -> None:
    assert not dense(learn(matrix)).diagonal().any()


def test_with_all_neighbours_the_table_is_ease() -> None:
    """The closed form of the whole problem: -P / diag(P), where P inverts the co-occurrences and the ridge."""
    matrix = matrix_of([*rows_of(world()), *EVERYTHING])
    chosen = matrix.values.toarray().astype(np.float64)
    inverse = np.linalg.inv(chosen.T @ chosen + 20.0 * np.eye(100))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0.0)
    assert np.allclose(dense(learn(matrix, EXACT)), expected, atol=1e-5)


def test_a_sure_table_is_ridge_regression_without_its_diagonal() -> None:
    matrix = matrix_of([*rows_of(world()), *EVERYTHING])
    chosen = matrix.values.toarray().astype(np.float64)
    gram = chosen.T @ chosen
    expected = np.linalg.solve(gram + 20.0 * np.eye(100), gram)
    np.fill_diagonal(expected, 0.0)
    assert np.allclose(dense(learn(matrix, replace(EXACT, sure=1.0))), expected, atol=1e-5)


def test_each_item_has_few_neighbours_its_nearest(matrix: Matrix) -> None:
    found = dense(learn(matrix, Model(neighbours=5, ridge=20.0)))
    assert np.count_nonzero(found, axis=0).max() == 5
    plain = Model(neighbours=5, ridge=20.0, fewer=0.0, rarer=0.0)
    chosen = matrix.values.toarray().astype(np.float64)
    cosines = (chosen.T @ chosen) / np.sqrt(np.outer(chosen.sum(axis=0), chosen.sum(axis=0)))
    np.fill_diagonal(cosines, 0.0)
    for target, weights in enumerate(dense(learn(matrix, plain)).T):
        far = np.setdiff1d(np.arange(100), np.flatnonzero(weights))
        assert cosines[np.flatnonzero(weights), target].min() >= cosines[far, target].max() - 1e-9


@pytest.mark.parametrize("how", [Model(neighbours=30, ridge=20.0), Model()])
def test_neither_blocks_nor_the_way_of_counting_change_what_is_learned(
    matrix: Matrix, how: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = dense(learn(matrix, how))
    monkeypatch.setattr("miquan.recommendations.similar.BLOCK", 7)
    assert np.allclose(at_once, dense(learn(matrix, how, dense=0)), atol=1e-6)


@pytest.mark.parametrize("few", [0, 10_000])
def test_little_or_no_data_is_no_error(few: int) -> None:
    assert learn(matrix_of([]), dense=few).nearest(1, 5) == []
    alone = learn(matrix_of([Interaction(1, 5, 1.0)]), dense=few)
    assert (alone.items.tolist(), alone.nearest(5, 5)) == ([5], [])
