"""`/me/portrait`: shown as it counts, with where it came from; everything can be changed, paused, forgotten, taken along."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from miquan.circle.models import Post
from miquan.db import counting_queries, now
from miquan.i18n import LANGS
from miquan.portraits import actions, rules
from miquan.portraits.learning import Done, learn
from miquan.portraits.models import Interest, Portrait, Signal, Weight
from miquan.portraits.showing import FEW
from miquan.products.models import Tag
from miquan.recommendations.making import renew
from miquan.recommendations.models import Recommended
from miquan.recommendations.queries import recommended_posts
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted

PAGE = "/zh-hant/me/portrait"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def learnt(cast: Cast) -> Post:
    post = posted(cast.mei, "一只好鐵瓶 #鐵瓶")
    learn([Done(cast.nina.id, "save", "post", post.id, now())])
    return post


def act(browser: Browser, action: str, **fields: str) -> Any:
    return browser.post(f"{PAGE}/{action}", {"csrf_token": browser.get(PAGE).fields()["csrf_token"], **fields})


def stance(cast: Cast) -> str:
    row = Interest.get_or_none(Interest.member == cast.nina.id, Interest.kind == "tag", Interest.key == "鐵瓶")
    return row.stance if row else ""


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_shown_as_a_picture_and_as_a_list(app: Any, cast: Cast, lang: str) -> None:
    learnt(cast)
    Interest.create(member=cast.nina.id, kind="category", key="coffee")
    page = Browser(app, cast.nina).get(f"/{lang}/me/portrait")
    assert page.status == 200
    (picture,) = [e for e in page.tree.iter() if str(e.tag).endswith("}svg") and e.get("role") == "img"]
    alternative = " ".join("".join(e.itertext()) for e in picture if str(e.tag).endswith("}desc"))
    assert "鐵瓶" in alternative
    assert any("#鐵瓶" in words for words in page.words("b"))
    assert "5.0" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_an_empty_one_leads_to_the_questions(app: Any, cast: Cast) -> None:
    page = Browser(app, cast.nina).get(PAGE)
    assert "還是一張白紙" in page.text
    assert [a for a in page.all("a") if (a.get("href") or "").endswith("/me/welcome")]


def test_raise_lower_ban_and_back(app: Any, cast: Cast) -> None:
    post = learnt(cast)
    browser = Browser(app, cast.nina)
    for said in ("raised", "lowered", "banned"):
        page = act(browser, "stances", kind="tag", key="鐵瓶", stance=said)
        assert (page.status, page.location) == (303, PAGE)
        assert stance(cast) == said
    act(browser, "stances", kind="tag", key="鐵瓶", stance="banned")
    assert stance(cast) == "", "said twice it is taken back"
    renew(cast.nina.id)
    assert recommended_posts(cast.nina.id).ids == [post.id]
    act(browser, "stances", kind="tag", key="鐵瓶", stance="banned")
    assert Recommended.select().where(Recommended.member == cast.nina.id, Recommended.kind == "post").exists()
    assert recommended_posts(cast.nina.id).ids == [], "it is gone on the next page, whatever is stored"
    act(browser, "stances", kind="tag", key="鐵瓶", stance="forgotten")
    assert not Weight.select().where(Weight.key == "鐵瓶").exists()
    assert stance(cast) == ""


@pytest.mark.parametrize(("kind", "key", "said"), [
    ("tag", "鐵瓶", "loved"), ("tag", "沒有的", "raised"), ("ghost", "鐵瓶", "raised"), ("tag", "", "raised"), ("tag", "\x00", "banned"),
    ("tag", "x" * 3_000, "banned"), ("", "", ""),
])  # fmt: skip
def test_what_is_not_theirs_to_say(app: Any, cast: Cast, kind: str, key: str, said: str) -> None:
    learnt(cast)
    assert act(Browser(app, cast.nina), "stances", kind=kind, key=key, stance=said).status == 404
    assert Interest.select().count() == 0


@pytest.mark.parametrize(("words", "kind", "key"), [
    ("Coffee", "category", "coffee"), ("咖啡", "category", "coffee"), ("日本", "country", "JP"), ("Portugal", "country", "PT"),
    ("ARABIA", "brand", "arabia"), ("#鐵瓶", "tag", "鐵瓶"), ("铁瓶", "tag", "鐵瓶"), ("押花", "tag", "押花"),
])  # fmt: skip
def test_something_is_added_in_their_own_words(app: Any, cast: Cast, words: str, kind: str, key: str) -> None:
    cast.product(brand="Arabia")
    learnt(cast)
    assert act(Browser(app, cast.nina), "additions", words=words).status == 303
    row = Interest.get(Interest.member == cast.nina.id)
    assert (row.kind, row.key, row.stance) == (kind, key, "named")


@pytest.mark.parametrize("words", ["", "   ", "#", "字" * 61])
def test_what_says_nothing_is_refused_with_a_sentence(app: Any, cast: Cast, words: str) -> None:
    page = act(Browser(app, cast.nina), "additions", words=words)
    assert page.status == 422
    assert page.all("p", class_="wrong") or [e for e in page.tree.iter() if e.get("class") == "wrong"]


def test_pausing_stops_the_learning_and_resetting_forgets(app: Any, cast: Cast) -> None:
    post = learnt(cast)
    browser = Browser(app, cast.nina)
    act(browser, "pause")
    assert "停下來了" in browser.get(PAGE).text
    assert learn([Done(cast.nina.id, "view", "post", post.id, now())]) == 0
    act(browser, "pause/removal")
    assert learn([Done(cast.nina.id, "view", "post", post.id, now())]) == 1
    Interest.create(member=cast.nina.id, kind="tag", key="茶")
    Interest.create(member=cast.nina.id, kind="tag", key="香菜", stance="banned")
    act(browser, "reset")
    assert Weight.select().count() == Signal.select().count() == 0
    assert [row.key for row in Interest.select()] == ["香菜"], "what they never want to see they need not say again"
    forgotten = Portrait.get_by_id(cast.nina.id).reset_at
    before, after = forgotten - timedelta(seconds=1), forgotten + timedelta(seconds=1)
    assert learn([Done(cast.nina.id, "view", "post", post.id, before)]) == 0, "what is told late stays forgotten"
    assert learn([Done(cast.nina.id, "view", "post", post.id, after)]) == 1


def test_who_has_said_all_that_may_be_said_can_still_change_it(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_INTERESTS", 2)
    for key in ("茶", "香菜"):
        actions.say("tag", key, "named", by=cast.nina.id)
    actions.say("tag", "香菜", "banned", by=cast.nina.id)
    assert dict(Interest.select(Interest.key, Interest.stance).tuples()) == {"茶": "named", "香菜": "banned"}
    with pytest.raises(actions.NotHere):
        actions.say("tag", "鐵瓶", "named", by=cast.nina.id)


def test_where_it_came_from(app: Any, cast: Cast) -> None:
    post = learnt(cast)
    bowl = cast.product("志野茶碗", tags=("鐵瓶",))
    tag = Tag.get(Tag.slug == "鐵瓶")
    learn([
        Done(cast.nina.id, "view", "product", bowl.id, now()), Done(cast.nina.id, "follow", "tag", tag.id, now()),
        Done(cast.nina.id, "follow", "member", cast.mei.id, now()), Done(cast.nina.id, "follow", "storefront", cast.kyoto.id, now()),
    ])  # fmt: skip
    browser = Browser(app, cast.nina)
    with counting_queries() as seen:
        page = browser.get(f"{PAGE}/sources/tag/鐵瓶")
    assert len(seen) <= 12
    assert page.status == 200
    for words in ("收藏了", "一只好鐵瓶", "讀了", "志野茶碗", "關注了", "5.0", "6.0"):
        assert words in page.text
    assert "林美" in browser.get(f"{PAGE}/sources/country/JP").text
    Post.update(state="hidden").where(Post.id == post.id).execute()
    assert "一只好鐵瓶" not in browser.get(f"{PAGE}/sources/tag/鐵瓶").text
    part = browser.get(f"{PAGE}/sources/tag/鐵瓶", headers=PART)
    assert "<html" not in part.text
    for path in ("tag/nothing", "ghost/x", "tag/%00", "country/"):
        assert browser.get(f"{PAGE}/sources/{path}").status == 404


def test_it_is_taken_along_whole(app: Any, cast: Cast) -> None:
    learnt(cast)
    Interest.create(member=cast.nina.id, kind="tag", key="茶")
    Interest.create(member=cast.ruo.id, kind="tag", key="別人的")
    answer = Browser(app, cast.nina).get(f"{PAGE}/download")
    told = json.loads(answer.text)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert told["formula"]["half_life_days"] == rules.HALF_LIFE_DAYS
    assert [row["key"] for row in told["interests"]] == ["茶"]
    assert {row["key"] for row in told["weights"]} == {"鐵瓶", "zh-hant"}
    assert [row["verb"] for row in told["signals"]] == ["save"]
    assert "別人的" not in answer.text


def test_a_part_answers_with_all_of_it(app: Any, cast: Cast) -> None:
    learnt(cast)
    browser = Browser(app, cast.nina)
    token = browser.get(PAGE).fields()["csrf_token"]
    fields = {"csrf_token": token, "kind": "tag", "key": "鐵瓶", "stance": "raised"}
    page = browser.post(f"{PAGE}/stances", fields, headers=PART)
    assert page.status == 200
    assert page.text.lstrip().startswith('<div class="portrait" id="portrait">')
    assert "你要多一點" in page.text


def test_queries_do_not_grow_with_the_portrait(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    counts = []
    for size in (1, 50):
        for n in range(size):
            kind = ("tag", "brand", "country")[n % 3]
            Weight.get_or_create(member=cast.nina.id, kind=kind, key=f"k{n}", defaults={"weight": 3})
        with counting_queries() as seen:
            assert browser.get(PAGE).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_nobody_sees_somebody_elses(app: Any, cast: Cast) -> None:
    learnt(cast)
    assert "鐵瓶" not in Browser(app, cast.ruo).get(PAGE).text
    assert Browser(app).get(PAGE).status == 303


def test_much_of_a_kind_has_pages_of_its_own_on_which_it_is_changed(app: Any, cast: Cast) -> None:
    many = {f"茶{n:03}": 40.0 - n / 10 for n in range(50)}
    Weight.insert_many(
        {"member": cast.nina.id, "kind": "tag", "key": k, "weight": w, "at": now()} for k, w in many.items()
    ).execute()
    browser = Browser(app, cast.nina)
    found, page = [], browser.get(PAGE)
    assert (page.text.count('class="liking"'), "其餘44個" in page.text) == (FEW, True)
    links = [f"{PAGE}?of=tag"]
    while links:
        page = browser.get(links[0].replace("&amp;", "&"))
        found += re.findall(r"<b>#(茶\d+)</b>", page.text)
        links = re.findall(r'href="(/zh-hant/me/portrait\?of=tag&amp;from=\d+)"', page.text)
    assert found == sorted(many)
    fields = {"csrf_token": page.fields()["csrf_token"], "kind": "tag", "key": "茶049", "stance": "banned", "of": "tag"}
    answer = browser.post(f"{PAGE}/stances", fields)
    assert (answer.status, answer.location.endswith("/me/portrait?of=tag")) == (303, True)
    part = browser.post(f"{PAGE}/stances", fields, headers=PART)
    assert "其餘20個" in part.text
    assert browser.get(f"{PAGE}?of=planet&from=x").status == 200
