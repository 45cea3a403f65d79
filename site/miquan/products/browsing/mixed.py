"""New goods for the front page: newest first, but each storefront gets one place before any gets a second."""

import numpy as np

from miquan.products.browsing.columns import columns

_WINDOW = 600


def mixed_newest(limit: int) -> list[int]:
    """Product ids; only goods that can still be had."""
    cols = columns()
    rows = cols.newest[:_WINDOW]
    rows = rows[cols["sold_out"][rows] == 0]
    turn = np.zeros(len(rows), np.int64)
    seen: dict[int, int] = {}
    for i, shop in enumerate(cols["storefront"][rows].tolist()):
        turn[i] = seen[shop] = seen.get(shop, -1) + 1
    order = np.lexsort((np.arange(len(rows)), turn))
    return [int(i) for i in cols["id"][rows[order][:limit]]]
