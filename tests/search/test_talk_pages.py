"""The lists of threads and groups as readers meet them: the reply that holds the words, what narrows them, one group alone."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from miquan.accounts.models import Member
from miquan.db import counting_queries, now
from miquan.follows import actions as follows
from miquan.groups.models import Group, GroupTag
from miquan.i18n import LANGS
from miquan.products.models import Tag
from miquan.search import indexing
from miquan.search.models import SearchMiss
from miquan.threads.models import Reply, Thread, ThreadTag
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked, published
from tests.search.test_healing import work_off
from tests.search.test_kinds import counts, page
from tests.search.test_talk import threads_in
from tests.threads.filled import grouped, joined, replied, threaded


def talked(cast: Cast) -> tuple[Group, Thread]:
    """A public group with a question that has been answered in its second reply, and a second thread."""
    group = grouped(owner=cast.mei, languages=["zh-hant", "ja"])
    joined(group, cast.tang)
    thread = threaded(group, cast.mei, "買茶", body="想買來送人", kind="question", accepted=2, accepted_at=now())
    replied(thread, cast.tang, "先去寺町走走")
    replied(thread, cast.tang, "河原町的<b>鐵壺</b>店旁邊" + "很遠的地方" * 40 + "有玄米茶")
    threaded(group, cast.mei, "鐵壺 kettle 怎麼保養", body="用過就擦乾", kind="deal")
    indexing.rebuild()
    return group, thread


@pytest.mark.parametrize(("lang", "shown"), [("zh-hant", "鐵壺"), ("zh-hans", "铁壶"), ("en", "鐵壺")])
def test_the_words_are_shown_where_they_were_said(app: Any, cast: Cast, lang: str, shown: str) -> None:
    _group, thread = talked(cast)
    found = page(Browser(app), "铁壶", "threads", lang=lang)
    assert counts(found)[3] == 2
    marked = ["".join(mark.itertext()) for mark in found.all("mark")]
    assert marked == [shown, shown]
    links = [a.get("href") for a in found.all("a") if a.get("rel") == "nofollow" and "/t/" in (a.get("href") or "")]
    assert links == [f"/{lang}/g/kyoto-tea/t/{thread.id}-{thread.slug}?at=2#r2"]
    # Far behind the beginning of a long reply, and in whatever language the page is.
    deep = page(Browser(app), "玄米", "threads", lang=lang)
    assert "…" in deep.text
    assert [m.text for m in deep.all("mark")] == ["玄米"]
    assert "第2則" in deep.text if lang == "zh-hant" else "阿棠" in deep.text
    assert "<b>鐵壺" not in found.text


def test_what_the_reader_does_not_see_of_a_thread_is_not_quoted(app: Any, cast: Cast) -> None:
    _group, thread = talked(cast)
    blocked(cast.nina.id, cast.tang.id)
    text = page(Browser(app, cast.nina), "鐵壺", "threads").text
    assert "河原町" not in text
    assert "想買來送人" in text
    Reply.update(state="hidden").where(Reply.thread == thread.id, Reply.number == 2).execute()
    assert "河原町" not in page(Browser(app), "鐵壺", "threads").text


@pytest.mark.parametrize("way", ["blocks", "blocked", "suspended", "mutes member", "mutes word", "mutes tag"])
def test_threads_of_whom_the_reader_does_not_want_are_not_there(app: Any, cast: Cast, way: str) -> None:
    _group, thread = talked(cast)
    tag = Tag.create(slug="茶", name="茶")
    ThreadTag.create(thread=thread.id, tag=tag.id)
    if way.startswith("mutes"):
        kind = way.split()[1]
        told = {"member": cast.mei.id, "tag": tag.id}.get(kind, 0)
        follows.mute(kind, by=cast.nina.id, target=told, word="送人" if kind == "word" else "")
    elif way == "suspended":
        Member.update(active=False).where(Member.id == cast.mei.id).execute()
    else:
        blocked(*(cast.nina.id, cast.mei.id)[:: 1 if way == "blocks" else -1])
    found = page(Browser(app, cast.nina), "寺町", "threads")
    assert (counts(found)[3], threads_in(found)) == (0, set())
    if way.startswith("mutes"):
        assert threads_in(page(Browser(app, cast.ruo), "寺町", "threads")) == {thread.id}


def test_lists_are_narrowed_by_what_is_ticked(app: Any, cast: Cast) -> None:
    group, question = talked(cast)
    other = grouped("bread", cast.mei, name="麵包與鐵壺", languages=["en"])
    open_one = threaded(other, cast.mei, "鐵壺問題", kind="question")
    indexing.rebuild()
    everything = threads_in(page(Browser(app), "鐵壺", "threads"))
    assert len(everything) == 3
    for ticked, left in (
        ("about=question", {question.id, open_one.id}),
        ("about=question&about=deal", everything),
        ("answered=no", {open_one.id}),
        ("answered=yes&about=question", {question.id}),
        ("language=en", {open_one.id}),
        ("language=ja&about=deal", everything - {question.id, open_one.id}),
        ("about=nonsense", everything),
    ):
        found = Browser(app).get(f"/zh-hant/search?q={quote('鐵壺')}&in=threads&{ticked}")
        assert threads_in(found) == left, ticked
        assert counts(found)[3] == 3, "the tab counts what was found"
        boxes = {e.get("value") for e in found.all("input", type="checkbox") if e.get("checked") is not None}
        assert len(boxes) == (0 if "nonsense" in ticked else ticked.count("="))
    assert group.id
    groups = Browser(app).get(f"/zh-hant/search?q={quote('鐵壺')}&in=groups&language=en")
    assert "/g/bread" in groups.text
    assert [m.text for m in groups.all("mark")] == ["鐵壺"]


def test_a_group_is_found_by_what_it_is_about(app: Any, cast: Cast) -> None:
    group = grouped("kyoto-tea", cast.mei, country="JP", city="kyoto")
    tag = Tag.create(slug="玄米茶", name="玄米茶")
    GroupTag.create(group=group.id, tag=tag.id)
    indexing.rebuild()
    for query in ("喝茶", "京都", "Kyoto", "玄米茶", "kyoto-tea", "说说在京都"):
        assert counts(page(Browser(app), query, "groups"))[4] == 1, query
    Group.update(archived_at=now()).where(Group.id == group.id).execute()
    assert counts(page(Browser(app), "喝茶", "groups"))[4] == 0, "what is put away stands in no list"


@pytest.mark.parametrize("visibility", ["public", "unlisted", "members", "private"])
def test_one_group_is_searched_by_those_who_read_in_it(app: Any, cast: Cast, visibility: str) -> None:
    group, thread = talked(cast)
    Group.update(visibility=visibility).where(Group.id == group.id).execute()
    elsewhere = threaded(grouped("bread", cast.mei), cast.mei, "別處的鐵壺")
    indexing.rebuild()
    inside, outside = Browser(app, cast.tang), Browser(app, cast.ruo)
    field = inside.get("/zh-hant/g/kyoto-tea").all("form", role="search")[-1]
    assert field.get("action") == "/zh-hant/search"
    address = f"/zh-hant/search?in=threads&group=kyoto-tea&q={quote('鐵壺')}"
    found = inside.get(address)
    assert len(threads_in(found)) == 2
    assert elsewhere.id not in threads_in(found)
    assert "/g/bread" not in found.text
    there = {"public": 200, "unlisted": 200, "members": 403, "private": 404}[visibility]
    for reader in (outside, Browser(app)):
        answer = reader.get(address)
        assert answer.status == there
        assert ("保養" in answer.text) == (there == 200)
    assert threads_in(inside.get(f"{address}&answered=yes")) == {thread.id}


def test_what_is_looked_for_in_a_group_is_no_wish_for_others_to_read(app: Any, cast: Cast) -> None:
    talked(cast)
    tang = Browser(app, cast.tang)
    assert tang.get("/zh-hant/search?group=kyoto-tea&q=zzzinside").status == 200
    assert tang.get("/zh-hant/search?q=zzzeverywhere").status == 200
    work_off(app)
    assert [row.query for row in SearchMiss.select()] == ["zzzeverywhere"]


@pytest.mark.parametrize("tab", ["threads", "groups"])
def test_pages_go_on_and_take_the_same_queries_for_few_and_many(app: Any, cast: Cast, tab: str) -> None:
    seen: dict[int, dict[str, int]] = {}
    group = grouped("first", cast.mei, name="鐵壺")
    for amount in (1, 23):
        for number in range(amount):
            thread = threaded(group, cast.mei, f"鐵壺 {number}")
            replied(thread, cast.tang, f"鐵壺 {number}")
            grouped(f"g-{amount}-{number}", cast.mei, name=f"鐵壺 {number}", country="JP")
            published(cast.mei, f"鐵壺 {number}")
        indexing.rebuild()
        app.extensions["miquan.columns"].looked_at = -1e9
        for who in (None, cast.nina):
            client = cast.client(who)
            for one in ("posts", tab):
                asked = f"/zh-hant/search?q=鐵壺&in={one}"
                client.get(asked)
                with counting_queries() as sql:
                    assert client.get(f"{asked}&sort=newest").status_code == 200
                seen.setdefault(amount, {})[f"{one} {who is None}"] = len(sql)
    assert seen[1] == seen[23]
    for who in (True, False):
        assert seen[23][f"{tab} {who}"] <= seen[23][f"posts {who}"] <= 12
    first = page(Browser(app), "鐵壺", tab)
    onward = re.findall(r"after=(\d+)", first.text)
    assert onward
    assert page(Browser(app), "鐵壺", tab, after=onward[0]).text != first.text


@pytest.mark.parametrize("lang", LANGS)
def test_every_list_is_sound_in_every_language(app: Any, cast: Cast, lang: str) -> None:
    talked(cast)
    browser = Browser(app, cast.tang)
    for address in (
        "in=threads&q=鐵壺",
        "in=groups&q=喝茶",
        "in=threads&q=zzz",
        "in=groups&q=zzz",
        "group=kyoto-tea&q=鐵壺",
        "group=kyoto-tea&q=",
        "group=kyoto-tea&q=zzz",
    ):
        found = browser.get(f"/{lang}/search?{quote(address, safe='=&')}")
        assert found.status == 200
        assert found.words("h1")
        assert found.all("main")


def test_while_the_index_is_away_titles_answer_to_those_who_may_read(app: Any, cast: Cast) -> None:
    group = grouped("quiet", cast.mei, name="祕密的鐵壺", visibility="private")
    inner = threaded(group, cast.mei, "裡面的鐵壺")
    outer = threaded(grouped("open", cast.mei, name="公開的鐵壺"), cast.mei, "外面的鐵壺")
    assert threads_in(page(Browser(app), "铁壶", "threads")) == {outer.id}
    assert threads_in(page(Browser(app, cast.mei), "铁壶", "threads")) == {outer.id, inner.id}
    assert "/g/quiet" not in page(Browser(app), "鐵壺", "groups").text
