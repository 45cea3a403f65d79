"""The worker tells subscribers, once where nothing goes wrong, and stops when it is told to."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miquan.db import database, transaction
from miquan.outbox import SUBSCRIBERS, Delivery, Event, EventRow, LaneLease, Subscriber, claims, record
from miquan.outbox.worker import Worker
from tests.outbox.conftest import happen

Hear = Callable[..., None]


def until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether this comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def due_now() -> None:
    Delivery.update(due_at=claims.later(-1)).where(Delivery.done_at.is_null()).execute()


def test_a_round_tells_each_event_once(app: Any, hear: Hear, told: list[Any]) -> None:
    hear()
    first, second = happen().id, happen().id
    worker = Worker(app)
    assert worker.lanes == ["default"]
    assert worker.step("default") == 2
    assert told == [first, second]
    assert worker.step("default") == 0
    assert Delivery.select().where(Delivery.done_at.is_null()).count() == 0


def test_a_batch_is_told_together(app: Any, hear: Hear, told: list[Any]) -> None:
    hear(lane="index", batch=True)
    ids = [happen().id for _ in range(3)]
    assert Worker(app).step("index") == 3
    assert told == [ids]


def test_a_bad_event_does_not_take_its_batch_along(app: Any, hear: Hear, told: list[Any]) -> None:
    ids: list[int] = []
    hear(lane="index", batch=True, trouble=lambda events: ids[1] in [e.id for e in events])
    ids += [happen().id for _ in range(3)]
    worker = Worker(app)
    for _round in range(3):
        worker.step("index")
        due_now()
    assert told == [ids, ids, [ids[0]], [ids[1]], [ids[2]]]
    assert [row.event.id for row in Delivery.select().where(Delivery.done_at.is_null())] == [ids[1]]


def test_a_failure_is_tried_again_and_stops_nobody_else(app: Any, hear: Hear, told: list[Any]) -> None:
    ids: list[int] = []
    hear(trouble=lambda event: event.id == ids[0] and told.count(ids[0]) == 1)
    ids += [happen().id for _ in range(2)]
    worker = Worker(app)
    worker.step("default")
    failed = Delivery.get(Delivery.event == ids[0])
    assert (failed.done_at, failed.error) == (None, "OSError: the post office is closed")
    assert worker.step("default") == 0, "it waits before the next attempt"
    due_now()
    worker.step("default")
    assert told == [ids[0], ids[1], ids[0]]
    assert Delivery.get(Delivery.event == ids[0]).error == ""


def test_after_the_last_attempt_it_is_set_aside(app: Any, hear: Hear, told: list[Any]) -> None:
    hear(trouble=lambda _event: True)
    happen()
    worker = Worker(app)
    for _round in range(claims.ATTEMPTS + 2):
        worker.step("default")
        due_now()
    assert len(told) == claims.ATTEMPTS
    assert Delivery.get().set_aside_at is not None


def test_a_subscriber_that_is_gone_is_an_error_not_a_loss(app: Any, hear: Hear) -> None:
    hear()
    happen()
    SUBSCRIBERS.clear()
    Worker(app, ["default"]).step("default")
    assert Delivery.get().done_at is None
    assert Delivery.get().error == "LookupError: nobody is called test.ear"


def test_what_a_subscriber_writes_before_it_fails_is_not_kept(app: Any, told: list[Any]) -> None:
    def run(_event: EventRow) -> None:
        with transaction():
            record(Event.PRODUCT_CHANGED)
            raise OSError

    SUBSCRIBERS["test.ear"] = Subscriber("test.ear", "default", run, frozenset({Event.MEMBER_CHANGED}))
    happen()
    Worker(app).step("default")
    assert [row.name for row in EventRow.select()] == [Event.MEMBER_CHANGED]


def test_of_two_workers_one_works_on_a_single_lane(app: Any, hear: Hear, told: list[Any]) -> None:
    hear(lane="index")
    first, second = Worker(app), Worker(app)
    one = happen().id
    assert first.step("index") == 1
    happen()
    assert second.step("index") == 0
    LaneLease.update(until=claims.later(-1)).execute()
    assert second.step("index") == 1
    assert first.step("index") == 0
    assert told[0] == one


def test_a_worker_that_stops_gives_back_what_it_has_not_begun(app: Any, hear: Hear, told: list[Any]) -> None:
    worker = Worker(app, ["default"])

    def stop(_event: EventRow) -> bool:
        worker.stop()
        return False

    hear(trouble=stop)
    ids = [happen().id for _ in range(3)]
    worker.step("default")
    assert told == [ids[0]]
    assert [c.event.id for c in claims.claim("default", "next", 10)] == ids[1:]


def test_the_loop_is_woken_and_ends(app: Any, hear: Hear, told: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Idle for so long that only a wake can explain what is told in time."""
    monkeypatch.setattr("miquan.outbox.worker.IDLE", 30.0)
    hear()
    hear("test.index", lane="index")
    worker = Worker(app)
    thread = threading.Thread(target=worker.run)
    thread.start()
    time.sleep(1.0)
    event = happen().id
    database.close()
    assert until(lambda: told == [event, event], 5)
    worker.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert until(lambda: claims.hold_lane("index", "next")), "the lane is free at once"


def test_a_lane_outlives_a_database_that_is_away(
    app: Any, hear: Hear, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear()
    real, falls = claims.claim, iter([True])

    def claim(*args: Any) -> list[claims.Claim]:
        if next(falls, False):
            raise OSError("gone")
        return real(*args)

    monkeypatch.setattr(claims, "claim", claim)
    event = happen().id
    database.close()
    worker = Worker(app)
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert until(lambda: told == [event])
    worker.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_flask_work_ends_on_sigterm(app: Any, database_url: str, tmp_path: Path) -> None:
    """The real command on the real queue: it takes up work, and goes within a moment of SIGTERM."""
    from miquan.outbox import table

    assert "test.ear" not in table.SUBSCRIBERS
    with transaction():
        record(Event.MAIL_REQUESTED, data={})
    database.close()
    environment = {**os.environ, "MIQUAN_DATA": str(tmp_path), "DATABASE_URL": database_url}
    command = [sys.executable, "-m", "flask", "--app", "miquan.factory:create_app", "work"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        begun = Delivery.select().where(Delivery.attempts > 0)
        until(lambda: process.poll() is not None or begun.exists(), 60)
        assert process.poll() is None, process.communicate()[0].decode()
        assert begun.exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
