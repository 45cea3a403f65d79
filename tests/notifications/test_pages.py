"""The inbox and its settings as a member uses them."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.db import counting_queries, now
from miquan.follows.actions import follow
from miquan.mail.queries import refused
from miquan.mail.rules import REFUSABLE
from miquan.notifications.actions import choosing, forgetting
from miquan.notifications.actions.forgetting import forget_old
from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.queries import unread
from miquan.notifications.queries.choices import channels_of, quiet_hours
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import KEPT, Channel
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.notifications.telling import rows, told

PATH = "/zh-hant/me/notifications"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def liked(app: Any, cast: Cast) -> Any:
    post = posted(cast.mei, "去了河邊")
    circle.like(post.id, by=cast.nina.id)
    follow("member", cast.mei.id, by=cast.tang.id)
    told()
    return post


def badge(page: Any) -> str:
    found = page.all("a", id="bell")
    return "".join(found[0].itertext()).replace("通知", "").replace("則還沒讀", "").strip()


def test_what_is_shown_is_read_once_it_was_shown(app: Any, cast: Cast, liked: Any) -> None:
    browser = Browser(app, cast.mei)
    assert badge(browser.get("/zh-hant/me")) == "2"
    assert browser.ask("HEAD", PATH).status == 200
    assert browser.get(PATH, headers={"Sec-Purpose": "prefetch"}).status == 200
    assert unread.count(cast.mei.id) == 2, "neither is anybody who looks"
    page = browser.get(PATH)
    assert len([e for e in page.all("li", class_="notice") if e.get("data-unread") is not None]) == 2
    assert badge(page) == "", "what one is reading is not unread"
    assert "今天" in page.text
    assert unread.count(cast.mei.id) == 0
    assert not [e for e in browser.get(PATH).all("li", class_="notice") if e.get("data-unread") is not None]


def test_rows_that_are_kept_say_what_is_so_now_and_hold_ones_own_token(app: Any, cast: Cast, liked: Any) -> None:
    first, second = (Browser(app, cast.mei) for _browser in range(2))
    assert "妮娜喜歡你的帖" in first.get(PATH).text
    Member.update(display_name="妮妮").where(Member.id == cast.nina.id).execute()
    pages = [browser.get(PATH) for browser in (first, second)]
    assert all("妮妮喜歡你的帖" in page.text and "妮娜" not in page.text for page in pages)
    tokens = [{e.get("value") for e in page.all("input", name="csrf_token")} for page in pages]
    assert [len(some) for some in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


def test_a_filter_shows_one_kind_and_reads_only_that(app: Any, cast: Cast, liked: Any) -> None:
    browser = Browser(app, cast.mei)
    page = browser.get(f"{PATH}?type=likes")
    assert "妮娜喜歡你的帖" in page.text
    assert "阿棠開始關注你" not in page.text
    assert unread.count(cast.mei.id) == 1
    assert browser.get(f"{PATH}?type=nothing").status == 404
    assert "還沒有通知" in browser.get(f"{PATH}?type=goods").text


def test_all_is_read_that_was_there_when_the_page_was_shown(app: Any, cast: Cast, liked: Any) -> None:
    browser = Browser(app, cast.mei)
    fields = browser.get(f"{PATH}?type=goods").fields("/reading")
    circle.like(posted(cast.mei, "下雨了").id, by=cast.nina.id)
    told()
    assert browser.post(f"{PATH}/reading", fields).location == PATH
    assert unread.count(cast.mei.id) == 1, "what came afterwards is not"
    assert browser.post(f"{PATH}/reading", {**fields, "top": "x" * 20}).status == 303
    assert unread.count(cast.mei.id) == 0


def test_new_ones_are_announced_and_nothing_moves(app: Any, cast: Cast, liked: Any) -> None:
    browser = Browser(app, cast.mei)
    since = browser.get(PATH).fields("/reading")["top"]
    assert "則新通知" not in browser.get(f"{PATH}/new?since={since}", headers=PART).text
    circle.like(posted(cast.mei, "下雨了").id, by=cast.nina.id)
    told()
    assert "1則新通知" in browser.get(f"{PATH}/new?since={since}", headers=PART).text
    assert ">1<" in browser.get(f"{PATH}/bell", headers=PART).text
    part = browser.get(PATH, headers=PART)
    assert "下雨了" in part.text
    assert "<html" not in part.text
    for strange in ("", "x", "9" * 30):
        assert browser.get(f"{PATH}/new?since={strange}", headers=PART).status == 200


def test_a_type_is_turned_off_from_its_row(app: Any, cast: Cast, liked: Any) -> None:
    browser = Browser(app, cast.mei)
    assert browser.send(PATH, f"{PATH}/types/like/muting").location == PATH
    assert channels_of(cast.mei.id)["like"] == "off"
    assert "妮娜喜歡你的帖" not in browser.get(PATH).text
    fields = browser.get(PATH).fields("/reading")
    for wrong in ("nothing", "put_out"):
        assert browser.post(f"{PATH}/types/{wrong}/muting", fields).status == 404


def test_a_member_chooses_how_to_hear(app: Any, cast: Cast) -> None:
    browser, path = Browser(app, cast.mei), f"{PATH}/settings"
    assert browser.send(path, like="weekly", mention="off", since="22", until="7").location == path
    chosen = channels_of(cast.mei.id)
    assert (chosen["like"], chosen["mention"], chosen["comment"]) == ("weekly", "off", "weekly")
    assert quiet_hours(cast.mei.id) == (22, 7)
    assert browser.get(path).fields()["since"] == "22"
    assert browser.send(path, like="here", mention="mail", since="", until="").status == 303
    assert quiet_hours(cast.mei.id) is None
    assert channels_of(cast.mei.id)["mention"] == "mail"
    assert channels_of(cast.nina.id)["mention"] == "weekly"


def test_all_that_comes_is_chosen_on_one_page(app: Any, cast: Cast) -> None:
    browser, path = Browser(app, cast.mei), f"{PATH}/settings"
    page = browser.get(path)
    assert len(page.all("form", id="form")) == 1
    assert set(page.fields()) - {"csrf_token"} == {*TYPES, *REFUSABLE, "since", "until"}
    offered = {e.get("value") for e in page.all("select", id="comment")[0].iter() if e.get("value") is not None}
    assert offered == set(Channel)
    assert "通知留180天，讀過的和沒讀的都一樣，最多留最新的10,000則。" in page.text
    assert browser.send(path, news="off", like="daily", since="22", until="7").location == path
    assert (refused(cast.mei.id), channels_of(cast.mei.id)["like"], quiet_hours(cast.mei.id)) == (
        {"news"},
        "daily",
        (22, 7),
    )
    assert browser.get(path).fields()["news"] == "off"
    assert browser.get("/zh-hant/me/mail").location == path, "where letters were chosen once"


def test_all_of_it_is_stored_at_once_or_nothing(app: Any, cast: Cast, monkeypatch: Any) -> None:
    browser, path = Browser(app, cast.mei), f"{PATH}/settings"
    fields = browser.get(path).fields()
    with counting_queries() as asked:
        choosing.choose(cast.mei.id, {name: "here" for name in TYPES})
    assert sum("INSERT" in sql for sql in asked) == 1
    before = channels_of(cast.mei.id)

    def broken(*_values: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(choosing, "keep_quiet", broken)
    assert browser.post(path, {**fields, "like": "daily", "news": "off"}).status == 500
    assert (channels_of(cast.mei.id), refused(cast.mei.id)) == (before, set())


def test_a_form_of_before_leads_to_where_it_is_chosen_now(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    fields = browser.get(f"{PATH}/settings").fields()
    sent = browser.post("/zh-hant/me/mail", {"csrf_token": fields["csrf_token"], "kinds": "question"})
    assert (sent.status, sent.location) == (303, f"{PATH}/settings")
    assert "這次還沒有存" in browser.follow(sent).text
    assert refused(cast.mei.id) == set()


@pytest.mark.parametrize(
    "wrong",
    [{"like": "pigeon"}, {"put_out": "off"}, {"since": "22", "until": ""}, {"since": "7", "until": "7"}, {"since": "24"}, {"news": "weekly"}],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said_beside_it(app: Any, cast: Cast, wrong: dict[str, str]) -> None:
    browser, path = Browser(app, cast.mei), f"{PATH}/settings"
    assert browser.send(path, **{"comment": "daily", **wrong}).status == 422
    assert channels_of(cast.mei.id)["comment"] == "weekly"


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_pages_in_three_languages(app: Any, cast: Cast, liked: Any, lang: str) -> None:
    browser = Browser(app, cast.mei)
    for path in ("/me/notifications", "/me/notifications/settings"):
        page = browser.get(f"/{lang}{path}")
        assert page.status == 200
        assert len(page.all("h1")) == 1
    if lang == "en":
        assert "妮娜 liked your post “去了河邊”" in browser.get(f"/{lang}/me/notifications").text


def test_strangers_are_sent_to_sign_in_and_bad_keys_show_the_beginning(app: Any, cast: Cast, liked: Any) -> None:
    assert Browser(app).get(PATH).status == 303
    assert Browser(app).get(f"{PATH}/settings").status == 303
    for key in ("x", "1-", "9" * 39 + "-1", "1-" + "9" * 30):
        assert Browser(app, cast.mei).get(f"{PATH}?before={key}").status == 200
    assert "妮娜喜歡" not in Browser(app, cast.nina).get(PATH).text


def test_what_nobody_read_for_long_is_forgotten_too(app: Any, cast: Cast, liked: Any) -> None:
    Notice.update(at=now() - KEPT + timedelta(hours=1)).where(Notice.type == "like").execute()
    assert forget_old() == 0
    Notice.update(at=now() - KEPT - timedelta(hours=1)).where(Notice.type == "like").execute()
    assert forget_old() == 1
    assert [row.type.name for row in rows(cast.mei)] == ["follow"]
    assert unread.count(cast.mei.id) == 1


def test_an_inbox_keeps_the_newest_of_a_great_many(app: Any, cast: Cast, liked: Any) -> None:
    for name in ("喝茶", "下雨了"):
        circle.like(posted(cast.mei, name).id, by=cast.nina.id)
        told()
    circle.like(posted(cast.tang, "別人的").id, by=cast.nina.id)
    told()
    Notice.update(at=now() - timedelta(days=1)).where(Notice.type == "follow").execute()
    with patch.object(forgetting, "MOST", 2):
        assert forget_old() == 2
    assert [row.about.name for row in rows(cast.mei)] == ["下雨了", "喝茶"]
    assert len(rows(cast.tang)) == 1, "each has an inbox of their own"


def test_what_was_read_long_ago_is_forgotten(app: Any, cast: Cast, liked: Any) -> None:
    Browser(app, cast.mei).get(PATH)
    assert forget_old() == 0
    Notice.update(read_at=now() - timedelta(days=181)).where(Notice.type == "like").execute()
    NoticeCause.update(told_at=now() - timedelta(days=181)).execute()
    assert forget_old() == 1
    assert [row.type.name for row in rows(cast.mei)] == ["follow"]
    assert [cause.type for cause in NoticeCause.select()] == ["follow"]
