"""What profiles do about events: a portrait that becomes ready."""

from miquan.outbox import Event, EventRow, subscribes
from miquan.profiles.actions import portrait_looked_at


@subscribes(Event.FILE_READY, name="profiles.portrait_looked_at")
def show_portrait(event: EventRow) -> None:
    """Told twice it finds the portrait shown, or a newer one."""
    if event.subject_id is not None:
        portrait_looked_at(event.subject_id)
