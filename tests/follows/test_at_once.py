"""Fifty members following, letting go and blocking at once: every counter is its rows, on both databases."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from miquan.accounts.models import Member
from miquan.db import database
from miquan.follows import actions
from miquan.follows.models import Block, Follow
from miquan.follows.recounting import recount
from miquan.follows.rules import NotHere
from tests.cast import Cast
from tests.follows.test_actions import followers, targets

MEMBERS = 50


def at_once(work: Any, count: int) -> None:
    def alone(number: int) -> None:
        try:
            work(number)
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(MEMBERS) as pool:
        list(pool.map(alone, range(count)))


def test_fifty_members_follow_and_let_go(app: Any, cast: Cast) -> None:
    things = targets(cast)
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(MEMBERS)]

    def busy(number: int) -> None:
        me, next_ = members[number], members[(number + 1) % MEMBERS]
        order = list(things.items())
        for kind, thing in order if number % 2 else order[::-1]:
            actions.follow(kind, thing.id, by=me)
            actions.follow(kind, thing.id, by=me)
        actions.follow("member", next_, by=me)
        if number % 2:
            for kind, thing in order:
                actions.unfollow(kind, thing.id, by=me)

    at_once(busy, MEMBERS)
    assert set(recount().values()) == {0}
    assert {kind: followers(thing) for kind, thing in things.items()} == dict.fromkeys(things, MEMBERS // 2)
    assert Follow.select().count() == 3 * MEMBERS // 2 + MEMBERS
    following = [
        n for (n,) in Member.select(Member.following).where(Member.id.in_(members)).order_by(Member.id).tuples()
    ]
    assert following == [2, 1] * (MEMBERS // 2)


def test_nobody_follows_across_a_block_that_is_just_being_made(app: Any, cast: Cast) -> None:
    pairs = [(cast.member(f"one_{n}", "甲").id, cast.member(f"two_{n}", "乙").id) for n in range(20)]

    def busy(number: int) -> None:
        one, two = pairs[number // 4]
        me, other = (one, two) if number % 2 else (two, one)
        if number % 4 == 3:
            actions.block(other, by=me)
            return
        with contextlib.suppress(NotHere):
            actions.follow("member", other, by=me)

    at_once(busy, len(pairs) * 4)
    assert Block.select().count() == len(pairs)
    assert Follow.select().count() == 0
    assert set(recount().values()) == {0}
    assert Member.select().where((Member.followers > 0) | (Member.following > 0)).count() == 0
