"""What search writes: that a query found nothing, and that the index shall be built anew."""

import time

from flask import current_app

from miquan.db import transaction
from miquan.outbox import Event, record

_A_MINUTE = 60


def ask_for_rebuild(by: int) -> None:
    """Have the index built anew by its lane, however whole it is. Joins a transaction."""
    with transaction():
        record(Event.INDEX_REBUILD_REQUESTED, data={"reason": "asked for", "wanted": True}, by=by)


def note_miss(query: str, lang: str) -> None:
    """Remember that nobody had this; at most once a second on average, so that reading cannot flood the queue."""
    held = current_app.extensions.setdefault("miquan.search", {})
    minute, count = int(time.monotonic() // 60), 0
    if held.get("misses", (0, 0))[0] == minute:
        count = held["misses"][1]
    held["misses"] = (minute, count + 1)
    if count < _A_MINUTE:
        with transaction():
            record(Event.SEARCH_MISSED, data={"query": query, "lang": lang})
