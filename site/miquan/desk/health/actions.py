"""What operators do about the queue and the index, each with its line in the record of such acts."""

from miquan.db import transaction
from miquan.moderation.audit import audit
from miquan.outbox import claims
from miquan.search.actions import ask_for_rebuild

# Numbers of deliveries outgrow the record's column, so they stand in its words.
_QUEUE = ("outbox", 0)


def replay(delivery_id: int | None, *, by: int) -> int:
    """Another round of attempts for what was set aside: one delivery, or all. Returns how many."""
    with transaction():
        count = claims.replay(delivery_id)
        if count:
            audit("delivery.replayed", _QUEUE, by=by, delivery=delivery_id, deliveries=count)
    return count


def drop(delivery_id: int, *, by: int) -> bool:
    """Give up what was set aside. False when it is not there any more."""
    with transaction():
        dropped = claims.drop(delivery_id)
        if dropped:
            audit("delivery.dropped", _QUEUE, by=by, delivery=delivery_id)
    return dropped


def rebuild_index(*, by: int) -> None:
    with transaction():
        ask_for_rebuild(by)
        audit("index.rebuild_asked", ("index", 0), by=by)
