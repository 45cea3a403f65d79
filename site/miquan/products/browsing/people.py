"""Who knows these things: the storefronts that carry most of a scope."""

from typing import Any

import numpy as np

from miquan.products.browsing.browse import Scope, rows_in
from miquan.products.browsing.columns import columns


def storefronts_in(scope: Scope, limit: int, weights: Any = None) -> list[int]:
    """Storefront ids by how many of the scope's goods are theirs; `weights` may count found goods by rank."""
    cols = columns()
    rows = rows_in(cols, scope)
    if not len(rows):
        return []
    shops = cols["storefront"][rows]
    ids, inverse = np.unique(shops, return_inverse=True)
    score = np.bincount(inverse, weights=weights)
    best = np.lexsort((ids, -score))[:limit]
    return [int(i) for i in ids[best]]
