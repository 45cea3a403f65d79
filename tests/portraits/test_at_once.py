"""Many at once, and everything told twice: weights are what the signals add up to, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from miquan.db import database, now
from miquan.portraits.learning import Done, learn, take_back
from miquan.portraits.models import Signal, Weight
from miquan.recommendations.making import renew
from tests.cast import Cast
from tests.circle.filled import published
from tests.recommendations.test_served import tagged


def test_weights_are_what_the_signals_add_up_to(app: Any, cast: Cast) -> None:
    posts = [published(cast.mei, f"第{n}篇") for n in range(8)]
    for post in posts:
        tagged(post, "鐵瓶")
    ids = [post.id for post in posts]
    members = [cast.nina.id, cast.ruo.id]
    at = now()

    def busy(number: int) -> None:
        try:
            member, post = members[number % 2], ids[number % 8]
            learn([Done(member, "view", "post", one, at) for one in ids])
            learn([Done(member, "like", "post", post, at)])
            take_back(member, "like", "post", post)
            renew(member)
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(busy, range(16)))
    for member in members:
        row = Weight.get(Weight.member == member, Weight.kind == "tag", Weight.key == "鐵瓶")
        signals = Signal.select().where(Signal.member == member)
        assert {signal.verb for signal in signals} == {"view"}
        assert signals.count() == len(posts)
        assert row.weight == pytest.approx(len(posts), abs=0.01)
