"""What happened is kept together with what made it happen, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest

from miquan.db import transaction
from miquan.outbox import SUBSCRIBERS, Delivery, Event, EventRow, record, subscribes, table
from tests.outbox.conftest import happen


def test_an_event_outside_a_transaction_is_refused(told: list[Any]) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(Event.MEMBER_CHANGED)
    assert EventRow.select().count() == 0


def test_what_is_rolled_back_never_happened(hear: Callable[..., None]) -> None:
    hear()
    with pytest.raises(ZeroDivisionError), transaction():
        record(Event.MEMBER_CHANGED)
        assert Delivery.select().count() == 1
        raise ZeroDivisionError
    assert EventRow.select().count() == 0
    assert Delivery.select().count() == 0


def test_an_event_knows_who_did_what_to_whom(hear: Callable[..., None]) -> None:
    hear()
    hear("test.other", lane="slow")
    happen(subject=("member", 7), data={"was": "京都", "list": [1, None]}, by=9)
    row = EventRow.get()
    assert (row.name, row.subject_kind, row.subject_id, row.actor_id) == ("member.changed", "member", 7, 9)
    assert row.data == {"was": "京都", "list": [1, None]}
    assert {(d.subscriber, d.lane, d.event.id) for d in Delivery.select()} == {
        ("test.ear", "default", row.id),
        ("test.other", "slow", row.id),
    }


def test_nobody_is_told_of_what_they_did_not_subscribe_to(hear: Callable[..., None]) -> None:
    hear()
    with transaction():
        record(Event.PRODUCT_CHANGED)
    assert EventRow.select().count() == 1
    assert Delivery.select().count() == 0


@pytest.mark.parametrize("engine", ["sqlite"])
def test_workers_are_woken_only_after_the_commit(
    app: Any, engine: str, hear: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(table, "wake", lambda: rung.append(EventRow.select().count()))
    hear()
    with transaction():
        record(Event.MEMBER_CHANGED)
        assert rung == []
    assert rung == [1]


def test_two_functions_may_not_share_a_name(told: list[Any]) -> None:
    @subscribes(Event.MEMBER_CHANGED, name="test.name")
    def first(_event: EventRow) -> None: ...

    with pytest.raises(ValueError, match=r"test\.name"):

        @subscribes(Event.MEMBER_CHANGED, name="test.name")
        def second(_event: EventRow) -> None: ...

    assert SUBSCRIBERS["test.name"].run is first
    # A module that is read twice enters the same function again.
    subscribes(Event.MEMBER_CHANGED, name="test.name")(first)
