"""Every event has somebody who listens, or a reason why nobody does."""

from typing import Any

from miquan.outbox import SUBSCRIBERS, UNHEARD, Event
from miquan.outbox.models import Delivery, EventRow


def test_every_event_is_heard_or_says_why_not(app: Any) -> None:
    heard = {event for subscriber in SUBSCRIBERS.values() for event in subscriber.events}
    assert set(Event) - heard == set(UNHEARD)
    assert all(len(reason) > 20 for reason in UNHEARD.values())


def test_names_fit_their_columns(app: Any) -> None:
    assert max(map(len, Event)) <= EventRow.name.max_length
    assert max(map(len, SUBSCRIBERS)) <= Delivery.subscriber.max_length
    assert max(len(s.lane) for s in SUBSCRIBERS.values()) <= Delivery.lane.max_length
    assert all(event.count(".") == 1 and event.islower() for event in Event)
