"""Item-to-item: how much each item of a member's history speaks for each other item.

Every target item is predicted from its nearest neighbours by ridge regression (H. Steck, "Embarrassingly shallow
autoencoders for sparse data", WWW 2019; local as in SLIM with feature selection, X. Ning and G. Karypis, ICDM 2011).
A score is a plain sum over the history, so what each item contributed is known exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from miquan.recommendations.interactions import Floats, Ids, Matrix

# Target items that are worked on at once: bounds the memory, whatever the number of items.
BLOCK = 256
# Up to so many items all co-occurrences are kept at hand (130 MB); above, those of an item's neighbours are counted anew.
DENSE = 4_000


@dataclass(frozen=True, slots=True)
class Model:
    """How to learn. Chosen on a validation split; the figures are in DECISIONS.md.

    `neighbours`: how many items a target is predicted from. `ridge`: interactions of doubt added to every item.
    `fewer`: exponent by which members with many interactions count less. `rarer`: exponent by which often chosen items
    count less. `sure`: exponent by which targets that their neighbours explain badly are told less; 0 is EASE, 1 ridge
    regression that may also use the item itself, which is then left out. `common`: what being chosen by everybody adds.
    """

    neighbours: int = 100
    ridge: float = 150.0
    fewer: float = 0.25
    rarer: float = 0.25
    sure: float = 1.0
    common: float = 0.1


DEFAULT = Model()


@dataclass(frozen=True, slots=True)
class Similar:
    """`weights[i, j]`: what a full interaction with items[i] adds to the score of items[j]. Never i = j.

    `base`: what each item's popularity adds for everybody. It orders what is said of newcomers and is lost in longer histories.
    """

    items: Ids
    weights: Any  # scipy.sparse.csr_array
    base: Floats

    def nearest(self, item: int, most: int) -> list[tuple[int, float]]:
        """The items that `item` speaks for most, with their weights; nothing for an item it does not know."""
        place = int(np.searchsorted(self.items, item))
        if place == len(self.items) or self.items[place] != item:
            return []
        row = slice(self.weights.indptr[place], self.weights.indptr[place + 1])
        others, weights = self.weights.indices[row], self.weights.data[row]
        best = [at for at in np.lexsort((others, -weights))[:most] if weights[at] > 0]
        return [(int(self.items[others[at]]), float(weights[at])) for at in best]


def learn(matrix: Matrix, how: Model = DEFAULT, *, dense: int = DENSE) -> Similar:
    """The table of similar items. Memory: `BLOCK` rows of co-occurrences and `neighbours` weights an item.

    `dense` only says up to how many items the quicker way is taken; what is learned is the same.
    """
    damping = np.asarray(np.maximum(matrix.values.sum(axis=0), 1.0), dtype=np.float64) ** -how.rarer
    pairs = _Pairs(_damped(matrix.values, damping, how), dense)
    columns = [_block(pairs, start, how) for start in range(0, len(matrix.items), BLOCK)]
    weights = sparse.hstack(columns, format="csr") if columns else sparse.csr_array((0, 0))
    weights = sparse.diags_array(damping) @ weights @ sparse.diags_array(1 / damping)
    base = how.common * np.asarray(matrix.values.sum(axis=0)) / max(len(matrix.members), 1)
    return Similar(matrix.items, sparse.csr_array(weights, dtype=np.float32), base.astype(np.float32))


def _damped(values: Any, damping: NDArray[np.float64], how: Model) -> Any:
    """Busy members and popular items count less; as a whole the interactions weigh as much as before."""
    lengths = np.maximum(np.diff(values.indptr), 1).astype(np.float64)
    scaled = sparse.diags_array(lengths**-how.fewer) @ values.astype(np.float64) @ sparse.diags_array(damping)
    power = float(scaled.power(2).sum())
    return scaled * np.sqrt(float(values.sum()) / power) if power else scaled


class _Pairs:
    """How often items were chosen together."""

    def __init__(self, values: Any, dense: int) -> None:
        self._rows = sparse.csr_array(values)
        self._columns = sparse.csc_array(values)
        self.count = values.shape[1]
        self.alone = np.asarray(values.power(2).sum(axis=0), dtype=np.float64)
        self._all = (values.T @ values).toarray() if self.count <= dense else None

    def with_others(self, start: int, stop: int) -> Any:
        """Of the items from `start` to `stop` with every item, as sparse rows."""
        return sparse.csr_array(self._columns[:, start:stop].T @ self._rows)

    def among(self, items: NDArray[np.int32]) -> NDArray[np.float64]:
        if self._all is not None:
            found: NDArray[np.float64] = self._all[np.ix_(items, items)]
            return found
        near = self._columns[:, items]
        counted: NDArray[np.float64] = (near.T @ near).toarray()
        return counted


def _block(pairs: _Pairs, start: int, how: Model) -> Any:
    """Weights of the targets from `start` on, as sparse columns, each solved on its own."""
    together = pairs.with_others(start, min(start + BLOCK, pairs.count))
    places, weights, ends = [], [], [0]
    for row in range(together.shape[0]):
        found = slice(together.indptr[row], together.indptr[row + 1])
        others, counts = _nearest(together.indices[found], together.data[found], pairs, start + row, how.neighbours)
        places.append(others)
        weights.append(_solved(pairs, start + row, others, counts, how))
        ends.append(ends[-1] + len(others))
    shape = (pairs.count, len(ends) - 1)
    return sparse.csc_array((np.concatenate(weights), np.concatenate(places), ends), shape=shape)


def _nearest(
    others: NDArray[np.int32], counts: NDArray[np.float64], pairs: _Pairs, own: int, most: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The `most` items with the highest cosine to `own`, which itself is not among them, and their co-occurrences with it."""
    kept = others != own
    others, counts = others[kept], counts[kept]
    if len(others) > most:
        kept = np.sort(np.argpartition(-counts / np.sqrt(pairs.alone[others]), most)[:most])
        others, counts = others[kept], counts[kept]
    return others, counts


def _solved(
    pairs: _Pairs, own: int, others: NDArray[np.int32], counts: NDArray[np.float64], how: Model
) -> NDArray[np.float64]:
    """Weights of `others` in the regression of the item `own`."""
    gram = pairs.among(others)
    gram[np.diag_indices(len(gram))] += how.ridge
    weights: NDArray[np.float64] = linalg.solve(gram, counts, assume_a="pos", check_finite=False)
    unexplained = how.ridge + pairs.alone[own] - counts @ weights
    weights *= (how.ridge / unexplained) ** how.sure
    return weights
