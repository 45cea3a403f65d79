"""From a member's history to candidates, each with the item that it truly rests on."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miquan.recommendations.candidates import Because, Candidate
from miquan.recommendations.interactions import Floats, History, Ids
from miquan.recommendations.similar import Similar


def rank(history: History, similar: Similar, *, never: Collection[int] = (), most: int = 100) -> list[Candidate]:
    """The best `most` items for a member, best first.

    Left out: what they already know, what is in `never` (blocked, hidden, dismissed, sold out), and what nothing in the
    history speaks for.
    """
    places, known = places_of(similar.items, history.items)
    if not len(places):
        return []
    shares = similar.weights[places].multiply(history.strengths[known][:, None]).tocsc()
    scores = np.asarray(shares.sum(axis=0), dtype=np.float64)
    scores[scores > 0] += similar.base[scores > 0]
    scores[places] = 0.0
    scores[places_of(similar.items, np.fromiter(never, np.int64, len(never)))[0]] = 0.0
    told = [history.because(int(place)) for place in known]
    return candidates(shares, scores, _best(scores, most), similar.items, told)


def candidates(
    shares: Any, scores: NDArray[np.float64], best: NDArray[np.intp], items: Ids, told: list[Because]
) -> list[Candidate]:
    """Candidates at the places `best`, each with the reason whose row of `shares` (reasons × items, sparse) holds most."""
    dense = shares[:, best].toarray()
    largest = dense.argmax(axis=0)
    return [
        Candidate(int(items[place]), float(scores[place]), told[row], float(dense[row, column]))
        for column, (place, row) in enumerate(zip(best, largest, strict=True))
    ]


def _best(scores: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Places of the highest scores above zero, highest first; of equals the first."""
    order = np.argsort(-scores, kind="stable")[:most]
    return order[scores[order] > 0]


def places_of(items: Ids, wanted: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where `wanted` ids stand in `items`, and which of `wanted` stand there at all."""
    places = np.searchsorted(items, wanted)
    known = np.flatnonzero(places < len(items))
    known = known[items[places[known]] == wanted[known]]
    return places[known], known


def scores_of(strengths: Any, similar: Similar) -> Floats:
    """Scores of all items for a block of members (members × items, sparse strengths in the order of `similar.items`)."""
    scores: Floats = (strengths @ similar.weights).toarray() + similar.base
    return scores
