"""What follows and mutes do about what is gone, and blocks about whoever comes to look after the site."""

from collections.abc import Sequence

from miquan.bulk import delete_rows
from miquan.follows import actions
from miquan.follows.models import Mute
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.TAG_DROPPED, name="follows.gone", batch=True)
def gone(events: Sequence[EventRow]) -> None:
    """Whoever had muted the tag has not muted the next that bears its id. Nobody follows a tag that goes."""
    for event in events:
        what = (Mute.kind == "tag") & (Mute.target == event.subject_id)
        delete_rows(Mute, what & (Mute.at <= event.at))


@subscribes(Event.ROLE_GRANTED, name="follows.lift_blocks")
def lift_blocks(event: EventRow) -> None:
    """They are parted from nobody any more."""
    if event.subject_id is not None:
        actions.lift_blocks(event.subject_id)
