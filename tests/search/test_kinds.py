"""Goods, posts, people, talk and tags are found side by side, counted as far as they are for the reader, and never mixed up."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions as posts
from miquan.follows.models import Mute
from miquan.outbox.worker import Worker
from miquan.products.models import Tag
from miquan.search import indexing
from miquan.search.engine import Document, SearchEngine
from miquan.search.kinds import KINDS, all_ids
from miquan.search.service import engine, find
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked, published
from tests.circle.test_posts import posted
from tests.circle.test_visible import READERS, SECRET, WAYS, member_of, scene


def indexed(app: Any) -> None:
    """The index has followed the tables. One worker: the lane is its own for a while."""
    worker = app.extensions.setdefault("index worker", Worker(app, ["index"]))
    while worker.step("index"):
        pass


def page(browser: Browser, query: str, tab: str = "", lang: str = "zh-hant", after: str = "") -> Any:
    more = (f"&in={tab}" if tab else "") + (f"&after={after}" if after else "")
    found = browser.get(f"/{lang}/search?q={quote(query)}{more}")
    assert found.status == 200
    return found


def counts(found: Any) -> list[int]:
    """What the tabs say: goods, posts, people, threads, groups, tags."""
    nav = found.text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    return [int(number) for number in re.findall(r'class="count">(\d+)', nav)]


def post_ids(found: Any) -> list[int]:
    return sorted({int(i) for i in re.findall(r'href="/[\w-]+/c/(\d+)-[^"#]*"', found.text)})


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_a_word_is_looked_for_in_everything(app: Any, cast: Cast, lang: str) -> None:
    cast.product("鐵壺", tags=("鐵壺",))
    post = posted(cast.mei, "今天燒了一壺水 #鐵壺")
    published(cast.tang, "完全別的事")
    Tag.update(products=1, posts=1).where(Tag.slug == "鐵壺").execute()
    indexing.rebuild()
    assert counts(page(Browser(app), "鐵壺", lang=lang)) == [1, 1, 0, 0, 0, 1]
    assert post_ids(page(Browser(app), "铁壶", "posts", lang=lang)) == [post.id]
    assert ("#铁壶" if lang == "zh-hans" else "#鐵壺") in page(Browser(app), "铁壶", "tags", lang=lang).text


@pytest.mark.parametrize("way", WAYS)
def test_posts_are_found_and_counted_by_those_they_are_for(app: Any, cast: Cast, way: str) -> None:
    post = scene(cast, way)
    indexing.rebuild()
    for reader in READERS:
        browser = Browser(app, member_of(cast, reader))
        if way == "inactive" and reader == "author":
            continue
        seen = reader in WAYS[way][1]
        found = page(browser, "祕密", "posts")
        assert (post_ids(found) == [post.id], SECRET in found.text, counts(found)[1]) == (seen, seen, int(seen)), reader
        assert counts(page(browser, "祕密"))[1] == int(seen), reader


def test_what_is_muted_is_not_among_posts(app: Any, cast: Cast) -> None:
    posted(cast.mei, "鐵壺燒水")
    indexing.rebuild()
    Mute.create(member=cast.nina.id, kind="word", word="燒水")
    assert counts(page(Browser(app, cast.nina), "鐵壺"))[1] == 0
    assert counts(page(Browser(app, cast.tang), "鐵壺"))[1] == 1


@pytest.mark.parametrize(("visibility", "suggested"), [("public", True), ("followers", False), ("unlisted", False)])
def test_only_titles_that_are_for_everyone_are_suggested(
    app: Any, cast: Cast, visibility: str, suggested: bool
) -> None:
    post = posted(cast.mei, "早晨", title="Strawberry field", visibility=visibility)
    assert [bool(document.title) for document in KINDS["post"].documents([post.id])] == [suggested]
    indexing.rebuild()
    assert find("strawberry", KINDS["post"]).hits.ids.tolist() == [post.id], "it is found all the same"
    assert bool(find("strawbery", KINDS["post"]).hits.did_you_mean) == suggested


def test_the_index_follows_a_post(app: Any, cast: Cast) -> None:
    indexing.rebuild()
    post = posted(cast.mei, "修好了那把鐵壺")
    indexed(app)
    assert post_ids(page(Browser(app), "鐵壺", "posts")) == [post.id]
    posts.hide(post.id, by=cast.mo.id, reason="看看")
    indexed(app)
    assert engine().ids() == all_ids()
    assert post_ids(page(Browser(app), "鐵壺", "posts")) == []
    posts.show(post.id, by=cast.mo.id)
    indexed(app)
    assert post_ids(page(Browser(app), "鐵壺", "posts")) == [post.id]
    posts.remove(post.id, by=cast.mei.id)
    indexed(app)
    assert find("鐵壺", KINDS["post"]).hits.ids.tolist() == []
    assert engine().ids() == all_ids()


def test_whoever_sells_or_writes_is_found_and_nobody_else(app: Any, cast: Cast) -> None:
    assert cast.kyoto
    Member.update(city="kyoto", country="JP").where(Member.id == cast.mei.id).execute()
    lurker = cast.ruo
    indexing.rebuild()
    for query in ("mei", "@mei", cast.mei.display_name, "京都", "Kyoto"):
        assert '/@mei"' in page(Browser(app), query, "people").text, query
    assert counts(page(Browser(app), lurker.handle))[2] == 0
    posted(lurker, "第一次寫")
    indexed(app)
    assert counts(page(Browser(app), lurker.handle))[2] == 1


def test_a_hidden_place_finds_nobody(app: Any, cast: Cast) -> None:
    assert cast.kyoto
    Member.update(city="porto", country="PT", place_shown="nobody").where(Member.id == cast.mei.id).execute()
    indexing.rebuild()
    assert counts(page(Browser(app), "Porto"))[2] == 0


@pytest.mark.parametrize("way", ["blocks", "blocked", "inactive"])
def test_people_who_are_not_there_for_the_reader(app: Any, cast: Cast, way: str) -> None:
    assert cast.kyoto
    indexing.rebuild()
    assert counts(page(Browser(app, cast.nina), "mei"))[2] == 1
    if way == "blocks":
        blocked(cast.nina.id, cast.mei.id)
    if way == "blocked":
        blocked(cast.mei.id, cast.nina.id)
    if way == "inactive":
        Member.update(active=False).where(Member.id == cast.mei.id).execute()
    found = page(Browser(app, cast.nina), "mei", "people")
    assert (counts(found)[2], '/@mei"' in found.text) == (0, False)


def test_unused_tags_are_not_offered(app: Any, cast: Cast) -> None:
    for name, uses in (("鐵壺", 3), ("老鐵壺", 9), ("鐵壺架", 0)):
        Tag.create(slug=name, name=name, posts=uses)
    text = page(Browser(app), "#铁壶", "tags").text
    assert text.index("#鐵壺<") < text.index("#老鐵壺<")
    assert "鐵壺架" not in text


def test_pages_go_on_behind_the_last_one_shown(app: Any, cast: Cast) -> None:
    made = [published(cast.mei, f"鐵壺第{number}回").id for number in range(23)]
    indexing.rebuild()
    first = page(Browser(app), "鐵壺", "posts")
    onwards = re.findall(r"after=(\d+)", first.text)
    assert len(post_ids(first)) == 20
    second = page(Browser(app), "鐵壺", "posts", after=onwards[0])
    assert sorted(post_ids(first) + post_ids(second)) == sorted(made)


@pytest.mark.parametrize(("lang", "said"), [("zh-hant", "只列出最相關的"), ("en", "most relevant posts")])
def test_what_lies_beyond_the_last_page_is_said(
    app: Any, cast: Cast, lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miquan.search.tabs._MOST", 22)
    for number in range(24):
        published(cast.mei, f"鐵壺第{number}回")
    indexing.rebuild()
    first = page(Browser(app), "鐵壺", "posts", lang=lang)
    assert "22+" in first.text
    assert said not in first.text, "there is another page"
    last = page(Browser(app), "鐵壺", "posts", lang=lang, after=re.findall(r"after=(\d+)", first.text)[0])
    assert len(post_ids(last)) == 2
    assert said in last.text
    monkeypatch.setattr("miquan.search.tabs._MOST", 24)
    assert said not in page(Browser(app), "鐵壺", "posts", lang=lang, after=str(post_ids(last)[0])).text, "that is all"


def test_while_the_index_is_away_names_answer(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    post = posted(cast.mei, "修好了那把鐵壺")
    assert cast.kyoto
    assert find("鐵壺", KINDS["post"]).slow_path
    assert post_ids(page(Browser(app), "铁壶", "posts")) == [post.id]
    assert '/@mei"' in page(Browser(app), "mei", "people").text
    hidden = posted(cast.tang, "藏起來的鐵壺", visibility="followers")
    assert hidden.id not in post_ids(page(Browser(app), "鐵壺", "posts"))


def test_kinds_with_one_number_stay_apart(found_by: SearchEngine) -> None:
    found_by.apply([Document("post:2", "post", "草莓園的早晨"), Document("post:900", "post", "果醬課")], [])
    assert found_by.search("草莓").ids.tolist() == [2]
    assert found_by.search("草莓", "post").ids.tolist() == [2]
    assert found_by.search("果醬", "post").ids.tolist() == [900]
    assert 900 not in found_by.search("果醬").ids.tolist()
    assert found_by.search("草莓", "person").ids.tolist() == []
    found_by.apply([], ["post:2"])
    assert found_by.search("草莓").ids.tolist() == [2]
    assert found_by.search("草莓", "post").ids.tolist() == []


@pytest.mark.parametrize("tab", ["posts", "people", "threads", "groups", "tags", "nonsense"])
@pytest.mark.parametrize("query", ["", "%", "'", "#", "@", "\\", "😀", "a" * 300])
def test_any_query_answers_on_any_tab(app: Any, cast: Cast, tab: str, query: str) -> None:
    posted(cast.mei, "😀 a % ' # @ 鐵壺")
    indexing.rebuild()
    found = page(Browser(app), query, tab, after="99999999999999999999")
    # What was asked for stands in the field as it was typed, and the page is sound.
    assert [field.get("value") for field in found.all("input", name="q")][-1] == query
    numbers = counts(found)
    assert len(numbers) == (6 if query else 0)
    if tab == "posts" and query:
        assert len(post_ids(found)) == min(numbers[1], 20), "the list is what its tab counts"


@pytest.mark.parametrize("way", ["followers", "unlisted"])
def test_no_advice_gives_away_what_is_not_for_everyone(app: Any, cast: Cast, way: str) -> None:
    posted(cast.mei, "給少數人看的", title="Zephyrquartz", visibility=way)
    indexing.rebuild()
    assert "zephyrquartz" not in page(Browser(app), "zephyrquertz").text
    # Its author finds it by its title all the same.
    assert counts(page(Browser(app, cast.mei), "zephyrquartz"))[1] == 1


def test_advice_leads_to_something(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "給大家看的", title="Zephyrquartz")
    indexing.rebuild()
    assert "zephyrquartz" in page(Browser(app), "zephyrquertz").text
    posts.hide(post.id, by=cast.mo.id, reason="不好")
    indexed(app)
    assert "zephyrquartz" not in page(Browser(app), "zephyrquertz").text
