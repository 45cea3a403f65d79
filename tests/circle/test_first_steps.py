"""What somebody meets in their first days: where things are kept, whom they see first, what a muted tag and a blocked person say."""

import re
from dataclasses import replace
from typing import Any

from miquan.boards import actions as boards
from miquan.choices import DEFAULTS
from miquan.circle import words
from miquan.circle.queries.cards import post_cards
from miquan.circle.wording import rendered
from miquan.follows import actions as follows
from miquan.media.shown import Picture
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.filled import followed
from tests.circle.test_posts import posted

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def hrefs(page: Page) -> list[str]:
    return [a.get("href") or "" for a in page.all("a")]


def test_what_was_saved_can_be_put_into_a_board(app: Any, cast: Cast) -> None:
    post, browser = posted(cast.mei, "在河邊"), Browser(app, cast.nina)
    here = f"/zh-hant/saves/post/{post.id}"
    page = browser.get(f"/zh-hant/c/{post.id}-{post.slug}")
    answer = browser.post(here, page.fields(here), headers=PART).text
    assert 'hx-swap-oob="innerHTML:#toasts"' in answer
    assert f'href="{here}/board"' in answer
    assert f"{here}/board" in hrefs(browser.get("/zh-hant/me/boards"))
    board = boards.make_board("河", by=cast.nina.id)
    assert browser.send(f"{here}/board", board=str(board.id)).status == 303
    assert f"{here}/board" in hrefs(browser.get(f"/zh-hant/me/boards/{board.id}"))
    gone = browser.post(f"{here}/removal", page.fields(here), headers=PART).text
    assert "/board" not in gone, "what is not kept is in no board"
    boards.change_board(board.id, "河", "public", by=cast.nina.id)
    boards.save("post", post.id, by=cast.nina.id, board_id=board.id)
    shown = Browser(app, cast.ruo).get(f"/zh-hant/@nina/boards/{board.id}-{board.slug}")
    assert "在河邊" in shown.text
    assert f"{here}/board" not in hrefs(shown)


def tabs(page: Page) -> list[tuple[str, bool]]:
    return [
        (a.get("href") or "", a.get("aria-current") is not None)
        for a in page.all("a")
        if "?feed=" in (a.get("href") or "")
    ][:2]


def test_who_follows_nobody_begins_with_what_is_for_them(app: Any, cast: Cast) -> None:
    posted(cast.mei, "在河邊")
    browser = Browser(app, cast.nina)
    page = browser.get("/zh-hant/")
    assert "在河邊" in page.text
    assert "你還沒關注誰" in page.text
    assert tabs(page) == [("/zh-hant/?feed=following", False), ("/zh-hant/?feed=for-you", True)]
    asked = browser.get("/zh-hant/?feed=following")
    assert tabs(asked)[0] == ("/zh-hant/?feed=following", True)
    assert "還沒有人在你的圈裡" in asked.text
    followed(cast.nina, "member", cast.mei)
    page = browser.get("/zh-hant/")
    assert tabs(page)[0] == ("/zh-hant/?feed=following", True)
    assert "你還沒關注誰" not in page.text


def test_a_muted_tag_that_is_opened_shows_its_posts(app: Any, cast: Cast) -> None:
    from miquan.products.models import Tag

    posted(cast.mei, "在河邊 #茶 #雨")
    tag, rain = (Tag.get(Tag.slug == name) for name in ("茶", "雨"))
    follows.mute("tag", target=tag.id, by=cast.nina.id)
    browser = Browser(app, cast.nina)
    page = browser.get("/zh-hant/tags/茶")
    assert "在河邊" in page.text
    assert "你靜音了這個標籤" in page.text
    assert not [h for h in hrefs(page) if f"/me/mutes/tag/{tag.id}" in h], "it is muted already"
    assert "在河邊" not in browser.get("/zh-hant/tags/雨").text, "elsewhere it stays away"
    form = next(f.get("action") or "" for f in page.all("form") if "/me/mutes/" in (f.get("action") or ""))
    assert browser.post(form, page.fields(form)).location.endswith("/tags/%E8%8C%B6")
    assert "你靜音了" not in browser.get("/zh-hant/tags/茶").text
    assert rain.id != tag.id


def test_whom_one_has_blocked_is_named_and_nothing_else_of_them(app: Any, cast: Cast) -> None:
    posted(cast.mei, "在河邊")
    follows.block(cast.mei.id, by=cast.nina.id)
    browser = Browser(app, cast.nina)
    for path in ("/zh-hant/@mei", "/zh-hant/@mei/posts", "/zh-hant/@mei/followers"):
        page = browser.get(path)
        assert page.status == 404
        assert page.words("h1") == ["你封鎖了林美"]
        assert "在河邊" not in page.text
    other = Browser(app, cast.mei).get("/zh-hant/@nina")
    assert other.status == 404
    assert "封鎖" not in other.text, "who was blocked learns nothing"
    form = f"/zh-hant/me/blocks/{cast.mei.id}/removal"
    assert browser.post(form, page.fields(form)).status == 303
    assert browser.get("/zh-hant/@mei").status == 200
    follows.block(cast.mei.id, by=cast.nina.id)
    follows.block(cast.nina.id, by=cast.mei.id)
    assert "封鎖了" not in browser.get("/zh-hant/@mei").text, "both have: nor does who has"


def test_a_page_that_is_not_there_keeps_a_members_bars(app: Any, cast: Cast) -> None:
    page = Browser(app, cast.nina).get("/zh-hant/@nobody_here")
    assert (page.status, page.words("h1")) == (404, ["這一頁不在這裡"])
    assert page.all("a", href="/zh-hant/me/boards")
    assert "no-store" in page.headers["Cache-Control"]
    visitor = Browser(app).get("/zh-hant/@nobody_here")
    assert (visitor.status, visitor.words("h1")) == (404, ["這一頁不在這裡"])
    assert not visitor.all("a", href="/zh-hant/me/boards")


def test_visitors_are_led_to_sign_in_and_back(app: Any, cast: Cast) -> None:
    post, browser = posted(cast.mei, "在河邊 #茶"), Browser(app)
    here = f"/zh-hant/c/{post.id}-{post.slug}"
    for page in (browser.get(here), browser.get("/zh-hant/tags/茶")):
        links = [a for a in page.all("a", class_="act") if "/sign-in?next=" in (a.get("href") or "")]
        assert len(links) == 2, "the heart and the bookmark"
        assert all(a.get("rel") == "nofollow" and (a.get("href") or "").endswith(here) for a in links)
        assert "Set-Cookie" not in page.headers
    (menu,) = browser.get("/zh-hant/").all("details", class_="menu")
    inside = [e.get("href") or "" for e in menu.iter() if e.get("href")]
    assert [h for h in inside if h.startswith("/zh-hant/")][:2] == ["/zh-hant/sign-in", "/zh-hant/categories"]
    assert "/en/" in inside


def test_pictures_of_a_stream_are_asked_for_as_wide_as_they_stand(app: Any, cast: Cast) -> None:
    picture = Picture("/a.webp", "/a.webp 640w", 4, 3)
    with app.test_request_context("/zh-hant/"):
        macros = app.jinja_env.get_template("components/post.html").module
        for many, parts in ((1, ["1"]), (2, ["0.5", "0.5"]), (4, ["0.67", "0.33", "0.33"])):
            card = replace(post_cards([posted(cast.mei, f"照片{many}").id])[0], pictures=[picture] * many)
            sizes = re.findall(r'sizes="([^"]*)"', str(macros.post_card(card, words)))
            assert [one.rpartition(", ")[2] for one in sizes] == [f"calc({part} * 708px)" for part in parts]


def test_members_change_their_page_from_it(app: Any, cast: Cast) -> None:
    for path in ("/zh-hant/@mei", "/zh-hant/@mei/posts"):
        assert Browser(app, cast.mei).get(path).all("a", href="/zh-hant/me/profile", class_="button")
        assert not Browser(app, cast.nina).get(path).all("a", href="/zh-hant/me/profile", class_="button")


def test_addresses_become_links_that_show_their_host() -> None:
    rel = 'rel="ugc nofollow noopener"'
    html = rendered("看https://www.example.com/a?b=1&c=2，好", []).html
    assert f'看<a href="https://www.example.com/a?b=1&amp;c=2" {rel}>example.com/a?b=1&amp;c=2</a>，好' in html
    cases = {
        "(https://a.com/x).": ("https://a.com/x", "a.com/x"),
        "https://en.wikipedia.org/wiki/Tea_(meal)。": ("https://en.wikipedia.org/wiki/Tea_(meal)",) * 2,
        "https://a.com/" + "x" * 60: ("https://a.com/" + "x" * 60, "a.com/" + "x" * 23 + "…"),
        "https://bank.com:pw@evil.org": ("https://bank.com", "bank.com"),
        "https://a.com/@mei 好": ("https://a.com/@mei", "a.com/@mei"),
    }
    for source, (address, shown) in cases.items():
        found = re.findall(r'<a href="([^"]*)" rel="[^"]*">([^<]*)</a>', rendered(source, ["mei"]).html)
        assert found == [(address, shown.removeprefix("https://"))], source
    for source in ("`https://a.com`", "https://localhost/", "https://bank@evil.org/", 'javascript://a.com"x'):
        assert "<a" not in rendered(source, []).html, source
    assert rendered("[這裡](https://a.com/b)", []).html.count("<a") == 1


def test_bare_addresses_count_for_who_is_new(app: Any, cast: Cast) -> None:
    browser, address = Browser(app, cast.nina), posted(cast.mei, "在河邊")
    body = " ".join(["https://a.com"] * (DEFAULTS["new_links"] + 1))
    form = f"/c/{address.id}/comments"
    sent = browser.send(f"/zh-hant/c/{address.id}-{address.slug}", form, f"/zh-hant{form}", body=body)
    assert sent.status == 422
    assert "剛加入的人一篇最多放2個網址" in sent.text
