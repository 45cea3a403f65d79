"""What leaving does about events: builds, and the two timers."""

from miquan.departures import erasing, packing
from miquan.departures.rules import LANE
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.EXPORT_REQUESTED, lane=LANE, name="departures.build_export")
def build_export(event: EventRow) -> None:
    """Pack a member's data; again it finds that done, or begins anew."""
    packing.build(int(event.subject_id or 0))


@subscribes(Event.EXPORT_READY, lane=LANE, name="departures.expire_export")
def expire_export(event: EventRow) -> None:
    """Told a week after the export was ready."""
    packing.expire(int(event.subject_id or 0))


@subscribes(Event.MEMBER_ERASURE_DUE, lane=LANE, name="departures.erase_member")
def erase_member(event: EventRow) -> None:
    """Told when the time of grace is over."""
    erasing.erase(int(event.subject_id or 0))
