"""Which products the reader keeps, asked for a whole page at once."""

from collections.abc import Sequence

from miquan.boards.models import Save
from miquan.pagecache import not_kept
from miquan.prepared import Prepared, padded
from miquan.viewer import viewer


def saved_of(ids: Sequence[int]) -> frozenset[int]:
    """One query for a member, none for a visitor."""
    me = viewer().id
    if me is None or not ids:
        return frozenset()
    # It is true for this reader only.
    not_kept()
    return frozenset(item for (item,) in _SAVED.rows(me, *padded(sorted(set(ids)))))


_SAVED = Prepared(
    lambda me, *ids: (
        Save.select(Save.item).where(Save.member == me, Save.kind == "product", Save.item.in_(ids)).tuples()
    )
)
