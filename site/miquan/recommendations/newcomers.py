"""A member of whom only interests are known: what others with these interests choose more than everybody does."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from miquan.recommendations.candidates import Candidate
from miquan.recommendations.interactions import Floats, History, Ids, Matrix
from miquan.recommendations.ranking import candidates, places_of

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


def rank_for(interests: History, lifts: Lifts, *, never: Collection[int] = (), most: int = 100) -> list[Candidate]:
    """The best items for these interests, best first: popular ones of which at least one interest speaks.

    `because` names the interest with the largest lift; a `share` is that lift, and `score` the sum of popularity and all lifts.
    """
    places, known = places_of(lifts.tags, interests.items)
    if not len(places):
        return []
    shares = lifts.lifts[places].multiply(interests.strengths[known][:, None]).tocsc()
    spoken = np.asarray(shares.sum(axis=0), dtype=np.float64)
    spoken[places_of(lifts.items, np.fromiter(never, np.int64, len(never)))[0]] = 0.0
    found = np.flatnonzero(spoken > 0)
    worth = spoken[found] + lifts.popular[found]
    best = found[np.argsort(-worth, kind="stable")[:most]]
    told = [interests.because(int(place)) for place in known]
    return candidates(shares, spoken + lifts.popular, best, lifts.items, told)
