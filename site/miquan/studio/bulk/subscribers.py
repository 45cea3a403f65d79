"""Bulk changes are made in the background, in a lane of their own."""

import time

from miquan.db import transaction
from miquan.outbox import Event, EventRow, record, subscribes
from miquan.studio.bulk.actions import go_on

# Short turns, so that a worker that is told to stop need not wait.
_TURN_SECONDS = 3.0


@subscribes(Event.BULK_REQUESTED, name="studio.bulk", lane="bulk")
def run(event: EventRow) -> None:
    """Slice after slice for a while, then another turn. Told twice it goes on where it is."""
    if event.subject_id is None:
        return
    until = time.monotonic() + _TURN_SECONDS
    while go_on(event.subject_id):
        if time.monotonic() > until:
            with transaction():
                record(Event.BULK_REQUESTED, subject=("bulk", event.subject_id), by=event.actor_id)
            return
