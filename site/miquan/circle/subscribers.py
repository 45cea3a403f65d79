"""What the circle does about events: what was put off comes out, what repeats is noticed."""

from miquan.circle import care
from miquan.circle.actions.states import publish_due
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.POST_SCHEDULED, name="circle.publish_due")
def come_out(event: EventRow) -> None:
    """The time has come; a post that was put off since has another delivery."""
    if event.subject_id is not None:
        publish_due(event.subject_id)


@subscribes(Event.POST_PUBLISHED, Event.POST_EDITED, name="circle.notice")
def notice(event: EventRow) -> None:
    if event.subject_id is not None:
        care.notice(event.subject_id)
