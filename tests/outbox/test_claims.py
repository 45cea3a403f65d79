"""A claim is a lease by the database's clock: nobody else has it meanwhile, and it is not lost with its holder."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from miquan.db import database, now, transaction
from miquan.outbox import Delivery, EventRow, LaneLease, claims
from tests.outbox.conftest import happen

Hear = Callable[..., None]


def run_out(holder: str) -> None:
    """The lease of this holder's claims ends now."""
    Delivery.update(claimed_until=claims.later(-1)).where(Delivery.claimed_by == holder).execute()


def test_a_claim_holds_until_its_lease_is_over(hear: Hear) -> None:
    hear()
    event = happen()
    mine = claims.claim("default", "one", 10)
    assert [(c.subscriber, c.attempts, c.event.id) for c in mine] == [("test.ear", 1, event.id)]
    assert claims.claim("default", "two", 10) == []
    run_out("one")
    assert [(c.id, c.attempts) for c in claims.claim("default", "two", 10)] == [(mine[0].id, 2)]


def test_renewing_keeps_a_claim_but_not_one_that_others_took(hear: Hear) -> None:
    hear()
    happen()
    mine = claims.claim("default", "one", 10)
    run_out("one")
    claims.renew(mine, "one")
    assert claims.claim("default", "two", 10) == []
    run_out("one")
    assert claims.claim("default", "two", 10)
    run_out("two")
    claims.renew(mine, "one")
    assert claims.claim("default", "three", 10)


@pytest.mark.parametrize("let_go", [claims.done, lambda held: claims.failed(held[0], "no")], ids=["done", "failed"])
def test_renewing_takes_nothing_back_that_was_let_go_meanwhile(hear: Hear, let_go: Callable[[Any], None]) -> None:
    hear()
    happen()
    mine = claims.claim("default", "one", 10)
    let_go(mine)
    claims.renew(mine, "one")
    assert Delivery.get().claimed_until is None


def test_what_was_not_begun_goes_back_without_counting(hear: Hear) -> None:
    hear()
    happen()
    claims.give_back(claims.claim("default", "one", 10), "one")
    again = claims.claim("default", "two", 10)
    assert [c.attempts for c in again] == [1]
    claims.give_back(again, "one")
    assert claims.claim("default", "three", 10) == []


def test_what_is_done_is_never_claimed_again(hear: Hear) -> None:
    hear()
    happen()
    claims.done(claims.claim("default", "one", 10))
    run_out("one")
    assert claims.claim("default", "one", 10) == []
    assert Delivery.get().done_at is not None


def test_lanes_do_not_see_each_other_and_the_oldest_come_first(hear: Hear) -> None:
    hear()
    hear("test.other", lane="slow")
    events = [happen().id for _ in range(3)]
    assert [c.event.id for c in claims.claim("slow", "one", 2)] == events[:2]
    assert [c.subscriber for c in claims.claim("slow", "one", 2)] == ["test.other"]
    assert [c.event.id for c in claims.claim("default", "one", 10)] == events


def test_a_timer_waits_for_the_clock_of_the_database(hear: Hear) -> None:
    hear()
    happen(due_at=now() + timedelta(minutes=5))
    assert claims.claim("default", "one", 10) == []
    Delivery.update(due_at=claims.later(-0.01)).execute()
    assert len(claims.claim("default", "one", 10)) == 1


def test_a_clock_of_ours_that_runs_ahead_changes_nothing(hear: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    hear()
    happen(due_at=now() + timedelta(minutes=5))
    ahead = now() + timedelta(hours=1)
    for module in ("miquan.db", "miquan.outbox.models"):
        monkeypatch.setattr(f"{module}.now", lambda: ahead)
    assert claims.claim("default", "one", 10) == []


def test_later_is_so_many_seconds_after_the_clock(hear: Hear) -> None:
    hear()
    happen()
    for seconds in (-90.0, 0.25, 3_600.0):
        Delivery.update(due_at=claims.later(seconds)).execute()
        assert abs((Delivery.get().due_at - now()).total_seconds() - seconds) < 5


def test_each_failure_waits_longer_and_the_last_is_set_aside(hear: Hear) -> None:
    hear()
    happen()
    waits = []
    for attempt in range(1, claims.ATTEMPTS + 1):
        (mine,) = claims.claim("default", "one", 10)
        assert mine.attempts == attempt
        aside = claims.failed(mine, "x" * 5_000)
        assert aside == (attempt == claims.ATTEMPTS)
        row = Delivery.get()
        assert len(row.error) == 2_000
        assert row.claimed_until is None
        if not aside:
            waits.append((row.due_at - now()).total_seconds())
            assert claims.claim("default", "one", 10) == []
            Delivery.update(due_at=claims.later(-1)).execute()
    assert all(1.5 * first < second < 2.5 * first for first, second in pairwise(waits[1:]))
    assert 1 < waits[0] < 4
    assert Delivery.get().set_aside_at is not None
    assert claims.claim("default", "one", 10) == []


def test_replaying_gives_all_attempts_back(hear: Hear) -> None:
    hear()
    first, second = happen(), happen()
    Delivery.update(attempts=8, set_aside_at=now()).execute()
    one = Delivery.get(Delivery.event == second)
    assert claims.replay(one.id) == 1
    assert claims.replay(one.id) == 0
    assert claims.replay(999_999) == 0
    assert [(c.event.id, c.attempts) for c in claims.claim("default", "one", 10)] == [(second.id, 1)]
    assert claims.replay() == 1
    assert [c.event.id for c in claims.claim("default", "one", 10)] == [first.id]


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got; all begin together."""
    start, found = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        start.wait()
        found[number] = act(number)
        claims.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_claimers_at_once_never_get_the_same(hear: Hear) -> None:
    hear()
    with transaction():
        for _ in range(60):
            record_one()
    database.close()

    def take_all(number: int) -> list[int]:
        taken: list[int] = []
        while found := claims.claim("default", f"worker-{number}", 7):
            taken += [c.id for c in found]
        return taken

    shares = at_once(4, take_all)
    taken = [id_ for share in shares for id_ in share]
    assert len(taken) == len(set(taken))
    assert Delivery.select().where(Delivery.attempts != 1).count() == 60 - len(taken)
    # Under SKIP LOCKED one may leave early while others still hold rows; what is left is free for the next.
    left = claims.claim("default", "last", 100)
    assert sorted([*taken, *(c.id for c in left)]) == sorted(row.id for row in Delivery.select())


def record_one() -> EventRow:
    from miquan.outbox import Event, record

    return record(Event.MEMBER_CHANGED)


def test_a_lane_has_one_consumer(app: Any) -> None:
    assert claims.hold_lane("index", "one")
    assert claims.hold_lane("index", "one")
    assert not claims.hold_lane("index", "two")
    assert claims.hold_lane("other", "two")
    claims.free_lane("index", "two")
    assert not claims.hold_lane("index", "two")
    claims.free_lane("index", "one")
    assert claims.hold_lane("index", "two")
    assert not claims.hold_lane("index", "one")


def test_a_lane_whose_consumer_died_is_taken_over(app: Any) -> None:
    claims.hold_lane("index", "one")
    LaneLease.update(until=claims.later(-1)).execute()
    claims.extend_lane("index")
    assert not claims.hold_lane("index", "two")
    LaneLease.update(until=claims.later(-1)).execute()
    assert claims.hold_lane("index", "two")


def test_of_many_at_once_one_gets_the_lane(app: Any) -> None:
    database.close()
    assert sorted(at_once(4, lambda n: claims.hold_lane("index", f"worker-{n}"))) == [False, False, False, True]


def test_what_was_done_long_ago_is_forgotten(hear: Hear) -> None:
    hear()
    old_done, old_open, old_aside, new_done = (happen().id for _ in range(4))
    Delivery.update(done_at=now()).where(Delivery.event.in_([old_done, new_done])).execute()
    Delivery.update(set_aside_at=now()).where(Delivery.event == old_aside).execute()
    EventRow.update(at=now() - timedelta(days=31)).where(EventRow.id != new_done).execute()
    assert claims.prune() == 1
    assert {row.id for row in EventRow.select()} == {old_open, old_aside, new_done}
    assert {row.event.id for row in Delivery.select()} == {old_open, old_aside, new_done}
