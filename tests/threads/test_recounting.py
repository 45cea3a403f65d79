"""Counters that went wrong are found and mended."""

from typing import Any

from miquan.groups.models import Group
from miquan.groups.recounting import recount as recount_groups
from miquan.threads.models import Poll, PollOption, Reply, Thread
from miquan.threads.recounting import recount as recount_threads
from tests.cast import Cast
from tests.threads.filled import grouped, joined, liked, polled, replied, threaded, voted


def test_wrong_counters_are_mended(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina, "applicant")
    thread = threaded(group, cast.mei)
    replied(thread, cast.mei)
    replied(thread, cast.mei, state="hidden")
    liked(Reply.get(Reply.thread == thread.id, Reply.number == 0), cast.nina)
    poll, options = polled(thread, "好", "不好", multiple=True)
    voted(poll, options[0], cast.nina)
    assert (sum(recount_threads().values()), recount_groups()) == (0, 0)
    for model, values in (
        (Thread, {"replies": 9, "likes": 9, "saves": 9}), (Reply, {"likes": 9}), (Poll, {"voters": 9}),
        (PollOption, {"votes": 9}), (Group, {"members": 9, "threads": 9}),
    ):  # fmt: skip
        model.update(values).execute()
    assert (recount_threads(), recount_groups()) == ({"replies": 3, "threads": 1, "poll_options": 2, "polls": 1}, 1)
    row, there = Thread.get_by_id(thread.id), Group.get_by_id(group.id)
    assert (row.replies, row.likes, row.saves, there.members, there.threads) == (1, 1, 0, 1, 1)
    assert (Poll.get().voters, [option.votes for option in PollOption.select().order_by(PollOption.position)]) == (
        1,
        [1, 0],
    )
