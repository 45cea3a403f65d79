"""What follows does about events: whoever comes to look after the site is parted from nobody any more."""

from miquan.follows import actions
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.ROLE_GRANTED, name="follows.lift_blocks")
def lift_blocks(event: EventRow) -> None:
    if event.subject_id is not None:
        actions.lift_blocks(event.subject_id)
