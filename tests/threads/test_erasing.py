"""Whoever leaves takes their words along, or leaves them; numbers, counters and other people's words stay right."""

from typing import Any

import pytest

from miquan.boards import personal as boards
from miquan.boards.actions import save
from miquan.groups import personal as groups
from miquan.groups.models import Group, Membership
from miquan.groups.recounting import recount as recount_groups
from miquan.threads import actions, erasing
from miquan.threads.models import Poll, PollOption, Reply, ReplyPicture, Thread
from miquan.threads.recounting import recount as recount_threads
from miquan.threads.rules import Said
from tests.cast import Cast
from tests.departures.leaver import HANDLE, NAME, leaver
from tests.threads.filled import grouped, joined
from tests.threads.test_writing import words


def erase(member_id: int, *, keep_words: bool) -> None:
    for step in (
        erasing.erase_likes,
        erasing.erase_votes,
        erasing.erase_mentions,
        erasing.erase_replies,
        erasing.erase_threads,
    ):
        step(member_id, keep_words)
    for section in (*groups.SECTIONS, *boards.SECTIONS):
        section.erase(member_id, keep_words)


@pytest.mark.parametrize("keep_words", [False, True])
def test_counters_are_right_afterwards(app: Any, cast: Cast, keep_words: bool) -> None:
    member = leaver(cast)
    theirs = Thread.get(Thread.author == cast.mei.id)
    save("thread", theirs.id, by=member.id)
    assert Thread.get_by_id(theirs.id).saves == 1
    erase(member.id, keep_words=keep_words)
    assert recount_threads() == {"replies": 0, "threads": 0, "poll_options": 0, "polls": 0}
    assert recount_groups() == 0


@pytest.mark.parametrize("keep_words", [False, True])
def test_an_answer_that_is_gone_answers_nothing(app: Any, cast: Cast, keep_words: bool) -> None:
    group = grouped("asked", owner=cast.mei)
    joined(group, cast.nina)
    question = actions.start_thread(group.id, words("哪一家", kind="question"), by=cast.mei.id)
    answer = actions.write_reply(question.id, Said("左京的那家"), by=cast.nina.id)
    actions.accept(question.id, answer.number, by=cast.mei.id)
    erase(cast.nina.id, keep_words=keep_words)
    assert Thread.get_by_id(question.id).accepted == (answer.number if keep_words else None)


def test_an_empty_place_stays_where_others_spoke(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    erase(member.id, keep_words=False)
    mine = list(Thread.select().where(Thread.author == member.id))
    assert [(thread.title, thread.excerpt, thread.replies) for thread in mine] == [("", "", 1)]
    assert [r.body for r in Reply.select().where(Reply.thread == mine[0].id).order_by(Reply.number)] == [
        "",
        "左京的那家",
    ]
    assert not Poll.select().where(Poll.thread == mine[0].id).exists()
    theirs = Thread.get(Thread.author == cast.mei.id)
    assert (theirs.title, theirs.likes, theirs.replies) == (f"和@gone_{member.id}去茶園", 0, 0)
    assert [option.votes for option in PollOption.select()] == [0, 0]


def test_words_stay_where_that_is_wanted_but_not_the_pictures(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    erase(member.id, keep_words=True)
    titles = {thread.title for thread in Thread.select().where(Thread.author == member.id)}
    assert titles == {f"{NAME}想問茶", f"{NAME}自己說的"}
    assert {r.state for r in Reply.select().where(Reply.author == member.id)} == {"published"}
    assert not ReplyPicture.select().exists()
    assert not Thread.select().where(Thread.title.contains(HANDLE)).exists()


def test_a_group_goes_to_who_was_there_longest_or_rests(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    alone = Group.create(slug="alone", name="一個人", purpose="一個人的群", members=1)
    Membership.create(group=alone.id, member=member.id, role="owner")
    erase(member.id, keep_words=False)
    tea = Group.get(Group.slug == "kyoto-tea")
    assert [(row.member_id, row.role) for row in tea.memberships] == [(cast.mei.id, "owner")]
    assert (tea.members, tea.archived_at, tea.created_by_id) == (1, None, None)
    rests = Group.get_by_id(alone.id)
    assert (rests.members, rests.archived_at is not None) == (0, True)
