"""`flask outbox`: the queue in words, and another try for what was set aside."""

from collections.abc import Callable
from typing import Any

from miquan.db import now
from miquan.outbox import Delivery, claims
from tests.outbox.conftest import happen

Hear = Callable[..., None]


def run(app: Any, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=["outbox", *words])


def test_an_empty_queue_says_nothing(app: Any, hear: Hear) -> None:
    hear()
    happen()
    claims.done(claims.claim("default", "one", 1))
    found = run(app)
    assert (found.exit_code, found.output) == (0, "")


def test_it_counts_by_lane_and_names_what_was_set_aside(app: Any, hear: Hear) -> None:
    hear()
    hear("test.other", lane="slow")
    happen()
    happen()
    Delivery.update(set_aside_at=now(), attempts=8, error="OSError: no").where(Delivery.id == 1).execute()
    lines = run(app).output.splitlines()
    assert lines[:4] == ["default.open 1", "default.set_aside 1", "slow.open 2", "slow.set_aside 0"]
    assert lines[4:] == ["1 test.ear member.changed attempts=8 OSError: no"]


def test_replaying_one_or_all(app: Any, hear: Hear) -> None:
    hear()
    for _ in range(3):
        happen()
    Delivery.update(set_aside_at=now(), attempts=8).execute()
    assert run(app, "replay").exit_code == 2
    assert run(app, "replay", "nine").exit_code == 2
    one = run(app, "replay", "2")
    assert (one.exit_code, one.output) == (0, "replayed 1\n")
    again = run(app, "replay", "2")
    assert (again.exit_code, again.output) == (1, "replayed 0\n")
    rest = run(app, "replay", "--all")
    assert (rest.exit_code, rest.output) == (0, "replayed 2\n")
    assert len(claims.claim("default", "one", 10)) == 3
    none = run(app, "replay", "--all")
    assert (none.exit_code, none.output) == (0, "replayed 0\n")
