"""Subscribers that only a test knows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from miquan.db import transaction
from miquan.outbox import SUBSCRIBERS, Event, EventRow, Subscriber, record, timers


@pytest.fixture
def _no_others(app: Any) -> Iterator[None]:
    """The real subscribers stay out of these tests."""
    kept = dict(SUBSCRIBERS)
    SUBSCRIBERS.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timers, "TIMERS", {})
        yield
    SUBSCRIBERS.clear()
    SUBSCRIBERS.update(kept)


@pytest.fixture
def told(_no_others: None) -> list[Any]:
    """What the subscriber of `hear` was told."""
    return []


@pytest.fixture
def hear(told: list[Any]) -> Callable[..., None]:
    """Enter a subscriber that remembers what it is told, and raises while `trouble` says so."""

    def enter(
        name: str = "test.ear",
        lane: str = "default",
        batch: bool = False,
        trouble: Callable[[Any], bool] = lambda _what: False,
    ) -> None:
        def run(what: Any) -> None:
            told.append([row.id for row in what] if batch else what.id)
            if trouble(what):
                raise OSError("the post office is closed")

        SUBSCRIBERS[name] = Subscriber(name, lane, run, frozenset({Event.MEMBER_CHANGED}), batch)

    return enter


def happen(**more: Any) -> EventRow:
    """One event in a transaction of its own."""
    with transaction():
        return record(Event.MEMBER_CHANGED, **more)
