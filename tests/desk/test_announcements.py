"""A sentence above every page, for those whom it is for and as long as it is meant; whoever has read it puts it away."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.announcements.actions import announce, end
from miquan.announcements.models import Announcement
from miquan.db import counting_queries, now
from miquan.moderation.models import AuditEntry
from miquan.versions import current
from tests.browsing import Browser, Page, alone
from tests.cast import Cast

PATH = "/zh-hant/desk/announcements"
WORDS = {"zh-hant": "今晚十點修網站", "en": "We mend the site at ten tonight"}


def said(cast: Cast, audience: str = "all", start: int = -1, hours: int = 24, words: Any = None) -> Announcement:
    since = now() + timedelta(hours=start)
    return announce(words or WORDS, audience, since, since + timedelta(hours=hours), by=cast.ou.id)


def told(page: Page) -> int:
    return len([e for e in page.tree.iter() if e.get("data-announcement")])


def test_it_stands_above_every_page_in_the_readers_language(app: Any, cast: Cast) -> None:
    said(cast)
    for reader in (Browser(app), Browser(app, cast.nina)):
        for lang, words in (("zh-hant", WORDS["zh-hant"]), ("zh-hans", "今晚十点修网站"), ("en", WORDS["en"])):
            for path in ("/", "/brands", "/search?q=x"):
                page = reader.get(f"/{lang}{path}")
                assert words in page.text
                (aside,) = page.all("aside", aria_label={"en": "Announcements"}.get(lang, "公告"))
                assert aside is not None
    assert WORDS["zh-hant"] not in Browser(app).get("/zh-hant/nothing").text, "pages of errors need no database"


def test_each_is_for_whom_it_is_meant_and_while_it_is_meant(app: Any, cast: Cast) -> None:
    cast.product()
    readers = {"visitor": Browser(app), "member": Browser(app, cast.nina), "buyer": Browser(app, cast.mei)}
    for audience, meant in (("all", 3), ("members", 2), ("buyers", 1)):
        row = said(cast, audience)
        assert [told(reader.get("/zh-hant/brands")) for reader in readers.values()].count(1) == meant
        end(row.id, by=cast.ou.id)
    said(cast, start=1)
    row = said(cast)
    Announcement.update(until=now() - timedelta(minutes=1), since=now() - timedelta(days=1)).where(
        Announcement.id == row.id
    ).execute()
    app.extensions["miquan.announcements"].clear()
    assert [told(reader.get("/zh-hant/brands")) for reader in readers.values()] == [0, 0, 0]


def test_members_put_it_away_without_a_script_and_for_good(app: Any, cast: Cast) -> None:
    first, second = said(cast), said(cast)
    nina, other = Browser(app, cast.nina), Browser(app, cast.nina)
    path = f"/announcements/{first.id}/dismissal"
    page = nina.send("/zh-hant/brands", path, f"/zh-hant{path}")
    assert (page.status, page.location) == (303, "/zh-hant/brands")
    shown = nina.get("/zh-hant/brands")
    assert [e.get("data-announcement") for e in shown.tree.iter() if e.get("data-announcement")] == [str(second.id)]
    assert told(other.get("/zh-hant/brands")) == 2, "another browser"
    away = nina.send(
        "/zh-hant/brands",
        f"/announcements/{second.id}/dismissal",
        f"/zh-hant/announcements/{second.id}/dismissal",
        next="https://evil.example/",
    )
    assert "evil" not in away.location
    assert told(nina.get("/zh-hant/brands")) == 0


def test_visitors_pages_stay_the_same_for_all_and_are_made_anew_when_something_is_said(app: Any, cast: Cast) -> None:
    visitor = Browser(app)
    before = current("pages")
    row = said(cast)
    assert current("pages") > before
    page = visitor.get("/zh-hant/brands")
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
    assert "public" in page.headers["Cache-Control"]
    before = current("pages")
    end(row.id, by=cast.ou.id)
    assert current("pages") > before
    assert not end(row.id, by=cast.ou.id)
    assert told(visitor.get("/zh-hant/brands")) == 0


def test_it_costs_no_query_a_page(app: Any, cast: Cast) -> None:
    nina = Browser(app, cast.nina)

    def asked() -> int:
        nina.get("/zh-hant/brands")
        with counting_queries() as seen:
            alone(nina.client.get, "/zh-hant/brands")
        return len(seen)

    none = asked()
    for _n in range(5):
        said(cast)
    assert asked() == none


def test_an_operator_says_something_and_ends_it(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    form = {**desk.get(PATH).fields(), "hant": "<b>今晚</b>", "en": "Tonight", "audience": "members"}
    for _again in range(2):
        page = desk.post(PATH, form)
        assert (page.status, page.location) == (303, PATH)
    row = Announcement.get()
    assert (row.words["zh-hans"], row.audience, row.by) == ("<b>今晚</b>", "members", cast.ou.id)
    assert timedelta(days=6) < row.until - now() < timedelta(days=8)
    shown = desk.get("/zh-hant/brands").text
    assert "&lt;b&gt;今晚" in shown
    token = desk.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    assert desk.post(f"{PATH}/{row.id}/ending", {"csrf_token": token}).status == 303
    assert desk.post(f"{PATH}/{row.id}/ending", {"csrf_token": token}).status == 303
    for strange in (row.id + 1, 2**40):
        assert desk.post(f"{PATH}/{strange}/ending", {"csrf_token": token}).status == 404
    assert [a.action for a in AuditEntry.select().order_by(AuditEntry.id)] == [
        "announcement.made",
        "announcement.ended",
    ]
    assert "過了" in desk.get(PATH).text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("hant", ""), ("hans", "長" * 301), ("audience", "nobody"), ("since", "soon"), ("until", "2020-01-01T00:00"), ("since", "0001-01-01T00:00"), ("until", "9999-12-31T23:59"), ("until", "")],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_beside_its_field(app: Any, cast: Cast, name: str, wrong: str) -> None:
    desk = Browser(app, cast.ou)
    page = desk.post(PATH, {**desk.get(PATH).fields(), "hant": "今晚", "en": "Tonight", name: wrong})
    assert page.status == 422
    assert [e for e in page.tree.iter() if e.get("id") == f"{name}-wrong"]
    assert Announcement.select().count() == 0


def test_english_may_be_missing(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    assert desk.post(PATH, {**desk.get(PATH).fields(), "hant": "今晚十點修網站"}).status == 303
    page = Browser(app).get("/en/brands")
    (words,) = [e for e in page.tree.iter() if e.text == "今晚十點修網站"]
    assert words.get("lang") == "zh-Hant"
    assert "今晚十点修网站" in Browser(app).get("/zh-hans/brands").text
    assert "今晚十點修網站" in desk.get("/en/desk/announcements").text


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_may(app: Any, cast: Cast, who: str) -> None:
    row, browser = said(cast), Browser(app, getattr(cast, who))
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    assert browser.get(PATH).status == 403
    assert browser.post(PATH, {"csrf_token": token, "hant": "x", "en": "x"}).status == 403
    assert browser.post(f"{PATH}/{row.id}/ending", {"csrf_token": token}).status == 403
    assert Announcement.get_by_id(row.id).ended_at is None
    assert Browser(app).get(PATH).status == 303
