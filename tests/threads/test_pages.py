"""The pages of threads as their readers get them: for whom, a page at a time, with what search engines are told."""

import json
import re
from typing import Any

import pytest

from miquan.circle.rules import PictureWords
from miquan.db import counting_queries
from miquan.follows.models import Block
from miquan.groups.models import Group
from miquan.i18n import LANGS
from miquan.threads import actions, rules
from miquan.threads.models import Reply, ReplyProduct, Thread
from tests.browsing import Browser, Page, alone
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_writing import words

Data = dict[str, Any]


def path(thread: Thread, more: str = "", lang: str = "zh-hant") -> str:
    row = Thread.get_by_id(thread.id)
    return f"/{lang}/g/{Group.get_by_id(row.group_id).slug}/t/{row.id}-{row.slug}{more}"


def base(thread: Thread, more: str = "") -> str:
    return f"/zh-hant/g/{Group.get_by_id(thread.group_id).slug}/t/{thread.id}{more}"


def numbers(page: Page) -> list[int]:
    found = [re.fullmatch(r"r(\d+)", e.get("id") or "") for e in page.all("article")]
    return [int(match[1]) for match in found if match]


def told(page: Page) -> Data:
    (script,) = page.all("script", type="application/ld+json")
    found: Data = json.loads("".join(script.itertext()))
    return dict(next(item for item in found["@graph"] if item["@type"] != "BreadcrumbList"))


def talked(cast: Cast, many: int, **more: Any) -> Thread:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei, slug="tea", **more)
    for number in range(1, many + 1):
        replied(thread, cast.nina if number % 2 else cast.mei, f"第{number}句")
    return Thread.get_by_id(thread.id)


def test_pages_go_on_by_number_and_back(app: Any, cast: Cast) -> None:
    thread = talked(cast, 45)
    browser = Browser(app)
    first = browser.get(path(thread))
    assert numbers(first) == list(range(21))
    (further,) = {e.get("href") for e in first.all("a", rel="next")}
    second = browser.get(str(further))
    assert numbers(second) == list(range(21, 41))
    (on,), (back,) = ({e.get("href") for e in second.all("a", rel=rel)} for rel in ("next", "prev"))
    assert numbers(browser.get(str(on))) == list(range(41, 46))
    assert numbers(browser.get(str(back))) == list(range(21))
    assert not browser.get(str(on)).all("a", rel="next")
    for number, shown in ((1, first), (20, first), (21, second), (40, second)):
        assert numbers(browser.get(path(thread, f"?at={number}"))) == numbers(shown)
    canonical = {e.get("href") for e in browser.get(path(thread, "?at=33")).all("link", rel="canonical")}
    assert canonical == {app.extensions["miquan"].url + path(thread, "?after=20")}
    for nowhere in ("?after=45", "?before=1", "?at=99"):
        assert browser.get(path(thread, nowhere)).status == 404


def test_the_address_of_a_reply_is_for_good(app: Any, cast: Cast) -> None:
    thread = talked(cast, 25)
    answer = Browser(app).get(base(thread, "/replies/23"))
    assert (answer.status, answer.location) == (303, path(thread, "?at=23#r23"))


def test_old_addresses_lead_on(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    browser = Browser(app)
    for old in (base(thread), base(thread, "-other"), f"/zh-hant/g/elsewhere/t/{thread.id}-tea"):
        answer = browser.get(old)
        assert (answer.status, answer.location) == (301, path(thread))
    assert browser.get(base(thread, "?at=1")).location == path(thread, "?at=1")
    target = threaded(grouped("other", cast.mei), cast.mei, slug="there")
    Thread.update(state="merged", merged_into=target.id).where(Thread.id == thread.id).execute()
    assert (browser.get(path(thread)).status, browser.get(path(thread)).location) == (301, path(target))
    Group.update(visibility="private").where(Group.slug == "other").execute()
    assert browser.get(path(thread)).status == 404


@pytest.mark.parametrize("visibility", ["public", "unlisted", "members", "private"])
def test_readers_get_what_the_group_gives_them(app: Any, cast: Cast, visibility: str) -> None:
    group = grouped(owner=cast.mei, visibility=visibility)
    joined(group, cast.nina)
    joined(group, cast.tang, "applicant")
    thread = threaded(group, cast.mei, "只說給自己人", slug="tea")
    replied(thread, cast.nina, "裡面的話")
    is_open = visibility in ("public", "unlisted")
    ways = ("", "/replies/1/history", "/fresh?since=0")
    for who in (None, cast.ruo, cast.tang, cast.mo):
        browser = Browser(app, who)
        for way in ways:
            page = browser.get(base(thread, way) if way else path(thread))
            assert page.status == ((303 if "fresh" in way else 200) if is_open else 404), way
            assert is_open or "只說給自己人" not in page.text
        for way in ("/replies", "/edit", "/removal"):
            if who is not None:
                allowed = (200, 403, 404) if is_open else (404,)
                assert browser.get(base(thread, way)).status in allowed, way
    page = Browser(app, cast.nina).get(path(thread))
    assert "裡面的話" in page.text
    visitors = Browser(app).get(path(thread))
    assert ("public" in visitors.headers.get("Cache-Control", "")) == is_open
    assert "public" not in page.headers["Cache-Control"]
    assert bool(visitors.all("script", type="application/ld+json")) == (visibility == "public")
    assert not page.all("script", type="application/ld+json")
    assert bool(page.all("meta", name="robots")) == (visibility != "public")


def test_what_is_out_of_sight_is_an_empty_place(app: Any, cast: Cast) -> None:
    thread = talked(cast, 4)
    actions.hide_reply(thread.id, 1, by=cast.mei.id, reason="離題了")
    actions.remove_reply(thread.id, 2, by=cast.mei.id)
    Block.create(member=cast.nina.id, blocked=cast.ruo.id)
    anybody, parted = Browser(app).get(path(thread)), Browser(app, cast.ruo).get(path(thread))
    assert numbers(anybody) == numbers(parted) == [0, 1, 2, 3, 4]
    assert "第3句" in anybody.text
    assert "第3句" not in parted.text
    for page in (anybody, parted):
        assert "第1句" not in page.text
        assert "第2句" not in page.text
        assert "離題了" not in page.text
    assert "離題了" in Browser(app, cast.nina).get(path(thread)).text
    assert [c["text"] for c in told(anybody)["comment"]] == ["第3句", "第4句"]
    for way in ("/replies/1/history", "/replies/2/history"):
        assert Browser(app).get(base(thread, way)).status == 404


def test_a_thread_that_is_gone_says_no_more_than_that(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.nina, "賣假貨", slug="tea")
    actions.hide_thread(thread.id, by=cast.mei.id, reason="查證中")
    gone = Browser(app).get(path(thread))
    assert gone.status == 410
    assert "賣假貨" not in gone.text
    assert "查證中" not in gone.text
    assert "查證中" in Browser(app, cast.nina).get(path(thread)).text
    Block.create(member=cast.nina.id, blocked=cast.ruo.id)
    actions.show_thread(thread.id, by=cast.mei.id)
    assert Browser(app, cast.ruo).get(path(thread)).status == 404


def test_a_posting_tells_of_its_opening_on_every_page(app: Any, cast: Cast) -> None:
    thread = talked(cast, 25)
    Reply.update(answers=21).where(Reply.number == 24).execute()
    for more in ("", "?after=20"):
        data = told(Browser(app).get(path(thread, more)))
        assert data["@type"] == "DiscussionForumPosting"
        assert (data["author"]["@type"], data["author"]["name"]) == ("Person", "林美")
        assert data["author"]["url"].endswith("/@mei")
        assert data["text"] == data["headline"] == "哪一家的玄米茶"
        assert data["datePublished"]
        assert data["commentCount"] == 25
        assert data["url"].endswith(path(thread))
    said = data["comment"]
    assert [c["text"] for c in said] == ["第21句", "第22句", "第23句", "第25句"]
    assert [c["text"] for c in said[0]["comment"]] == ["第24句"]
    for one in [*said, *said[0]["comment"]]:
        assert one["@type"] == "Comment"
        assert one["author"]["name"]
        assert one["datePublished"]
        assert "?at=" in one["url"]


def test_a_question_tells_its_answer_on_every_page(app: Any, cast: Cast) -> None:
    thread = talked(cast, 25, kind="question")
    actions.accept(thread.id, 3, by=cast.mei.id)
    for more in ("", "?after=20"):
        page = Browser(app).get(path(thread, more))
        assert "第3句" in page.text
        data = told(page)
        question = data["mainEntity"]
        assert (data["@type"], question["@type"], question["answerCount"]) == ("QAPage", "Question", 25)
        assert question["author"]["name"] == "林美"
        assert question["datePublished"]
        answer = question["acceptedAnswer"]
        assert (answer["@type"], answer["text"], answer["author"]["name"]) == ("Answer", "第3句", "妮娜")
        assert answer["datePublished"]
        assert "第3句" not in [a["text"] for a in question["suggestedAnswer"]]
        assert len(question["suggestedAnswer"]) == (19 if not more else 5)


def test_titles_and_names_cannot_end_the_script(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, name="</script><b>群")
    thread = actions.start_thread(group.id, words("</script><script>x", "<img src=x onerror=y>"), by=cast.mei.id)
    page = Browser(app).get(path(thread))
    assert told(page)["headline"] == "</script><script>x"
    assert not [e for e in page.all("b") if "群" in "".join(e.itertext())]
    assert not page.all("img", src="x")


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_in_the_readers_script_and_the_original_is_a_link_away(app: Any, cast: Cast, lang: str) -> None:
    thread = actions.start_thread(grouped(owner=cast.mei).id, words("買過頭髮用的東西", "後來發現很乾"), by=cast.mei.id)
    page = Browser(app).get(path(thread, lang=lang))
    title = {"zh-hans": "买过头发用的东西"}.get(lang, "買過頭髮用的東西")
    assert page.words("h1") == [title]
    links = [e for e in page.all("a") if (e.get("href") or "").endswith("?original")]
    assert bool(links) == (lang == "zh-hans")
    assert Browser(app).get(path(thread, "?original", lang=lang)).words("h1") == ["買過頭髮用的東西"]


def test_as_many_queries_for_one_reply_as_for_fifty(app: Any, cast: Cast) -> None:
    bowl = cast.product()
    thread = talked(cast, 1, kind="question")
    actions.edit_thread(thread.id, words("問茶", "想買", kind="question", products=(bowl.id,)), by=cast.mei.id)
    actions.accept(thread.id, 1, by=cast.mei.id)
    readers = [Browser(app), Browser(app, cast.nina), Browser(app, cast.mei)]

    def asked(browser: Browser, more: str = "") -> int:
        here = path(thread, more)
        browser.get(here)

        def ask() -> int:
            with counting_queries() as seen:
                assert browser.client.get(here).status_code == 200
            return len(seen)

        return int(alone(ask))

    one = [asked(browser) for browser in readers]
    for number in range(50):
        said = rules.Said(f"第{number}句", pictures=(PictureWords(0),), products=(bowl.id,))
        reply = replied(thread, cast.nina, said.body, answers=number)
        ReplyProduct.create(reply=reply.id, product=bowl.id, position=1, currency="JPY", price=1)
    assert [asked(browser) for browser in readers] == one
    assert max(one) <= 12
    assert max(asked(browser, "?after=20") for browser in readers) <= 12


def test_the_sitemap_lists_what_everybody_finds(app: Any, cast: Cast) -> None:
    for visibility in ("public", "unlisted", "members", "private"):
        threaded(grouped(f"g-{visibility}", cast.mei, visibility=visibility), cast.mei, slug=visibility)
    public = Group.get(Group.slug == "g-public")
    gone = threaded(public, cast.mei, slug="gone", state="hidden")
    mute = threaded(public, cast.mei, slug="mute")
    Reply.update(state="hidden").where(Reply.thread == mute.id).execute()
    assert "noindex" in Browser(app).get(path(mute)).text
    browser = Browser(app)
    assert "/sitemaps/threads-0.xml" in browser.get("/sitemap.xml").text
    listed = browser.get("/sitemaps/threads-0.xml").text
    assert "-public</loc>" in listed
    assert f"/t/{gone.id}-" not in listed
    assert f"/t/{mute.id}-" not in listed
    for visibility in ("unlisted", "members", "private"):
        assert f"g-{visibility}" not in listed
