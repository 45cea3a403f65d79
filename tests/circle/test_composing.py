"""The composer where it was called to, what two tabs write, and tags that stay in one piece."""

from typing import Any

from miquan.circle import actions
from miquan.circle.models import Post, PostDraft
from miquan.circle.rules import PostWords
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.filled import followed
from tests.circle.test_posts import posted

NEW = "/zh-hant/c/new"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def kept(browser: Browser, page: Page, body: str, **more: Any) -> Page:
    return browser.post("/zh-hant/c/drafts", {**page.fields("/c/new"), "body": body, **more}, headers=PART)


def test_the_composer_opens_in_the_page_with_all_it_needs(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    browser = Browser(app, cast.nina)
    front = browser.get("/zh-hant/")
    (link,) = front.all("a", class_="compose-line")
    assert (link.get("href"), link.get("hx-get"), link.get("hx-target")) == (NEW, NEW, "#compose")
    assert len([a for a in front.all("a", href=NEW) if a.get("data-write") is not None]) == 1, "in the bar of phones"
    part = browser.get(NEW, headers=PART).text
    assert "<html" not in part
    assert part.count("<h1") == 0
    for needed in (f'action="{NEW}"', 'id="save-state"', f'hx-post="{NEW}"', "css/picker.", "data-guest"):
        assert needed in part
    assert 'hx-post=""' not in part
    assert part.index('name="kind"') < part.index('name="title"') < part.index('name="body"')
    whole = browser.get(NEW)
    assert whole.words("h1") == ["寫一篇帖"]
    assert "data-guest" not in whole.text
    sent = {**whole.fields("/c/new"), "more": f"add:{bowl.id}"}
    assert "志野茶碗" in browser.post(NEW, sent, headers=PART).text


def test_two_tabs_lose_no_words(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    one, other = browser.get(NEW), browser.get(NEW)
    kept(browser, one, "第一個分頁")
    kept(browser, other, "第二個分頁")
    bodies = {tuple(row.form["body"]) for row in PostDraft.select()}
    assert bodies == {("第一個分頁",), ("第二個分頁",)}
    draft = PostDraft.select().order_by(PostDraft.id).first()
    same = browser.get(f"{NEW}?draft={draft.key}")
    again = browser.get(f"{NEW}?draft={draft.key}")
    kept(browser, same, "接著寫")
    kept(browser, again, "沒看過上一句的另一頁")
    bodies = {tuple(row.form["body"]) for row in PostDraft.select()}
    assert bodies == {("接著寫",), ("第二個分頁",), ("沒看過上一句的另一頁",)}
    done = browser.post(NEW, {**one.fields("/c/new"), "body": "第一個分頁", "then": "publish"})
    assert done.status == 303
    assert Post.select().count() == 1
    assert PostDraft.select().count() == 2, "what became a post is no draft any more"


def test_a_tag_is_not_parted_from_its_sign(app: Any, cast: Cast) -> None:
    posted(cast.mei, "在河邊 #鐵瓶 的早晨")
    followed(cast.nina, "member", cast.mei)
    for page in (Browser(app, cast.nina).get("/zh-hant/"), Browser(app).get("/zh-hant/")):
        assert "#\u2060鐵瓶" in page.text


def test_who_changes_a_post_that_is_out_is_told_that_its_history_stays(app: Any, cast: Cast) -> None:
    told, browser = "之前的版本留在編輯記錄裡", Browser(app, cast.nina)
    post = posted(cast.nina, "河邊")
    assert told in browser.get(f"/zh-hant/c/{post.id}/edit").text
    assert told not in browser.get(NEW).text
    draft = actions.save_post(PostWords(body="還沒發出去"), by=cast.nina.id)
    assert told not in browser.get(f"/zh-hant/c/{draft.id}/edit").text
