"""The first questions: kept step by step, each may be passed over, and at the end a front page that fits."""

from typing import Any

import pytest

from miquan.circle.rules import Spot
from miquan.db import counting_queries
from miquan.i18n import LANGS
from miquan.outbox import Event, EventRow
from miquan.portraits.models import Interest, Portrait
from miquan.recommendations.queries import recommended_posts
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.test_posts import posted

WELCOME = "/zh-hant/me/welcome"


def said(member: Any) -> set[tuple[str, str]]:
    return {
        (row.kind, row.key) for row in Interest.select().where(Interest.member == member.id, Interest.stance == "named")
    }


def test_three_questions_and_then_the_front_page(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一只鐵瓶 #鐵瓶", spot=Spot("JP"))
    browser = Browser(app, cast.nina)
    page = browser.follow(browser.get(WELCOME))
    assert page.words("h1") == ["妮娜，你來蜜圈做什麼？"]
    page = browser.send(f"{WELCOME}/role", role="both")
    assert page.location.endswith("/topics")
    topics = f"{WELCOME}/topics"
    page = browser.send(topics, topics=["coffee", "vinyl-music"], tags=["鐵瓶"], own="鐵道雜貨、 ＃押花；,")
    assert page.location.endswith("/places")
    page = browser.send(f"{WELCOME}/places", countries=["JP", "GB"], languages=["zh-hant", "en"], band="under-75")
    assert (page.status, page.location) == (303, "/zh-hant/?first=1")
    assert Portrait.get_by_id(cast.nina.id).role == "both"
    assert said(cast.nina) == {
        ("category", "coffee"), ("category", "vinyl-music"), ("tag", "鐵瓶"), ("tag", "鐵道雜貨"), ("tag", "押花"),
        ("country", "JP"), ("country", "GB"), ("language", "zh-hant"), ("language", "en"), ("band", "under-75"),
    }  # fmt: skip
    row = Portrait.get_by_id(cast.nina.id)
    assert row.asked_at is not None
    assert not row.skipped
    shown = alone(lambda: app.app_context().__enter__() and recommended_posts(cast.nina.id).items)
    assert [(one.item, one.why) for one in shown] == [(post.id, "因為你說過喜歡#鐵瓶")], "it is there at once"


def test_what_was_answered_is_shown_again_and_can_be_taken_back(app: Any, cast: Cast) -> None:
    browser, topics = Browser(app, cast.nina), f"{WELCOME}/topics"
    browser.send(topics, topics=["coffee"], own="押花")
    Interest.create(member=cast.nina.id, kind="tag", key="香菜", stance="banned")
    again = browser.get(topics)
    checked = {e.get("value") for e in again.all("input") if e.get("checked") is not None}
    assert checked == {"coffee", "押花"}
    browser.send(topics, topics=["books"], tags=[])
    assert said(cast.nina) == {("category", "books")}
    assert Interest.get(Interest.key == "香菜").stance == "banned"


def test_it_goes_on_where_it_was_left(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    assert browser.get(WELCOME).location.endswith("/role")
    browser.send(f"{WELCOME}/role", role="shopper")
    assert browser.get(WELCOME).location.endswith("/topics")
    browser.send(f"{WELCOME}/topics", topics=["coffee"])
    assert browser.get(WELCOME).location.endswith("/places")


def test_every_question_may_be_passed_over(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    for step, then in (("role", "/topics"), ("topics", "/places"), ("places", "/zh-hant/?first=1")):
        page = browser.send(f"{WELCOME}/{step}", languages=None)
        assert page.status == 303
        assert page.location.endswith(then)
    assert Interest.select().count() == 0
    browser = Browser(app, cast.ruo)
    page = browser.send(f"{WELCOME}/role", action=f"{WELCOME}/skipping")
    assert page.location == "/zh-hant/"
    row = Portrait.get_by_id(cast.ruo.id)
    assert row.skipped
    assert row.asked_at is not None


@pytest.mark.parametrize(("step", "more"), [
    ("role", {"role": "king"}), ("topics", {"topics": ["none"]}), ("topics", {"own": "字" * 201}), ("places", {"countries": ["XX"]}),
    ("places", {"band": "free"}),
])  # fmt: skip
def test_what_is_not_offered_is_refused(app: Any, cast: Cast, step: str, more: dict[str, Any]) -> None:
    page = Browser(app, cast.nina).send(f"{WELCOME}/{step}", **more)
    assert page.status == 422
    assert Interest.select().count() == 0


def test_joining_leads_to_the_questions(app: Any) -> None:
    browser = Browser(app)
    page = browser.send(
        "/en/join", display_name="Ada", handle="ada_1", email="ada@example.org", password="a quiet bowl of clay 7"
    )
    assert page.status == 302
    assert page.location.endswith("/en/me/welcome")
    assert EventRow.select().where(EventRow.name == str(Event.MEMBER_JOINED)).exists()


def test_people_change_with_what_is_chosen(app: Any, cast: Cast) -> None:
    cast.product()
    browser = Browser(app, cast.nina)
    path = f"{WELCOME}/people?topics=ceramics-tea&topics=none&tags=x&own=a,b"
    with counting_queries() as seen:
        page = browser.get(path)
    assert "因為你選了陶瓷與茶道具" in page.text
    assert "已選5個" in page.text
    assert len(seen) <= 12
    assert "林美" not in browser.get(f"{WELCOME}/people?topics=coffee").text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("step", ["role", "topics", "places"])
def test_the_pages_are_sound_in_every_language(app: Any, cast: Cast, lang: str, step: str) -> None:
    cast.product(tags=("茶",))
    page = Browser(app, cast.nina).get(f"/{lang}/me/welcome/{step}")
    assert page.status == 200
    assert len(page.all("h1")) == 1
    assert page.all("meta", name="robots", content="noindex")
