"""Item-to-item: how much each item of a member's history speaks for each other item.

Every target item is predicted from its nearest neighbours by ridge regression (H. Steck, "Embarrassingly shallow
autoencoders for sparse data", WWW 2019; local as in SLIM with feature selection, X. Ning and G. Karypis, ICDM 2011).
A score is a plain sum over the history, so what each item contributed is known exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from miquan.recommendations.interactions import Ids, Matrix

# Target items that are worked on at once: bounds the memory, whatever the number of items.
BLOCK = 256
# Up to so many items one dense inverse is quicker than a regression an item: 130 MB, seconds.
WHOLE = 4_000


@dataclass(frozen=True, slots=True)
class Model:
    """How to learn. Chosen on a validation split; the figures are in DECISIONS.md.

    `neighbours`: candidates a target item is predicted from. `keep`: how many of them it keeps.
    `ridge`: interactions of doubt added to every item. `fewer`: exponent by which members with many interactions count less.
    `rarer`: exponent by which often chosen items count less. `sure`: exponent by which targets that their neighbours
    explain badly are told less; 0 is EASE, 1 ridge regression that may also use the item itself, which is then left out.
    """

    neighbours: int = 200
    keep: int = 200
    ridge: float = 500.0
    fewer: float = 0.25
    rarer: float = 0.25
    sure: float = 1.0


DEFAULT = Model()


@dataclass(frozen=True, slots=True)
class Similar:
    """`weights[i, j]`: what a full interaction with items[i] adds to the score of items[j]. Never i = j."""

    items: Ids
    weights: Any  # scipy.sparse.csr_array

    def nearest(self, item: int, most: int) -> list[tuple[int, float]]:
        """The items that `item` speaks for most, with their weights; nothing for an item it does not know."""
        place = int(np.searchsorted(self.items, item))
        if place == len(self.items) or self.items[place] != item:
            return []
        row = slice(self.weights.indptr[place], self.weights.indptr[place + 1])
        others, weights = self.weights.indices[row], self.weights.data[row]
        best = [at for at in np.lexsort((others, -weights))[:most] if weights[at] > 0]
        return [(int(self.items[others[at]]), float(weights[at])) for at in best]


def learn(matrix: Matrix, how: Model = DEFAULT, *, whole: int = WHOLE) -> Similar:
    """The table of similar items. Above `whole` items the memory is `BLOCK` rows of co-occurrences and `keep` weights an item."""
    count = len(matrix.items)
    damping = np.asarray(np.maximum(matrix.values.sum(axis=0), 1.0), dtype=np.float64) ** -how.rarer
    values = _damped(matrix.values, damping, how)
    parts = _whole(values, how) if count <= whole else _local(values, how)
    columns = [sparse.coo_array(part) for part in parts]
    weights = sparse.hstack(columns, format="csr") if columns else sparse.csr_array((0, 0))
    weights = sparse.diags_array(damping) @ weights @ sparse.diags_array(1 / damping)
    return Similar(matrix.items, sparse.csr_array(weights, dtype=np.float32))


def _damped(values: Any, damping: NDArray[np.float64], how: Model) -> Any:
    """Busy members and popular items count less; as a whole the interactions weigh as much as before."""
    lengths = np.maximum(np.diff(values.indptr), 1).astype(np.float64)
    scaled = sparse.diags_array(lengths**-how.fewer) @ values.astype(np.float64) @ sparse.diags_array(damping)
    power = float(scaled.power(2).sum())
    return scaled * np.sqrt(float(values.sum()) / power) if power else scaled


def _whole(values: Any, how: Model) -> Iterator[Any]:
    """All items as each other's neighbours: one inverse solves every regression."""
    gram = (values.T @ values).toarray()
    count = len(gram)
    if count == 0:
        return
    gram[np.diag_indices(count)] += how.ridge
    inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
    unexplained = 1.0 / np.diag(inverse)
    weights = -inverse * unexplained * (how.ridge / unexplained) ** how.sure
    np.fill_diagonal(weights, 0.0)
    yield _strongest(weights, how.keep)


def _strongest(weights: NDArray[np.float64], keep: int) -> NDArray[np.float64]:
    """Each column with all but its `keep` largest weights, of either sign, set to zero."""
    if len(weights) > keep:
        least = np.argpartition(-np.abs(weights), keep, axis=0)[keep:]
        np.put_along_axis(weights, least, 0.0, axis=0)
    return weights


def _local(values: Any, how: Model) -> Iterator[Any]:
    """Each target from its nearest neighbours by cosine, a block of targets at a time."""
    columns = sparse.csc_array(values)
    norms = np.sqrt(np.asarray(values.power(2).sum(axis=0), dtype=np.float64))
    for start in range(0, values.shape[1], BLOCK):
        stop = min(start + BLOCK, values.shape[1])
        together = sparse.csr_array(columns[:, start:stop].T @ values)
        yield _block(together, columns, norms, start, how)


def _block(together: Any, columns: Any, norms: NDArray[np.float64], start: int, how: Model) -> Any:
    """Weights of the targets `start`, `start + 1`, … as sparse columns; `together` holds their co-occurrences as rows."""
    places, weights, ends = [], [], [0]
    for row in range(together.shape[0]):
        found = slice(together.indptr[row], together.indptr[row + 1])
        others, counts = together.indices[found], together.data[found]
        others, counts = _nearest(others, counts, norms, start + row, how.neighbours)
        solved = _ridge(columns[:, others], counts, how.ridge)
        unexplained = how.ridge + norms[start + row] ** 2 - counts @ solved
        solved *= (how.ridge / unexplained) ** how.sure
        best = np.sort(np.argsort(-np.abs(solved), kind="stable")[: how.keep])
        places.append(others[best])
        weights.append(solved[best])
        ends.append(ends[-1] + len(best))
    shape = (len(norms), len(ends) - 1)
    return sparse.csc_array((np.concatenate(weights), np.concatenate(places), ends), shape=shape)


def _nearest(
    others: NDArray[np.int32], counts: NDArray[np.float64], norms: NDArray[np.float64], own: int, most: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The `most` items with the highest cosine to `own`, which itself is not among them."""
    kept = others != own
    others, counts = others[kept], counts[kept]
    if len(others) > most:
        kept = np.argpartition(-counts / norms[others], most)[:most]
        others, counts = others[kept], counts[kept]
    return others, counts


def _ridge(near: Any, counts: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    gram = (near.T @ near).toarray()
    gram[np.diag_indices(len(gram))] += ridge
    solved: NDArray[np.float64] = linalg.solve(gram, counts, assume_a="pos", check_finite=False)
    return solved
