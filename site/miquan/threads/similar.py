"""Threads of a group in which what somebody is about to ask may have been said already."""

from collections.abc import Sequence

from miquan.search.analysis import query_terms
from miquan.search.kinds.threads import THREADS
from miquan.search.service import find
from miquan.text import clean_line
from miquan.threads.models import TITLE_LIMIT
from miquan.threads.queries.found import readable
from miquan.threads.queries.inside import threads_of
from miquan.threads.queries.lists import ThreadRow, rows_by_id
from miquan.viewer import viewer

_MOST, _LOOKED_AT = 5, 40
# Fewer characters are no question yet.
_SHORTEST = 2


def similar_in(group_id: int, title: str) -> list[ThreadRow]:
    """At most five that the reader may see, the nearest first; none for a title that says nothing yet.

    The words are looked for in this group alone, so that nothing said elsewhere shows in what is found.
    """
    words = clean_line(title[:400], TITLE_LIMIT)
    if len(words) < _SHORTEST or not query_terms(words):
        return []
    hits = find(words, THREADS, within=[group_id], among=threads_of(group_id)).hits
    ids = [int(id_) for id_ in hits.ids[:_LOOKED_AT]]
    return _seen(ids, group_id)


def _seen(ids: Sequence[int], group_id: int) -> list[ThreadRow]:
    if not ids:
        return []
    told = dict(readable(ids, viewer().id, group=group_id).tuples())
    kept = [id_ for id_ in ids if id_ in told][:_MOST]
    rows = rows_by_id(kept)
    return [rows[id_] for id_ in kept if id_ in rows]
