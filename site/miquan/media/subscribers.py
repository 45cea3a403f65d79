"""What the worker does with files that were taken in."""

from miquan.media import looking
from miquan.media.models import File
from miquan.media.refusals import Reason
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.FILE_RECEIVED, name="media.look_at", lane="media")
def look_at(event: EventRow) -> None:
    """One file at a time, in a child process; the lane has several threads."""
    if event.subject_id is not None:
        looking.look_at(event.subject_id, str(event.data.get("filename", "")))


@subscribes(Event.FILE_OVERDUE, name="media.give_up", lane="default")
def give_up(event: EventRow) -> None:
    """Nothing waits for ever: what nobody could look at by now is refused."""
    file = File.get_or_none(File.id == event.subject_id)
    if file is not None and file.state == "waiting":
        looking.refuse(file, Reason.SLOW)
