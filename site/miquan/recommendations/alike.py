"""What those kept or followed who kept or followed something: learnt by night of all, by day of what was just touched.

The mathematics are `similar.py`; scipy comes in only here and only when there is something to learn, so that only a
worker carries it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from miquan.boards.models import Save
from miquan.bulk import insert_rows
from miquan.db import transaction
from miquan.follows.models import Follow
from miquan.recommendations.models import Similar

KINDS = ("post", "product", "member")
# What one person alone did together says nothing of the two, and might tell of the person.
TOGETHER = 2
# So many rows, the newest, and so many things, the most chosen, are learnt from.
MOST_ROWS, MOST_ITEMS = 300_000, 20_000
MOST_OF_ONE = 200
# What is kept of a thing: those most alike.
KEEP = 30
# By day: of so many touched things at once, the newest people who chose them, and the things that these chose most.
AT_ONCE, PEOPLE, BESIDE = 200, 2_000, 400
_CHUNK = 200

Row = tuple[int, int]


def _chosen(kind: str) -> tuple[Any, Any, Any, Any]:
    """Table's rows of a kind, and its columns of who, what and order."""
    if kind == "member":
        return (
            Follow.select(Follow.follower, Follow.target).where(Follow.kind == "member"),
            Follow.follower,
            Follow.target,
            Follow.id,
        )
    return Save.select(Save.member, Save.item).where(Save.kind == kind), Save.member, Save.item, Save.id


def learn_all(kind: str) -> int:
    """Learn the whole table anew; rows are exchanged a few things at a time, so that nobody waits. Returns how many pairs."""
    query, _who, _what, order = _chosen(kind)
    rows = list(query.order_by(order.desc()).limit(MOST_ROWS).tuples())
    pairs = _pairs(_common(rows, MOST_ITEMS))
    items = sorted({item for item, _other, _weight in pairs})
    by_item: dict[int, list[tuple[int, int, float]]] = {}
    for pair in pairs:
        by_item.setdefault(pair[0], []).append(pair)
    known = [item for (item,) in Similar.select(Similar.item).where(Similar.kind == kind).distinct().tuples()]
    everything = sorted({*items, *known})
    for start in range(0, len(everything), _CHUNK):
        some = everything[start : start + _CHUNK]
        with transaction():
            Similar.delete().where(Similar.kind == kind, Similar.item.in_(some)).execute()
            _insert(kind, [pair for item in some for pair in by_item.get(item, [])])
    return len(pairs)


def learn_around(kind: str, touched: Collection[int]) -> int:
    """Learn anew what is alike to these things only, from those who chose them. Returns how many pairs."""
    ids = sorted(touched)[:AT_ONCE]
    query, who, what, order = _chosen(kind)
    near = query.where(what.in_(ids)).order_by(order.desc()).limit(PEOPLE * 4).tuples()
    people = list(dict.fromkeys(member for member, _item in near))[:PEOPLE]
    theirs = list(query.where(who.in_(people or [0])).order_by(order.desc()).limit(MOST_ROWS).tuples())
    own = set(ids)
    pairs = [
        pair for pair in _pairs(_common(theirs, BESIDE, always=own)) if pair[0] in own or pair[1] in own
    ]  # fmt: skip
    with transaction():
        touched_ = Similar.item.in_(ids) | Similar.other.in_(ids)
        Similar.delete().where(Similar.kind == kind, touched_).execute()
        _insert(kind, pairs)
    return len(pairs)


def _insert(kind: str, pairs: Sequence[tuple[int, int, float]]) -> None:
    if pairs:
        insert_rows(Similar, [{"kind": kind, "item": i, "other": o, "weight": weight} for i, o, weight in pairs])


def _common(rows: Iterable[Row], most: int, always: Collection[int] = ()) -> list[Row]:
    """Rows of things that at least TOGETHER people chose: the most chosen, and those of `always` among them."""
    found = set(rows)
    counts = Counter(item for _member, item in found)
    kept = {item for item, times in counts.most_common(most) if times >= TOGETHER}
    kept |= {item for item in always if counts[item] >= TOGETHER}
    return [row for row in found if row[1] in kept]


def _pairs(rows: list[Row]) -> list[tuple[int, int, float]]:
    """(thing, other, weight) of those most alike, as far as TOGETHER people chose both."""
    if not rows:
        return []
    # Only here: no process that serves pages carries scipy.
    import numpy as np

    from miquan.recommendations.interactions import matrix_from
    from miquan.recommendations.similar import BLOCK, learn

    table = np.array(sorted(rows), dtype=np.int64)
    matrix = matrix_from(table[:, 0], table[:, 1], np.ones(len(table)), most=MOST_OF_ONE)
    similar = learn(matrix)
    ones = (matrix.values > 0).astype(np.int32).tocsc()
    found: list[tuple[int, int, float]] = []
    # A block at a time: all pairs together may not fit into memory.
    for start in range(0, len(similar.items), BLOCK):
        both = (ones[:, start : start + BLOCK].T @ ones).tocsr()
        for place, item in enumerate(similar.items[start : start + BLOCK].tolist()):
            row = slice(both.indptr[place], both.indptr[place + 1])
            often = set(similar.items[both.indices[row][both.data[row] >= TOGETHER]].tolist())
            near = [(other, weight) for other, weight in similar.nearest(item, 4 * KEEP) if other in often]
            found += [(item, other, weight) for other, weight in near[:KEEP]]
    return found
