"""Work that outlasts its lease is held on to; what others took meanwhile is theirs to finish."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from miquan.outbox import SUBSCRIBERS, Delivery, Event, SetAside, Subscriber, claims
from miquan.outbox.heartbeat import Heartbeat
from miquan.outbox.worker import Worker
from tests.outbox.conftest import happen

Hear = Callable[..., None]


def run_out() -> None:
    Delivery.update(claimed_until=claims.later(-1)).execute()


def test_who_lost_a_claim_neither_finishes_nor_fails_it(hear: Hear) -> None:
    hear()
    happen()
    lost = claims.claim("default", "one", 10)
    run_out()
    (taken,) = claims.claim("default", "two", 10)
    claims.done(lost)
    assert not claims.failed(lost[0], "too late", for_good=True)
    row = Delivery.get()
    assert (row.done_at, row.set_aside_at, row.error, row.claimed_by) == (None, None, "", "two")
    claims.done([taken])
    assert Delivery.get().done_at is not None


def test_a_failure_that_comes_after_the_end_changes_nothing(hear: Hear) -> None:
    hear()
    happen()
    (mine,) = claims.claim("default", "one", 10)
    claims.done([mine])
    claims.failed(mine, "late")
    assert (Delivery.get().error, Delivery.get().done_at is not None) == ("", True)


def test_what_no_attempt_can_change_is_set_aside_at_once(app: Any, hear: Hear) -> None:
    def run(_event: Any) -> None:
        raise SetAside("nobody lives there")

    SUBSCRIBERS["test.ear"] = Subscriber("test.ear", "default", run, frozenset({Event.MEMBER_CHANGED}))
    happen()
    Worker(app).step("default")
    row = Delivery.get()
    assert (row.set_aside_at is not None, row.attempts, row.error) == (True, 1, "SetAside: nobody lives there")


def test_mail_is_tried_for_half_a_day(hear: Hear) -> None:
    hear(lane="mail")
    happen()
    waited = 0.0
    while True:
        (mine,) = claims.claim("mail", "one", 10)
        if claims.failed(mine, "away"):
            break
        waited += (Delivery.get().due_at - Delivery.get().event.at).total_seconds()
        Delivery.update(due_at=claims.later(-1)).execute()
        assert claims.set_killers_aside("mail") == 0
    assert 10 * 3_600 < waited < 24 * 3_600


def test_a_long_run_is_not_begun_twice(app: Any, hear: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease runs out while the subscriber works; the heartbeat has renewed it before."""
    monkeypatch.setattr("miquan.outbox.heartbeat.EVERY", 0.05)
    begun, may_end = threading.Event(), threading.Event()

    def run(_event: Any) -> None:
        begun.set()
        assert may_end.wait(20)

    SUBSCRIBERS["test.ear"] = Subscriber("test.ear", "index", run, frozenset({Event.MEMBER_CHANGED}))
    happen()
    worker = Worker(app)
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert begun.wait(20)
    run_out()
    beaten = Delivery.get().claimed_until
    for _wait in range(200):
        if (now_until := Delivery.get().claimed_until) > beaten:
            break
        threading.Event().wait(0.05)
    assert now_until > beaten
    assert claims.claim("index", "two", 10) == []
    # Told to stop, it goes on holding until the work is done.
    worker.stop()
    run_out()
    threading.Event().wait(0.5)
    assert claims.claim("index", "two", 10) == []
    may_end.set()
    thread.join(20)
    assert not thread.is_alive()
    assert Delivery.get().done_at is not None


def test_who_hangs_for_too_long_loses_the_claim(app: Any, hear: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.outbox.heartbeat.LONGEST", -1.0)
    hear()
    happen()
    heart = Heartbeat(app, "one")
    with heart.holding(claims.claim("default", "one", 10)):
        run_out()
        heart.beat()
    assert claims.claim("default", "two", 10)
