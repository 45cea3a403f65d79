"""What members did with items: rows of (member, item, weight, kind), and the sparse matrix that they make."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from miquan.recommendations.candidates import Because

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]

# A member's strongest interactions; what one person did beyond them says little more and costs its square.
MOST_A_MEMBER = 500


class Interaction(NamedTuple):
    """`weight` may be negative ("less of this"). `kind` is the caller's word for it: saved, liked, followed …"""

    member: int
    item: int
    weight: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Members × items. `values` holds strengths in (0, 1] as float32; ids ascend."""

    members: Ids
    items: Ids
    values: Any  # scipy.sparse.csr_array: scipy brings no types


def matrix_of(rows: Iterable[Interaction], *, full: float = 1.0, most: int = MOST_A_MEMBER) -> Matrix:
    """The matrix of interactions: what one member did with one item is summed, and `full` or more counts as 1.

    Pairs whose sum is not above zero are no interest and left out, and so is all but the `most` strongest of a member.
    """
    table = np.array([(row.member, row.item, row.weight) for row in rows], dtype=np.float64).reshape(-1, 3)
    return matrix_from(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], full=full, most=most)


def matrix_from(
    members: Ids, items: Ids, weights: NDArray[np.float64], *, full: float = 1.0, most: int = MOST_A_MEMBER
) -> Matrix:
    """`matrix_of` for columns that are arrays already."""
    member_ids, rows = np.unique(members, return_inverse=True)
    item_ids, columns = np.unique(items, return_inverse=True)
    shape = (len(member_ids), len(item_ids))
    sums = sparse.csr_array((weights / full, (rows, columns)), shape=shape).tocoo()
    sums.sum_duplicates()
    rows, columns, strengths = sums.coords[0], sums.coords[1], np.minimum(sums.data, 1.0)
    kept = np.flatnonzero(strengths > 0)
    kept = kept[strongest(rows[kept], strengths[kept], most)]
    return _packed(member_ids[rows[kept]], item_ids[columns[kept]], strengths[kept])


def _packed(members: Ids, items: Ids, strengths: NDArray[np.float64]) -> Matrix:
    """The matrix without empty rows and columns; each pair comes once."""
    member_ids, rows = np.unique(members, return_inverse=True)
    item_ids, columns = np.unique(items, return_inverse=True)
    shape = (len(member_ids), len(item_ids))
    return Matrix(member_ids, item_ids, sparse.csr_array((strengths.astype(np.float32), (rows, columns)), shape=shape))


def strongest(members: NDArray[Any], strengths: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Places of each member's `most` strongest rows; of equals the later, which are the newer items."""
    order = np.lexsort((-np.arange(len(members)), -strengths, members))
    starts = np.searchsorted(members[order], members[order], side="left")
    return np.sort(order[np.arange(len(order)) - starts < most])


@dataclass(frozen=True, slots=True)
class History:
    """What one member did: items, strengths in (0, 1], and the kind that weighed most of each."""

    items: Ids
    strengths: Floats
    kinds: tuple[str, ...]

    def because(self, place: int) -> Because:
        return Because(int(self.items[place]), self.kinds[place])


def history_of(rows: Iterable[Interaction], *, full: float = 1.0) -> History:
    """One member's rows as a history, by the same rules as `matrix_of`."""
    sums: dict[int, float] = {}
    strongest: dict[int, tuple[float, str]] = {}
    for row in rows:
        sums[row.item] = sums.get(row.item, 0.0) + row.weight
        if row.weight > strongest.get(row.item, (0.0, ""))[0]:
            strongest[row.item] = (row.weight, row.kind)
    items = sorted(item for item, total in sums.items() if total > 0)
    return History(
        np.array(items, dtype=np.int64),
        np.array([min(sums[item] / full, 1.0) for item in items], dtype=np.float32),
        tuple(strongest[item][1] for item in items),
    )
