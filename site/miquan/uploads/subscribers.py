"""What uploads do about events: the timer that ends an upload nobody finished."""

from miquan.outbox import Event, EventRow, subscribes
from miquan.uploads.actions import expire


@subscribes(Event.UPLOAD_BEGUN, name="uploads.expire")
def end(event: EventRow) -> None:
    """Told a day after the beginning; told twice it finds nothing more to do."""
    expire(str(event.data["token"]))
