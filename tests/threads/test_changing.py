"""Changing, liking, keeping, accepting and taking away what was said."""

from typing import Any

import pytest

from miquan.boards import actions as boards
from miquan.db import now
from miquan.follows.models import Block
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.models import AuditEntry
from miquan.outbox import Event, EventRow
from miquan.states import NotAllowed
from miquan.threads import actions, rules
from miquan.threads.models import Reply, ReplyRevision, Thread
from miquan.triggers import history_may_be_erased
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_writing import counted, words


def test_an_edit_is_a_version_and_what_was_before_stays(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    thread = actions.start_thread(group.id, words(), by=cast.mei.id)
    changed = actions.edit_thread(thread.id, words("哪一家的抹茶", "想買 #抹茶"), by=cast.mei.id, version=1)
    assert (changed.title, changed.slug) == ("哪一家的抹茶", "na-yi-jia-de-mo-cha")
    assert changed.edited_at is not None
    rows = ReplyRevision.select().order_by(ReplyRevision.version)
    assert [row.data["title"] for row in rows] == ["哪一家的玄米茶", "哪一家的抹茶"]
    with pytest.raises(rules.Outdated):
        actions.edit_thread(thread.id, words(), by=cast.mei.id, version=1)
    reply = actions.write_reply(thread.id, rules.Said("這一家"), by=cast.mei.id)
    again = actions.edit_reply(thread.id, reply.number, rules.Said("那一**家**"), by=cast.mei.id)
    assert "<strong>" in again.body_html
    assert again.version == 2
    for wrong in (rules.Said(""), rules.Said("長" * 20_001)):
        with pytest.raises(rules.NotReady):
            actions.edit_reply(thread.id, reply.number, wrong, by=cast.mei.id)
    joined(group, cast.nina, "moderator")
    for number in (0, 1, 7):
        with pytest.raises(rules.NotHere):
            actions.edit_reply(thread.id, number, rules.Said("別人的"), by=cast.nina.id)


def test_liking_twice_is_liking_once(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    replied(thread, cast.mei)
    for number in (0, 1):
        assert [actions.like_reply(thread.id, number, by=cast.nina.id) for _n in range(2)] == [True, False]
    row = Thread.get_by_id(thread.id)
    assert (row.likes, [r.likes for r in Reply.select()]) == (1, [1, 1])
    counted()
    for number in (0, 1):
        assert [actions.unlike_reply(thread.id, number, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert Thread.get_by_id(thread.id).likes == 0
    counted()


def test_kept_threads_are_counted(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    assert [boards.save("thread", thread.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert Thread.get_by_id(thread.id).saves == 1
    counted()
    boards.unsave("thread", thread.id, by=cast.nina.id)
    assert Thread.get_by_id(thread.id).saves == 0


def test_who_asked_or_tends_the_group_accepts_an_answer(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for member in (cast.nina, cast.tang):
        joined(group, member)
    asked = threaded(group, cast.nina, kind="question")
    for _n in range(2):
        replied(asked, cast.tang)
    with pytest.raises(rules.NotTheirs):
        actions.accept(asked.id, 1, by=cast.tang.id)
    for wrong in (0, 3):
        with pytest.raises(rules.NotHere):
            actions.accept(asked.id, wrong, by=cast.nina.id)
    assert [actions.accept(asked.id, 1, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert actions.accept(asked.id, 2, by=cast.mei.id)
    row = Thread.get_by_id(asked.id)
    assert row.accepted == 2
    assert row.accepted_at is not None
    assert actions.unaccept(asked.id, by=cast.nina.id)
    assert not actions.unaccept(asked.id, by=cast.nina.id)
    with pytest.raises(rules.NotHere):
        actions.accept(threaded(group, cast.nina).id, 1, by=cast.nina.id)
    assert EventRow.select().where(EventRow.name == Event.REPLY_ACCEPTED).count() == 2


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_an_answer_that_is_gone_answers_nothing(app: Any, cast: Cast, act: str) -> None:
    asked = threaded(grouped(owner=cast.mei), cast.mei, kind="question")
    replied(asked, cast.nina)
    actions.accept(asked.id, 1, by=cast.mei.id)
    if act == "hide":
        actions.hide_reply(asked.id, 1, by=cast.mei.id, reason="離題")
    else:
        actions.remove_reply(asked.id, 1, by=cast.nina.id)
    row = Thread.get_by_id(asked.id)
    assert (row.accepted, row.accepted_at, row.replies, row.last_number) == (None, None, 0, 1)
    counted()


def test_a_removed_reply_leaves_its_place_and_the_next_number_is_another(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei)
    actions.write_reply(thread.id, rules.Said("說錯了"), by=cast.nina.id)
    with pytest.raises(rules.NotTheirs):
        actions.remove_reply(thread.id, 1, by=cast.tang.id)
    actions.remove_reply(thread.id, 1, by=cast.nina.id)
    place = Reply.get(Reply.number == 1)
    assert (place.state, place.body, place.body_html) == ("removed", "", "")
    with pytest.raises(NotAllowed):
        actions.remove_reply(thread.id, 1, by=cast.nina.id)
    with pytest.raises(rules.NotHere):
        actions.write_reply(thread.id, rules.Said("回你"), by=cast.mei.id, answers=1)
    assert actions.write_reply(thread.id, rules.Said("重說"), by=cast.nina.id).number == 2
    counted()
    assert not AuditEntry.select().exists()


def test_those_who_tend_hide_and_bring_back_and_it_is_written_down(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    thread = threaded(group, cast.nina)
    replied(thread, cast.nina)
    actions.hide_reply(thread.id, 1, by=cast.mei.id, reason="離題")
    assert Reply.get(Reply.number == 1).state_reason == "離題"
    counted()
    actions.show_reply(thread.id, 1, by=cast.mo.id, moderator=True)
    actions.hide_thread(thread.id, by=cast.mei.id, reason="重複")
    counted()
    actions.show_thread(thread.id, by=cast.mei.id)
    actions.remove_thread(thread.id, by=cast.mei.id, reason="廣告")
    row = Thread.get_by_id(thread.id)
    assert (row.state, row.title, row.state_reason) == ("removed", "", "廣告")
    counted()
    acts = [(e.action, e.subject_kind, e.actor_id) for e in AuditEntry.select().order_by(AuditEntry.id)]
    assert acts == [
        ("reply.hidden", "reply", cast.mei.id), ("reply.shown", "reply", cast.mo.id), ("thread.hidden", "thread", cast.mei.id),
        ("thread.shown", "thread", cast.mei.id), ("thread.removed", "thread", cast.mei.id),
    ]  # fmt: skip


def test_a_thread_goes_with_its_author_only_while_nobody_else_spoke(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = actions.start_thread(group.id, words(), by=cast.nina.id)
    actions.write_reply(thread.id, rules.Said("左京"), by=cast.mei.id)
    with pytest.raises(rules.NotTheirs):
        actions.remove_thread(thread.id, by=cast.nina.id)
    actions.remove_reply(thread.id, 0, by=cast.nina.id)
    row = Thread.get_by_id(thread.id)
    assert (row.state, row.title, row.excerpt, row.replies) == ("published", "哪一家的玄米茶", "", 1)
    alone = actions.start_thread(group.id, words("一個人說"), by=cast.nina.id)
    actions.remove_thread(alone.id, by=cast.nina.id)
    assert Thread.get_by_id(alone.id).state == "removed"
    counted()


def test_a_block_parts_in_threads_too(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for member in (cast.nina, cast.tang):
        joined(group, member)
    thread = threaded(group, cast.mei)
    replied(thread, cast.tang)
    Block.create(member=cast.tang.id, blocked=cast.nina.id)
    for act in (
        lambda: actions.like_reply(thread.id, 1, by=cast.nina.id),
        lambda: actions.write_reply(thread.id, rules.Said("嗨"), by=cast.nina.id, answers=1),
        lambda: actions.write_reply(threaded(group, cast.tang).id, rules.Said("嗨"), by=cast.nina.id),
    ):
        with pytest.raises(rules.NotHere):
            act()


def test_revisions_cannot_be_changed(app: Any, cast: Cast) -> None:
    actions.start_thread(grouped(owner=cast.mei).id, words(), by=cast.mei.id)
    with pytest.raises(Exception, match="append"):
        ReplyRevision.update(at=now()).execute()
    with history_may_be_erased():
        assert ReplyRevision.update(at=now()).execute() == 1


def test_a_hidden_answer_comes_back_as_the_answer_unless_there_is_another(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for member in (cast.nina, cast.ruo):
        joined(group, member)
    asked = threaded(group, cast.nina, "水溫多少？", kind="question")
    first, second = (replied(asked, cast.ruo, f"{degrees}度") for degrees in (80, 85))
    actions.accept(asked.id, 1, by=cast.nina.id)
    made = decide("reply", first.id, Wish("remove", "spam"), by=cast.mo.id)
    assert Thread.get_by_id(asked.id).accepted is None
    undo(made.id, by=cast.mo.id)
    row = Thread.get_by_id(asked.id)
    assert (row.accepted, row.accepted_at is None, row.hidden_answer) == (1, False, None)
    actions.hide_reply(asked.id, 1, by=cast.mo.id, reason="再看", moderator=True)
    actions.accept(asked.id, 2, by=cast.nina.id)
    actions.show_reply(asked.id, 1, by=cast.mo.id, moderator=True)
    assert Thread.get_by_id(asked.id).accepted == second.number == 2
