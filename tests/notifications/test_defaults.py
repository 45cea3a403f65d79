"""How members hear of it who have not chosen, and that nothing changes for those who have."""

from importlib import import_module
from typing import Any

from miquan.db import database
from miquan.follows.actions import follow
from miquan.notifications import rules
from miquan.notifications.actions.choosing import choose
from miquan.notifications.models import NoticeChoice, NoticeLetter
from miquan.notifications.queries.choices import channels_of
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import Channel
from tests.cast import Cast
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
    BEFORE.up(None, database)
    chosen = channels_of(cast.mei.id)
    assert (chosen["like"], chosen["mention"]) == ("weekly", "off"), "no choice is another"
    assert (chosen["comment"], chosen["goods"], chosen["follow"], chosen["heard"]) == ("mail", "daily", "here", "mail")
    assert channels_of(cast.nina.id) == untouched
    BEFORE.up(None, database)
    BEFORE.down(None, database)
    assert dict(NoticeChoice.select(NoticeChoice.type, NoticeChoice.channel).tuples()) == {
        "like": "weekly",
        "mention": "off",
    }


def test_followers_cost_no_letter_of_members_who_chose_none(app: Any, cast: Cast) -> None:
    follow("member", cast.mei.id, by=cast.nina.id)
    told()
    assert NoticeLetter.select().count() == 0
