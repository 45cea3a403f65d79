"""Combining postings into ranked hits: set operations and sums over numpy arrays, the same for every engine."""

from collections.abc import Callable
from typing import Any

import numpy as np

from miquan.search.analysis import Term
from miquan.search.engine import ENOUGH, MOST_HITS

Array = np.ndarray[Any, np.dtype[Any]]
# (documents, weight of the best field each is found in)
Postings = tuple[Array, Array]
_NONE: Postings = (np.zeros(0, np.int64), np.zeros(0))
WEIGHTS = {"title": 3.0, "head": 1.6, "body": 1.0}


def union(parts: list[Postings]) -> Postings:
    """Documents in any part; the weights of those in several add up."""
    parts = [part for part in parts if len(part[0])]
    if not parts:
        return _NONE
    if len(parts) == 1:
        return parts[0]
    documents, inverse = np.unique(np.concatenate([p[0] for p in parts]), return_inverse=True)
    return documents, np.bincount(inverse, weights=np.concatenate([p[1] for p in parts]), minlength=len(documents))


def intersection(parts: list[Postings]) -> Postings:
    """Documents in every part; weights add up."""
    documents = parts[0][0]
    for other, _weights in parts[1:]:
        documents = documents[np.isin(documents, other, assume_unique=True)]
    weights = sum((p[1][np.searchsorted(p[0], documents)] for p in parts), np.zeros(len(documents)))
    return documents, weights


def narrowed(postings: Postings, among: Array | None) -> Postings:
    """Those whose numbers are among these; all where nothing is said."""
    documents, weights = postings
    if among is None:
        return postings
    kept = np.isin(documents, among)
    return documents[kept], weights[kept]


def rank(
    terms: tuple[Term, ...],
    postings_of: Callable[[Term], Postings],
    total: int,
    number_of: Callable[[Array], Array] = lambda documents: documents,
) -> tuple[Array, bool]:
    """Documents best first, and whether some hold only a part of the words.

    A word counts ln(1 + N / n) (its inverse document frequency) times the weight of the fields it stands in.
    Of equals the newest comes first: `number_of` gives what documents are numbered by where an engine has numbers of
    its own, which change when a document is indexed again.
    """
    found = []
    for term in terms:
        documents, weights = postings_of(term)
        found.append((documents, weights * np.log(1 + total / max(1, len(documents)))))
    if not found:
        return _NONE[0], False
    every = _ordered(intersection(found), number_of)
    if len(every) >= ENOUGH or len(found) == 1:
        return every[:MOST_HITS], False
    some = _ordered(_mostly(found), number_of)
    rest = some[~np.isin(some, every)]
    return np.concatenate([every, rest])[:MOST_HITS], bool(len(rest))


def _mostly(found: list[Postings]) -> Postings:
    """Documents with at least half of the words."""
    documents, weights = union(found)
    counts = sum(
        (np.isin(documents, f[0], assume_unique=True).astype(np.int64) for f in found),
        np.zeros(len(documents), np.int64),
    )
    keep = counts * 2 >= len(found)
    return documents[keep], weights[keep] * (counts[keep] / len(found))


def _ordered(postings: Postings, number_of: Callable[[Array], Array]) -> Array:
    documents, weights = postings
    # Rounded, so that the order in which floats were added makes no difference.
    return documents[np.lexsort((-number_of(documents), -np.round(weights, 9)))]
