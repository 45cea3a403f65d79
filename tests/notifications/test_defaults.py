"""How members hear of it who have not chosen, and that nothing changes for those who have."""

from importlib import import_module
from typing import Any

from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.db import database, now
from miquan.follows.actions import follow
from miquan.notifications import rules
from miquan.notifications.actions.choosing import choose, keep_quiet
from miquan.notifications.actions.lettering import write_letter
from miquan.notifications.models import NoticeChoice, NoticeLetter
from miquan.notifications.queries.choices import channels_of
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import Channel
from miquan.notifications.subscribers import tell_waiting
from miquan.outbox import Delivery, Event, EventRow
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.mails import mails
from tests.notifications.telling import told

# Each type stands here by hand: a new one is thought about before it writes to anybody.
AT_ONCE = {"made_owner", "made_moderator", "admitted", "refused", "put_out", "decided", "taken_back", "heard"}
DAILY = {"asked_in"}
WEEKLY = {"comment", "answer", "mention", "reply_answer", "own_thread", "accepted", "goods"}
HERE = {"like", "repost", "follow", "follow_up", "watched", "reply_like"}
BEFORE = import_module("miquan.migrations.0020_notices_chosen")


def test_a_letter_comes_at_once_only_of_what_is_decided_or_asks_for_an_act(app: Any) -> None:
    by_channel = {way: {name for name, type_ in TYPES.items() if type_.channel == way} for way in Channel}
    assert by_channel == {
        Channel.MAIL: AT_ONCE, Channel.DAILY: DAILY, Channel.WEEKLY: WEEKLY, Channel.HERE: HERE, Channel.OFF: set(),
    }  # fmt: skip
    assert (rules.DUTY, rules.DECISION, rules.TALK, rules.CHEER) == ("mail", "mail", "weekly", "here")


def test_what_can_not_be_turned_off_is_written_at_once(app: Any) -> None:
    assert {name for name, type_ in TYPES.items() if type_.fixed} <= AT_ONCE


def test_a_choice_is_kept_also_where_the_type_says_the_same_today(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"like": "here", "comment": "weekly"})
    rows = NoticeChoice.select(NoticeChoice.type, NoticeChoice.channel).where(NoticeChoice.member == cast.mei.id)
    assert dict(rows.tuples()) == {"like": "here", "comment": "weekly"}


def test_who_had_chosen_something_hears_of_all_the_rest_as_before(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"like": "weekly", "mention": "off"})
    untouched = channels_of(cast.nina.id)
    BEFORE.up(None, database.obj)
    chosen = channels_of(cast.mei.id)
    assert (chosen["like"], chosen["mention"]) == ("weekly", "off"), "no choice is another"
    assert (chosen["comment"], chosen["goods"], chosen["follow"], chosen["heard"]) == ("mail", "daily", "here", "mail")
    assert channels_of(cast.nina.id) == untouched
    BEFORE.up(None, database.obj)
    BEFORE.down(None, database.obj)
    assert dict(NoticeChoice.select(NoticeChoice.type, NoticeChoice.channel).tuples()) == {
        "like": "weekly",
        "mention": "off",
    }


def _told_by_mail(cast: Cast, *members: Member) -> None:
    """Before the defaults changed: comments were written at once, goods daily."""
    for member in members:
        choose(member.id, {"comment": "mail", "goods": "daily"})
        circle.write_comment(posted(member, "去了河邊").id, "一", by=cast.tang.id)
    told()
    NoticeChoice.delete().execute()


def test_letters_that_were_waiting_come_on_monday(app: Any, cast: Cast) -> None:
    follow("storefront", cast.kyoto.id, by=cast.ruo.id)
    cast.product("志野茶碗")
    _told_by_mail(cast, cast.nina)
    choose(cast.ruo.id, {"goods": "daily"})
    told()
    tell_waiting()
    NoticeChoice.delete().execute()
    assert letters(cast.nina) == {"comment"}
    assert letters(cast.ruo) == {"daily"}
    BEFORE.up(None, database.obj)
    assert letters(cast.nina) == {"weekly"}
    assert letters(cast.ruo) == {"daily", "weekly"}, "who asks to come in still comes daily"
    reminders = {
        event.subject_id: (event, due)
        for event, due in (
            (one.event, one.due_at)
            for one in Delivery.select().join(EventRow).where(EventRow.name == Event.NOTICES_DUE)
        )
        if event.data == {"slot": "weekly"}
    }
    assert set(reminders) == {cast.nina.id, cast.ruo.id}
    for event, due in reminders.values():
        here = due.astimezone(rules.zone("Asia/Taipei"))
        assert (here.weekday(), here.hour, here.minute, due > now()) == (0, 8, 0, True)
        write_letter(event.subject_id, event.data["slot"])
    assert sorted(one["subject"] for one in mails() if one["template"] == "notices") == [
        "林美的小店帶回了新東西",
        "阿棠在你的帖「去了河邊」留言",
    ]
    assert NoticeLetter.select().where(NoticeLetter.slot == "weekly").count() == 0


def test_who_had_set_quiet_hours_alone_goes_on_as_before(app: Any, cast: Cast) -> None:
    keep_quiet(cast.nina.id, (22, 7))
    _told_by_mail(cast, cast.nina)
    BEFORE.up(None, database.obj)
    chosen = channels_of(cast.nina.id)
    assert (chosen["comment"], chosen["goods"], chosen["like"]) == ("mail", "daily", "here")
    assert letters(cast.nina) == {"comment"}


def letters(member: Member) -> set[str]:
    rows = NoticeLetter.select(NoticeLetter.slot).where(NoticeLetter.member == member.id)
    return {slot for (slot,) in rows.tuples()}


def test_followers_cost_no_letter_of_members_who_chose_none(app: Any, cast: Cast) -> None:
    follow("member", cast.mei.id, by=cast.nina.id)
    told()
    assert NoticeLetter.select().count() == 0
