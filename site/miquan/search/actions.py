"""What search writes: that a query found nothing."""

from miquan.db import transaction
from miquan.outbox import Event, record


def note_miss(query: str, lang: str) -> None:
    """Remember that nobody had this."""
    with transaction():
        record(Event.SEARCH_MISSED, data={"query": query, "lang": lang})
