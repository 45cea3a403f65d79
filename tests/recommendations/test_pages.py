"""What was found for a member on the pages that show it: the front page, and a page of its own."""

from typing import Any

import pytest

from miquan.db import counting_queries
from miquan.follows.models import Follow
from miquan.i18n import LANGS
from miquan.portraits.models import Interest, Portrait
from miquan.recommendations.making import renew
from miquan.recommendations.models import Dismissed, Recommended
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import published
from tests.circle.test_posts import posted
from tests.recommendations.test_served import recommend

FOR_YOU = "/zh-hant/?feed=for-you"


def found_for(cast: Cast) -> None:
    """ruo likes tea: mei has a bowl, and wrote of it."""
    bowl = cast.product("志野茶碗", category="tea-bowls", tags=("茶",))
    posted(cast.mei, "一碗好茶 #茶", products=(bowl.id,))
    Interest.create(member=cast.ruo.id, kind="tag", key="茶")
    Interest.create(member=cast.ruo.id, kind="category", key="ceramics-tea")
    renew(cast.ruo.id)


@pytest.mark.parametrize("lang", LANGS)
def test_the_front_page_shows_what_was_found_with_its_reasons(app: Any, cast: Cast, lang: str) -> None:
    found_for(cast)
    page = Browser(app, cast.ruo).get(f"/{lang}/?feed=for-you")
    assert page.status == 200
    assert "一碗好茶" in page.text or "一碗好" in page.text
    hiding = {f.get("action") for f in page.all("form") if "/hiding" in (f.get("action") or "")}
    kinds = {address.split("/recommendations/")[1].split("/")[0] for address in hiding if address}
    assert kinds == {"post", "member", "product"}


def test_a_tag_that_is_banned_is_gone_on_the_next_page(app: Any, cast: Cast) -> None:
    found_for(cast)
    other = published(cast.tang, "一件毛衣")
    Recommended.create(member=cast.ruo.id, kind="post", item=other.id, rank=9, reason="explore")
    browser = Browser(app, cast.ruo)
    assert "一碗好茶" in browser.get(FOR_YOU).text
    Interest.update(stance="banned").where(Interest.kind == "tag").execute()
    page = browser.get(FOR_YOU).text
    assert "一碗好茶" not in page
    assert "/p/" not in page, "neither the bowl that carries the tag"
    assert "一件毛衣" in page


def test_after_what_was_found_comes_what_is_hot(app: Any, cast: Cast) -> None:
    found_for(cast)
    published(cast.tang, "很熱門的一篇", hotness=10**9)
    browser = Browser(app, cast.ruo)
    page = browser.get(FOR_YOU)
    assert "before=hot" in page.text
    assert "很熱門的一篇" in browser.get(f"{FOR_YOU}&before=hot").text
    assert "很熱門的一篇" in Browser(app, cast.nina).get(FOR_YOU).text, "where nothing was found yet"
    for before in ("999", "x", "1-1", "hot-hot"):
        assert browser.get(f"{FOR_YOU}&before={before}").status == 200


def test_what_is_hot_comes_without_what_they_do_not_want(app: Any, cast: Cast) -> None:
    posted(cast.mei, "一碗好茶 #茶")
    posted(cast.tang, "一件毛衣")
    browser = Browser(app, cast.nina)
    page = browser.get(FOR_YOU).text
    assert "一碗好茶" in page
    assert "一件毛衣" in page
    Interest.create(member=cast.nina.id, kind="tag", key="茶", stance="banned")
    page = browser.get(FOR_YOU).text
    assert "一碗好茶" not in page
    assert "一件毛衣" in page
    Dismissed.create(member=cast.nina.id, kind="member", item=cast.tang.id)
    assert "一件毛衣" not in browser.get(FOR_YOU).text


def test_recommendations_add_two_queries_at_most(app: Any, cast: Cast) -> None:
    found_for(cast)
    people = [cast.member(f"more_{n}", f"人{n}") for n in range(6)]
    for n, member in enumerate(people):
        published(member, f"第{n}篇", hotness=n + 1)
        type(member).update(posts=1).where(type(member).id == member.id).execute()
    Portrait.create(member=cast.nina.id)
    counts = []
    for member in (cast.nina, cast.ruo):
        browser = Browser(app, member)
        browser.get(FOR_YOU)
        with counting_queries() as seen:
            browser.get(FOR_YOU)
        counts.append(len(seen))
    without, with_ = counts
    assert with_ <= without + 2
    assert with_ <= 12


def test_who_was_never_asked_is_offered_it_until_they_say_no(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    page = browser.get("/zh-hant/")
    assert "三個問題" in page.text
    assert page.status == 200
    page = browser.send("/zh-hant/", action="/zh-hant/me/welcome/skipping")
    assert page.location == "/zh-hant/"
    assert "三個問題" not in browser.get("/zh-hant/").text
    assert "三個問題" not in Browser(app, None).get("/zh-hant/").text


def test_a_page_of_people_and_goods(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.ruo)
    assert "還不知道你喜歡什麼" in browser.get("/zh-hant/recommendations").text
    found_for(cast)
    page = browser.get("/zh-hant/recommendations")
    assert "志野茶碗" in page.text
    assert "林美" in page.text
    assert "因為你說過喜歡#茶" in page.text
    assert 'name="next" value="/zh-hant/recommendations"' in page.text, "saying less of it leads back to where it stood"
    Follow.create(follower=cast.ruo.id, kind="member", target=cast.mei.id)
    assert "grid-people" not in browser.get("/zh-hant/recommendations").text


def test_the_page_costs_the_same_for_one_and_for_many(app: Any, cast: Cast) -> None:
    goods = [cast.product(f"碗{n}") for n in range(12)]
    browser = Browser(app, cast.ruo)
    counts = []
    for some in (goods[:1], goods):
        Recommended.delete().execute()
        recommend(cast.ruo, "product", some)
        browser.get("/zh-hant/recommendations")
        with counting_queries() as seen:
            assert browser.get("/zh-hant/recommendations").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
