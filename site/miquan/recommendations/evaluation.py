"""How good the recommendations are: full ranking of every member's unseen items against what was held back."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miquan.recommendations.dataset import Dataset
from miquan.recommendations.interactions import Floats, Matrix, matrix_from
from miquan.recommendations.ranking import scores_of
from miquan.recommendations.similar import DEFAULT, Model, learn

AT = 10
# Members who are scored at once.
BLOCK = 256
# Scores of all items (members × items) for members at these places of the matrix.
Scorer = Callable[[NDArray[np.intp]], Floats]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over members of precision, recall and NDCG at 10, and the share of items that anyone is shown."""

    precision: float
    recall: float
    ndcg: float
    coverage: float


def evaluate(dataset: Dataset, matrix: Matrix, how: Model = DEFAULT) -> Iterator[tuple[str, float]]:
    """Names and values of the figures of `matrix`, which is the dataset's, as `flask recommend evaluate` prints them."""
    started = time.monotonic()
    similar = learn(matrix, how)
    figures = measure(matrix, dataset.held, lambda places: scores_of(matrix.values[places], similar))
    yield from (("P@10", figures.precision), ("R@10", figures.recall), ("NDCG@10", figures.ndcg))
    yield "coverage", figures.coverage
    yield "seconds", time.monotonic() - started


def matrix_of_dataset(dataset: Dataset) -> Matrix:
    """All pairs of a dataset with the same strength; none of a member's is left out."""
    ones = np.ones(len(dataset.members))
    return matrix_from(dataset.members, dataset.items, ones, most=max(len(dataset.items), 1))


def measure(matrix: Matrix, held: Mapping[int, frozenset[int]], scorer: Scorer) -> Figures:
    """Rank all items of the matrix that a member has not had and compare the first ten with `held`.

    The ideal of NDCG is over all that was held back of a member, also beyond the tenth place, as in the published figures.
    """
    places = {int(member): place for place, member in enumerate(matrix.members)}
    members = [member for member in sorted(held) if member in places]
    shown: set[int] = set()
    sums = np.zeros(3)
    for start in range(0, len(members), BLOCK):
        block = members[start : start + BLOCK]
        at = np.array([places[member] for member in block])
        for member, best in zip(block, _unseen(matrix.values[at], scorer(at)), strict=True):
            items = matrix.items[best]
            shown.update(items.tolist())
            sums += _of_one(np.isin(items, list(held[member])), len(held[member]))
    precision, recall, ndcg = (sums / max(len(members), 1)).tolist()
    return Figures(precision, recall, ndcg, len(shown) / max(len(matrix.items), 1))


def _unseen(rows: Any, scores: Floats) -> Iterator[NDArray[np.intp]]:
    """Places of the ten best items of each row, best first, without those that the row holds."""
    scores = scores.copy()
    scores[rows.nonzero()] = -np.inf
    for own, best in zip(scores, np.argsort(-scores, axis=1, kind="stable")[:, :AT], strict=True):
        yield best[own[best] > -np.inf]


def _of_one(hits: NDArray[np.bool_], wanted: int) -> NDArray[np.float64]:
    gains = 1.0 / np.log2(np.arange(2, max(wanted, AT) + 2))
    return np.array([hits.sum() / AT, hits.sum() / wanted, gains[: len(hits)][hits].sum() / gains[:wanted].sum()])
