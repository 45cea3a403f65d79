"""When recommendations are made anew: soon for what was done on purpose, seldom for what was read, daily for who comes by."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member, MemberSession
from miquan.db import now
from miquan.outbox import Delivery
from miquan.outbox.worker import Worker
from miquan.portraits import actions as portraits
from miquan.portraits.learning import Done, learn
from miquan.portraits.models import Interest, Portrait
from miquan.recommendations import subscribers
from miquan.recommendations.making import renew
from miquan.recommendations.models import Renewal
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.recommendations.test_making import crowd, stored


def waits() -> list[float]:
    """In how many seconds each renewal that is still to come falls due."""
    rows = Delivery.select().where(Delivery.subscriber == "recommendations.renew", Delivery.done_at.is_null())
    return [(row.due_at - now()).total_seconds() for row in rows.order_by(Delivery.id)]


@pytest.fixture
def made(monkeypatch: Any) -> list[int]:
    """Members whose recommendations the worker has made, each time."""
    found: list[int] = []
    monkeypatch.setattr(subscribers, "renew", lambda member: (found.append(member), renew(member)))
    return found


def worked(app: Any, *lanes: str) -> None:
    """What waits is due now."""
    Delivery.update(due_at=now() - timedelta(seconds=1)).where(Delivery.lane.in_(lanes)).execute()
    Portrait.update(told_until=now() - timedelta(seconds=6)).execute()
    worker = Worker(app, list(lanes))
    for lane in lanes:
        while worker.step(lane):
            pass


def test_what_was_only_read_waits_long_and_once_for_all_that_comes_together(
    app: Any, cast: Cast, made: list[int]
) -> None:
    posts = [posted(cast.mei, f"第{n}碗 #茶") for n in range(3)]
    for post in posts[:2]:
        learn([Done(cast.ruo.id, "view", "post", post.id, now())])
    (wait,) = waits()
    assert 890 < wait <= 901
    worked(app, "recommend")
    assert made == [cast.ruo.id]
    assert posts[2].id in stored(cast.ruo)
    assert waits() == []
    learn([Done(cast.ruo.id, "view", "post", posts[2].id, now())])
    (wait,) = waits()
    assert wait > 890, "so recommendations are never made twice within a quarter of an hour for what was read"


def test_what_was_done_on_purpose_shows_soon_and_makes_the_later_one_needless(
    app: Any, cast: Cast, made: list[int]
) -> None:
    post = posted(cast.mei, "一碗 #茶")
    learn([Done(cast.ruo.id, "view", "post", post.id, now())])
    learn([Done(cast.ruo.id, "like", "post", post.id, now()), Done(cast.ruo.id, "save", "post", post.id, now())])
    portraits.say("tag", "茶", "raised", by=cast.ruo.id)
    slow, soon = waits()
    assert (slow > 890, soon <= 21) == (True, True)
    learn([Done(cast.ruo.id, "comment", "post", post.id, now())])
    assert len(waits()) == 2
    worked(app, "recommend")
    assert made == [cast.ruo.id]
    portraits.say("tag", "茶", "banned", by=cast.ruo.id)
    worked(app, "recommend")
    assert made == [cast.ruo.id] * 2


def test_a_change_after_theirs_were_made_for_another_reason_is_not_lost(app: Any, cast: Cast, made: list[int]) -> None:
    one, other = posted(cast.mei, "一碗 #茶"), posted(cast.mei, "兩碗 #茶")
    learn([Done(cast.ruo.id, "view", "post", one.id, now())])
    renew(cast.ruo.id)
    learn([Done(cast.ruo.id, "view", "post", other.id, now())])
    assert len(waits()) == 1
    worked(app, "recommend")
    assert made == [cast.ruo.id]


def seen(member: Member, days: float = 0.0) -> None:
    at = now() - timedelta(days=days)
    MemberSession.create(token_hash=f"{member.handle}{days}", member=member.id, seen_at=at, expires_at=now())


def test_once_a_day_for_who_comes_by(app: Any, cast: Cast) -> None:
    posted(cast.mei, "一碗茶 #茶")
    for member in (cast.ruo, cast.nina):
        Interest.create(member=member.id, kind="tag", key="茶")
    seen(cast.ruo)
    seen(cast.ruo, 1)
    seen(cast.nina, 20)
    assert subscribers.renew_old() == 1
    assert stored(cast.ruo)
    assert not stored(cast.nina)
    assert subscribers.renew_old() == 0
    Renewal.update(at=now() - timedelta(days=1)).execute()
    assert subscribers.renew_old() == 1


def test_who_has_nothing_to_be_recommended_is_not_tried_again_and_again(app: Any, cast: Cast) -> None:
    seen(cast.ruo)
    assert (subscribers.renew_old(), stored(cast.ruo), subscribers.renew_old()) == (1, {}, 0)


def test_the_oldest_come_first_and_a_round_ends_in_time(app: Any, cast: Cast, made: list[int]) -> None:
    people = crowd(cast, 4)
    for days, member in enumerate(people[:3], 1):
        seen(member)
        Renewal.create(member=member.id, at=now() - timedelta(days=days))
    Renewal.create(member=people[3].id, at=now() - timedelta(days=9))
    seen(people[3], 20)
    seen(cast.ruo)
    assert subscribers.renew_old(seconds=-1) == 0
    assert subscribers.renew_old() == 4
    assert made == [cast.ruo.id, *(member.id for member in reversed(people[:3]))]
    assert Renewal.get_or_none(Renewal.member == people[3].id) is None, "who stays away is not looked at in every round"
    seen(people[3])
    assert subscribers.renew_old() == 1


def test_one_who_cannot_be_served_does_not_hold_up_the_others(app: Any, cast: Cast, monkeypatch: Any) -> None:
    for member in (cast.ruo, cast.nina):
        seen(member)
    monkeypatch.setattr(subscribers, "renew", lambda member: 1 / 0 if member == cast.ruo.id else renew(member))
    assert subscribers.renew_old() == 2
    assert subscribers.renew_old() == 0
