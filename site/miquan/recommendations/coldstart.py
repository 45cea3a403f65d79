"""How good the first page of a newcomer is, of whom three interests are known and nothing else, beside popularity.

A fifth of the members at a time plays the newcomers: the models learn from the others only. What is ranked, and what
counts as right, is the same as in the warm evaluation, so the figures stand beside each other.

This measures what could be learnt of newcomers from published data. The site itself leads them along what carries their
interests (`ways.py`), for which no published data hold what is needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from miquan.recommendations.dataset import Dataset
from miquan.recommendations.evaluation import Figures, Scorer, measure
from miquan.recommendations.interactions import Floats, Ids, Matrix, strongest
from miquan.recommendations.similar import DEFAULT, Model, learn

KNOWN = 3
GROUPS = 5
_SEED = 2026
# Choices like everybody's that are added to a member's own before their interests are told from them.
_DOUBT = 5.0

# Imagined choices, spread like everybody's, that are added to those of an interest: few people prove little.
DOUBT = 1_000.0
# Items that an interest keeps, those it speaks for most.
KEEP = 2_000


@dataclass(frozen=True, slots=True)
class Lifts:
    """`lifts[t, i]`: the logarithm of how much more often than everybody those interested in tags[t] choose items[i].

    `popular`: the logarithm of each item's share in all choices. Only lifts above zero are kept.
    """

    tags: Ids
    items: Ids
    popular: Floats
    lifts: Any  # scipy.sparse.csr_array


def learn_lifts(matrix: Matrix, interests: Matrix, *, doubt: float = DOUBT, keep: int = KEEP) -> Lifts:
    """From who chose what (`matrix`) and who is interested in what (`interests`, whose items are tags)."""
    chosen = np.asarray(matrix.values.sum(axis=0), dtype=np.float64)
    share = chosen / max(chosen.sum(), 1.0)
    _both, left, right = np.intersect1d(matrix.members, interests.members, return_indices=True)
    together = sparse.csr_array(interests.values[right].T @ matrix.values[left])
    totals = np.asarray(together.sum(axis=1), dtype=np.float64)
    rows = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    expected = share[together.indices]
    lift = np.log((together.data + doubt * expected) / ((totals[rows] + doubt) * expected))
    kept = _largest(rows, lift, keep)
    lifts = sparse.csr_array(
        (lift[kept].astype(np.float32), (rows[kept], together.indices[kept])), shape=together.shape
    )
    return Lifts(interests.items, matrix.items, np.log(np.maximum(share, 1e-12)).astype(np.float32), lifts)


def _largest(rows: NDArray[Any], values: NDArray[np.float64], keep: int) -> NDArray[np.intp]:
    """Places of each row's `keep` largest values above zero."""
    order = np.lexsort((-values, rows))
    starts = np.searchsorted(rows[order], rows[order], side="left")
    return order[(np.arange(len(order)) - starts < keep) & (values[order] > 0)]


def cold_figures(dataset: Dataset, matrix: Matrix, how: Model = DEFAULT) -> Iterator[tuple[str, float]]:
    """Lines of newcomers and of popularity. Interests are tags where items have some, and then, or else, three items."""
    groups = np.random.default_rng(_SEED).permutation(len(matrix.members)) % GROUPS
    others = [_without(matrix, groups == group) for group in range(GROUPS)]
    if dataset.tags:
        told = interests_of(matrix, dataset.tags)
        lifts = [learn_lifts(one, _without(told, groups == group)) for group, one in enumerate(others)]
        models = [(lift.lifts, lift.popular) for lift in lifts]
        yield from _named("cold", measure(matrix, dataset.held, _scorer(told.values, models, groups)))
    some = _some(matrix)
    similar = [learn(one, how) for one in others]
    models = [(one.weights, one.base) for one in similar]
    name = "cold_items" if dataset.tags else "cold"
    yield from _named(name, measure(matrix, dataset.held, _scorer(some, models, groups)))
    models = [(one.weights * 0, one.base) for one in similar]
    yield from _named("cold_popular", measure(matrix, dataset.held, _scorer(some, models, groups)))


def _scorer(told: Any, models: list[tuple[Any, Floats]], groups: NDArray[np.intp]) -> Scorer:
    """Scores by what members told (members × what can be told) and the model of their group: weights, and a base."""

    def score(places: NDArray[np.intp]) -> Floats:
        scores = [told[[place]] @ models[groups[place]][0] for place in places]
        return np.stack(
            [one.toarray()[0] + models[groups[place]][1] for one, place in zip(scores, places, strict=True)]
        )

    return score


def _named(name: str, found: Figures) -> Iterator[tuple[str, float]]:
    yield from ((f"{name}_P@10", found.precision), (f"{name}_R@10", found.recall), (f"{name}_NDCG@10", found.ndcg))


def _without(matrix: Matrix, left_out: NDArray[np.bool_]) -> Matrix:
    return Matrix(matrix.members[~left_out], matrix.items, matrix.values[np.flatnonzero(~left_out)])


def interests_of(matrix: Matrix, tags: Sequence[tuple[int, int]]) -> Matrix:
    """The three tags that stand out most in what each member chose, as they might have named them when they came."""
    pairs = np.array(tags, dtype=np.int64).reshape(-1, 2)
    pairs = pairs[np.isin(pairs[:, 0], matrix.items)]
    ids, columns = np.unique(pairs[:, 1], return_inverse=True)
    shape = (len(matrix.items), len(ids))
    tagged = sparse.csr_array((np.ones(len(pairs)), (np.searchsorted(matrix.items, pairs[:, 0]), columns)), shape=shape)
    counts = (matrix.values @ tagged).toarray()
    usual = counts.sum(axis=0) / max(counts.sum(), 1.0)
    lifts = (counts + _DOUBT * usual) / ((counts.sum(axis=1, keepdims=True) + _DOUBT) * np.maximum(usual, 1e-12))
    return _best(matrix.members, ids, np.where(counts > 0, lifts, 0.0))


def _some(matrix: Matrix) -> Any:
    """Three items of each member, by lot, as the only ones that are known."""
    found = matrix.values.tocoo()
    lots = np.random.default_rng(_SEED).random(found.nnz)
    kept = strongest(found.coords[0], lots, KNOWN)
    cells = (found.coords[0][kept], found.coords[1][kept])
    return sparse.csr_array((np.ones(len(kept), np.float32), cells), shape=matrix.values.shape)


def _best(members: Ids, tags: Ids, values: NDArray[Any]) -> Matrix:
    """A matrix of the `KNOWN` largest values above zero of each row, each as 1."""
    chosen = np.argsort(-values, axis=1, kind="stable")[:, :KNOWN]
    kept = np.zeros(values.shape, dtype=np.float32)
    np.put_along_axis(kept, chosen, 1.0, axis=1)
    return Matrix(members, tags, sparse.csr_array(kept * (values > 0)))
