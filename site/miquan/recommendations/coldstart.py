"""How good the first page of a newcomer is, of whom three interests are known and nothing else, beside popularity.

A fifth of the members at a time plays the newcomers: the models learn from the others only. What is ranked, and what
counts as right, is the same as in the warm evaluation, so the figures stand beside each other.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from miquan.recommendations.dataset import Dataset
from miquan.recommendations.evaluation import Figures, measure
from miquan.recommendations.interactions import Floats, Ids, Matrix, strongest
from miquan.recommendations.newcomers import learn_lifts

KNOWN = 3
GROUPS = 5
_SEED = 2026
# Choices like everybody's that are added to a member's own before their interests are told from them.
_DOUBT = 5.0


def cold_figures(dataset: Dataset, matrix: Matrix) -> Iterator[tuple[str, float]]:
    """Lines of the newcomers and of popularity. Interests are tags where items have some, else items themselves."""
    told = interests_of(matrix, dataset.tags) if dataset.tags else _some(matrix)
    groups = np.random.default_rng(_SEED).permutation(len(matrix.members)) % GROUPS
    models = [
        learn_lifts(_without(matrix, groups == group), _without(told, groups == group)) for group in range(GROUPS)
    ]

    def score(places: NDArray[np.intp], *, interested: bool) -> Floats:
        scores = np.stack([models[groups[place]].popular for place in places])
        if interested:
            scores += np.stack([(told.values[[place]] @ models[groups[place]].lifts).toarray()[0] for place in places])
        return scores

    yield from _named("cold", measure(matrix, dataset.held, lambda places: score(places, interested=True)))
    yield from _named("cold_popular", measure(matrix, dataset.held, lambda places: score(places, interested=False)))


def _named(name: str, found: Figures) -> Iterator[tuple[str, float]]:
    yield from ((f"{name}_P@10", found.precision), (f"{name}_R@10", found.recall), (f"{name}_NDCG@10", found.ndcg))


def _without(matrix: Matrix, left_out: NDArray[np.bool_]) -> Matrix:
    return Matrix(matrix.members[~left_out], matrix.items, matrix.values[np.flatnonzero(~left_out)])


def interests_of(matrix: Matrix, tags: Sequence[tuple[int, int]]) -> Matrix:
    """The three tags that stand out most in what each member chose, as they might have named them when they came."""
    pairs = np.array([pair for pair in tags if pair[0] in set(matrix.items.tolist())], dtype=np.int64).reshape(-1, 2)
    ids, columns = np.unique(pairs[:, 1], return_inverse=True)
    shape = (len(matrix.items), len(ids))
    tagged = sparse.csr_array((np.ones(len(pairs)), (np.searchsorted(matrix.items, pairs[:, 0]), columns)), shape=shape)
    counts = (matrix.values @ tagged).toarray()
    usual = counts.sum(axis=0) / max(counts.sum(), 1.0)
    lifts = (counts + _DOUBT * usual) / ((counts.sum(axis=1, keepdims=True) + _DOUBT) * np.maximum(usual, 1e-12))
    return _best(matrix.members, ids, np.where(counts > 0, lifts, 0.0))


def _some(matrix: Matrix) -> Matrix:
    """Three items of each member, by lot, as the only ones that are known."""
    found = matrix.values.tocoo()
    lots = np.random.default_rng(_SEED).random(found.nnz)
    kept = strongest(found.coords[0], lots, KNOWN)
    cells = (found.coords[0][kept], found.coords[1][kept])
    values = sparse.csr_array((np.ones(len(kept), np.float32), cells), shape=matrix.values.shape)
    return Matrix(matrix.members, matrix.items, values)


def _best(members: Ids, tags: Ids, values: NDArray[Any]) -> Matrix:
    """A matrix of the `KNOWN` largest values above zero of each row, each as 1."""
    chosen = np.argsort(-values, axis=1, kind="stable")[:, :KNOWN]
    kept = np.zeros(values.shape, dtype=np.float32)
    np.put_along_axis(kept, chosen, 1.0, axis=1)
    return Matrix(members, tags, sparse.csr_array(kept * (values > 0)))
