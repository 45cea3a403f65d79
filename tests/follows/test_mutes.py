"""Muting and blocking from the pages: the three dots, the page about one person, the list where all is taken back."""

from typing import Any

import pytest

from miquan.db import counting_queries, now
from miquan.follows import actions
from miquan.follows.models import Block, Mute
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.test_posts import posted


def test_three_dots_lead_there_from_person_post_and_comment(app: Any, cast: Cast) -> None:
    from miquan.circle.actions import write_comment

    post = posted(cast.tang, "河邊的早晨 #鐵瓶")
    write_comment(post.id, "真好", by=cast.mei.id)
    address = f"/c/{post.id}-{post.slug}"
    for path, who in (("/@mei", cast.mei), (address, cast.tang), (address, cast.mei), ("/tags/鐵瓶", cast.tang)):
        page = Browser(app, cast.nina).get(f"/zh-hant{path}")
        links = [a.get("href") or "" for a in page.all("a") if "靜音或封鎖" in "".join(a.itertext())]
        assert any(link.startswith(f"/zh-hant/me/mutes/member/{who.id}?next=/zh-hant/") for link in links), (
            path,
            links,
        )
        own = Browser(app, who).get(f"/zh-hant{path}")
        assert f"/me/mutes/member/{who.id}" not in own.text


@pytest.mark.parametrize(("days", "least", "most"), [("7", 6.9, 7.1), ("30", 29.9, 30.1), ("0", None, None)])
def test_a_person_is_muted_for_a_time_and_goes_back(app: Any, cast: Cast, days: str, least: float, most: float) -> None:
    browser = Browser(app, cast.nina)
    path = f"/zh-hant/me/mutes/member/{cast.mei.id}?next=/zh-hant/@mei"
    answer = browser.send(path, to=path, days=days)
    assert (answer.status, answer.location) == (303, "/zh-hant/@mei")
    assert "靜音了林美" in browser.get("/zh-hant/@mei").text
    until = Mute.get().until
    assert until is None if least is None else least < (until - now()).total_seconds() / 86_400 < most
    assert "解除靜音" in browser.get(path).text
    assert "你靜音了林美" in browser.get("/zh-hant/@mei").text
    assert browser.send(path, f"/zh-hant/me/mutes/{Mute.get().id}/removal").location == "/zh-hant/@mei"
    assert Mute.select().count() == 0


def test_words_and_tags_are_muted_and_listed(app: Any, cast: Cast) -> None:
    posted(cast.tang, "河邊的早晨 #鐵瓶")
    browser, path = Browser(app, cast.nina), "/zh-hant/me/mutes"
    assert browser.send(path, to=path, word="", days="0").status == 422
    assert browser.send(path, to=path, word="字" * 61, days="0").status == 422
    assert browser.send(path, to=path, word="\u200b", days="0").status == 422
    assert browser.send(path, to=path, word="折扣", days="400").status == 422
    assert browser.send(path, to=path, word="折扣", days="30").status == 303
    assert "/zh-hant/me/mutes/tag/1?next=" in browser.get("/zh-hant/tags/鐵瓶").text
    assert browser.send("/zh-hant/me/mutes/tag/1", to="/zh-hant/me/mutes/tag/1", days="0").location == path
    page = browser.get(path)
    assert "「折扣」" in page.text
    assert "#鐵瓶" in page.text
    for mute in Mute.select():
        assert Browser(app, cast.ruo).send(path, to=f"{path}/{mute.id}/removal").status == 404
        assert browser.send(path, f"{path}/{mute.id}/removal").status == 303
    assert Mute.select().count() == 0


def test_blocking_leads_to_the_list_where_it_is_taken_back(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    page = f"/zh-hant/me/mutes/member/{cast.mei.id}"
    answer = browser.send(page, f"/zh-hant/me/blocks/{cast.mei.id}")
    assert (answer.status, answer.location) == (303, "/zh-hant/me/mutes")
    listed = browser.get("/zh-hant/me/mutes")
    assert "封鎖了林美" in listed.text
    assert "@mei" in listed.text
    assert browser.get(page).status == 404, "there is nobody there any more"
    assert Browser(app, cast.mei).get(f"/zh-hant/me/mutes/member/{cast.nina.id}").status == 404
    assert "@nina" not in Browser(app, cast.mei).get("/zh-hant/me/mutes").text, "nobody learns who has blocked them"
    assert browser.send("/zh-hant/me/mutes", f"/zh-hant/me/blocks/{cast.mei.id}/removal").status == 303
    assert Block.select().count() == 0
    assert browser.get(page).status == 200


@pytest.mark.parametrize(
    "path", ["/member/{nina}", "/member/99999", "/member/4294967296", "/tag/9", "/word/1", "/brand/1"]
)
def test_nothing_to_mute(app: Any, cast: Cast, path: str) -> None:
    address = "/zh-hant/me/mutes" + path.format(nina=cast.nina.id)
    assert Browser(app, cast.nina).get(address).status == 404


def test_who_is_not_there_is_not_blocked(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    for target in (cast.nina.id, 99_999, 2**32):
        assert browser.send("/zh-hant/me/mutes", to=f"/zh-hant/me/blocks/{target}").status == 404
    assert Browser(app).get("/zh-hant/me/mutes").status == 303


def test_lists_go_on_by_key_and_ask_as_often_for_many(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)

    def asked() -> int:
        with counting_queries() as seen:
            assert browser.client.get("/zh-hant/me/mutes").status_code == 200
        return len(seen)

    actions.mute("word", word="先", by=cast.nina.id)
    actions.block(cast.mei.id, by=cast.nina.id)
    # The first page of a session writes down its token.
    browser.get("/zh-hant/me/mutes")
    few = alone(asked)
    for n in range(55):
        actions.mute("word", word=f"字{n}", by=cast.nina.id)
        actions.block(cast.member(f"member_{n}", f"會員{n}").id, by=cast.nina.id)
    assert alone(asked) == few <= 12
    page = browser.get("/zh-hant/me/mutes")
    following = [a.get("href") or "" for a in page.all("a", rel="next")]
    assert len(following) == 2
    assert "「先」" in browser.get(following[0]).text
    assert "@mei" in browser.get(following[1]).text
