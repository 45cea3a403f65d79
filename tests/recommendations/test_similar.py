"""The table of similar items: right neighbours, the same by either way of solving, bounded."""

from typing import Any

import numpy as np
import pytest

from miquan.recommendations.interactions import Interaction, Matrix, matrix_of
from miquan.recommendations.similar import Model, Similar, learn
from tests.recommendations.worlds import rows_of, taste_of, world

EXACT = Model(neighbours=10_000, keep=10_000, ridge=20.0)


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


def test_with_all_neighbours_the_local_regressions_are_the_inverse() -> None:
    """A neighbour is an item that somebody chose too, so one member chooses everything here."""
    everything = [Interaction(999, item, 1.0) for item in range(100)]
    matrix = matrix_of([*rows_of(world()), *everything])
    assert np.allclose(dense(learn(matrix, EXACT)), dense(learn(matrix, EXACT, whole=0)), atol=1e-5)


def test_the_weights_solve_the_regression_of_each_item(matrix: Matrix) -> None:
    """The gradient of the squared error is zero at each weight, without damping: X'(x - Xb) = ridge b."""
    plain = Model(neighbours=10_000, keep=10_000, ridge=20.0, fewer=0.0, rarer=0.0, sure=0.0)
    chosen = matrix.values.toarray().astype(np.float64)
    weights = dense(learn(matrix, plain)).astype(np.float64)
    gradient = chosen.T @ (chosen - chosen @ weights) - 20.0 * weights
    np.fill_diagonal(gradient, 0.0)
    assert np.abs(gradient).max() < 1e-3


def test_a_sure_table_is_ridge_regression_without_its_diagonal(matrix: Matrix) -> None:
    plain = Model(neighbours=10_000, keep=10_000, ridge=20.0, fewer=0.0, rarer=0.0, sure=1.0)
    chosen = matrix.values.toarray().astype(np.float64)
    gram = chosen.T @ chosen
    expected = np.linalg.solve(gram + 20.0 * np.eye(len(gram)), gram)
    np.fill_diagonal(expected, 0.0)
    assert np.allclose(dense(learn(matrix, plain)), expected, atol=1e-5)


@pytest.mark.parametrize("whole", [0, 10_000])
def test_each_item_keeps_few_weights(matrix: Matrix, whole: int) -> None:
    similar = learn(matrix, Model(neighbours=30, keep=5, ridge=20.0), whole=whole)
    assert np.count_nonzero(dense(similar), axis=0).max() == 5


def test_blocks_do_not_change_what_is_learned(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    near = Model(neighbours=30, keep=5, ridge=20.0)
    at_once = dense(learn(matrix, near, whole=0))
    monkeypatch.setattr("miquan.recommendations.similar.BLOCK", 7)
    assert np.allclose(at_once, dense(learn(matrix, near, whole=0)))


@pytest.mark.parametrize("whole", [0, 10_000])
def test_little_or_no_data_is_no_error(whole: int) -> None:
    assert learn(matrix_of([]), whole=whole).nearest(1, 5) == []
    alone = learn(matrix_of([Interaction(1, 5, 1.0)]), whole=whole)
    assert (alone.items.tolist(), alone.nearest(5, 5)) == ([5], [])
