"""The transactional queue: events and their deliveries, leases, lanes, timers, retries."""

from miquan.outbox.events import UNHEARD, Event
from miquan.outbox.models import Delivery, EventRow, LaneLease
from miquan.outbox.table import SUBSCRIBERS, SetAside, Subscriber, record, record_many, subscribes

__all__ = [
    "SUBSCRIBERS",
    "UNHEARD",
    "Delivery",
    "Event",
    "EventRow",
    "LaneLease",
    "SetAside",
    "Subscriber",
    "record",
    "record_many",
    "subscribes",
]
