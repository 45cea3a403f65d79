"""Fifty members replying and liking at once: every number is given once, every counter is its rows, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from miquan.boards import actions as boards
from miquan.db import database
from miquan.groups.recounting import recount as recount_groups
from miquan.threads import actions, rules
from miquan.threads.models import Reply, ReplyLike, Thread
from miquan.threads.recounting import recount
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded
from tests.threads.test_writing import words

MEMBERS = 50


def within(app: Any, act: Callable[[int], None]) -> Callable[[int], None]:
    """As on the server, where what the operator chose is read from the application."""

    def acting(number: int) -> None:
        with app.app_context():
            act(number)

    return acting


def test_fifty_members_at_once(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    threads = [threaded(group, cast.mei, kind="question").id for _n in range(2)]
    members = [cast.member(f"member_{n}", f"會員{n}") for n in range(MEMBERS)]
    for member in members:
        joined(group, member)

    def busy(number: int) -> None:
        me = members[number].id
        try:
            for thread in threads if number % 2 else threads[::-1]:
                actions.like_reply(thread, 0, by=me)
                boards.save("thread", thread, by=me)
            mine = actions.write_reply(threads[0], rules.Said(f"我是{number}"), by=me)
            actions.like_reply(threads[0], mine.number, by=me)
            if number % 10 == 0:
                actions.start_thread(group.id, words(f"第{number}個"), by=me)
                actions.accept(threads[0], mine.number, by=cast.mei.id)
            if number % 2:
                actions.unlike_reply(threads[0], 0, by=me)
                boards.unsave("thread", threads[1], by=me)
                actions.remove_reply(threads[0], mine.number, by=me)
            else:
                actions.write_reply(threads[1], rules.Said("也說一句"), by=me)
                actions.read_through(threads[1], number, by=me)
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(within(app, busy), range(MEMBERS)))
    assert set(recount().values()) == {0}
    assert recount_groups() == 0
    first, second = (Thread.get_by_id(id_) for id_ in threads)
    half = MEMBERS // 2
    assert (first.replies, first.last_number, first.likes, first.saves) == (half, MEMBERS, half, MEMBERS)
    assert (second.replies, second.last_number, second.likes, second.saves) == (half, half, MEMBERS, half)
    for thread, last in ((threads[0], MEMBERS), (threads[1], half)):
        given = Reply.select(Reply.number).where(Reply.thread == thread).order_by(Reply.number).tuples()
        assert [row[0] for row in given] == list(range(last + 1))
    assert ReplyLike.select().count() == half + MEMBERS + MEMBERS
    assert Reply.get(Reply.thread == first.id, Reply.number == first.accepted).state == "published"
