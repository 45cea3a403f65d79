"""Whoever leaves takes their words along, or leaves them; numbers, counters and other people's words stay right."""

from typing import Any

import pytest

from miquan.boards import personal as boards
from miquan.boards.actions import save
from miquan.boards.models import Save
from miquan.groups import personal as groups
from miquan.groups.models import Group, Membership
from miquan.groups.recounting import recount as recount_groups
from miquan.moderation import personal as moderation
from miquan.moderation.actions import file_report
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.models import Decision, Note, Report
from miquan.moderation.noting import note
from miquan.notifications.models import Notice
from miquan.outbox import EventRow
from miquan.threads import actions, erasing
from miquan.threads.models import Poll, PollOption, Reply, ReplyPicture, Thread
from miquan.threads.recounting import recount as recount_threads
from miquan.threads.rules import Said
from tests.browsing import Browser
from tests.cast import Cast
from tests.departures.leaver import HANDLE, NAME, leaver
from tests.notifications.telling import told as tell
from tests.threads.filled import grouped, joined, threaded
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
    mine = list(Thread.select().where(Thread.author == member.id, Thread.state == "published"))
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
    told = EventRow.select(EventRow.subject_id, EventRow.data, EventRow.actor_id).where(
        EventRow.name == "group.changed"
    )
    assert sorted(told.tuples()) == [
        (tea.id, {"member": cast.mei.id, "role": "owner"}, None),
        (rests.id, {"archived": True}, None),
    ]
    tell()
    assert [(one.type, one.member_id) for one in Notice.select().where(Notice.type == "made_owner")] == [
        ("made_owner", cast.mei.id)
    ]


def test_nothing_that_points_at_a_thread_that_went_points_at_anothers(app: Any, cast: Cast) -> None:
    """SQLite gives the number of the last row that was deleted to the next that comes."""
    group = grouped(owner=cast.mei)
    alone = threaded(group, cast.nina, "自己說的")
    save("thread", alone.id, by=cast.mei.id)
    file_report(by=cast.ruo.id, kind="thread", subject_id=alone.id, reason="spam")
    decided = decide("thread", alone.id, Wish("warn", "spam"), by=cast.mo.id)
    note("thread", alone.id, "看過一次", by=cast.mo.id)
    erase(cast.nina.id, keep_words=False)
    for section in moderation.SECTIONS:
        section.erase(cast.nina.id, False)
    after = threaded(group, cast.mei, "別人的")
    assert after.id != alone.id
    gone = Thread.get_by_id(alone.id)
    assert (gone.state, gone.title, gone.slug, gone.saves) == ("removed", "", "thread", 0)
    assert not Save.select().where(Save.kind == "thread").exists()
    about = (Report, Decision, Note)
    assert {row.subject_id for model in about for row in model.select()} == {alone.id}
    assert Decision.get_by_id(decided.id).verb == "warn"
    assert Browser(app, cast.mei).get(f"/zh-hant/g/{group.slug}/t/{alone.id}-x").status == 410
    assert Browser(app, cast.mo).get(f"/zh-hant/desk/things/thread/{alone.id}").status == 200
    assert (recount_threads()["threads"], recount_groups()) == (0, 0)
