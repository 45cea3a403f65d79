"""Moderation tells whom a decision is about, never by whom, and it cannot be turned off."""

from typing import Any

from miquan.moderation.appealing import appeal
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.hearing import answer
from miquan.notifications.registry import TYPES
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.notifications.telling import rows, sentences


def test_a_decision_is_told_without_a_name_and_leads_to_where_one_objects(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    made = decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id)
    assert sentences(cast.mei) == ["站方對「去了河邊」做了決定"], "though the post is out of sight"
    row = rows(cast.mei)[0]
    assert row.people == []
    assert row.url == f"/zh-hant/me/decisions#d{made.id}"
    assert row.words.startswith("收起來了・")
    assert sentences(cast.mo) == []
    undo(made.id, by=cast.mo.id)
    assert sentences(cast.mei)[0] == "站方收回了對「去了河邊」的決定"


def test_an_objection_that_was_heard_is_told_once(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    made = decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id)
    row = appeal(made.id, "這是我自己拍的", by=cast.mei.id)
    answer(row.id, by=cast.ou.id, overturn=True, words="對不起")
    own = Browser(app, cast.mei)
    assert sentences(cast.mei) == ["你對「去了河邊」的申訴有了結果", "站方對「去了河邊」做了決定"]
    page = own.get("/zh-hant/me/notifications").text
    assert ("收回了，大家又看得到它" in page, "收起來了・" in page) == (True, False)


def test_that_nothing_was_wrong_is_told_to_nobody(app: Any, cast: Cast) -> None:
    decide("post", posted(cast.mei, "去了河邊").id, Wish("discard", "other"), by=cast.mo.id)
    assert sentences(cast.mei) == []


def test_what_concerns_ones_own_things_cannot_be_turned_off(app: Any) -> None:
    assert all(type_.fixed for type_ in TYPES.values() if type_.family == "site")
