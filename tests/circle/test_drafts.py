"""What is not out yet: where its author finds it, when it comes, and that its time is kept. And the question before something goes."""

from datetime import timedelta
from typing import Any

from miquan.boards import actions as boards
from miquan.boards.models import Board
from miquan.circle import actions
from miquan.circle.models import Comment, Post
from miquan.db import now
from miquan.moderation.models import Decision
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import commented
from tests.circle.test_composing import PART, kept
from tests.circle.test_posts import posted

NEW, DRAFTS = "/zh-hant/c/new", "/zh-hant/c/drafts"


def planned(browser: Browser, body: str = "後天再說") -> tuple[Post, str]:
    """A post that waits, and its time by the clocks of Kyoto."""
    at = (now() + timedelta(days=2, hours=9)).replace(minute=0, second=0, microsecond=0)
    local = f"{at:%Y-%m-%dT%H:%M}"
    done = browser.send(NEW, "/c/new", NEW, body=body, scheduled_at=local, then="schedule")
    assert done.status == 303
    told = f"{at.month}月{at.day}日{at:%H:%M}"
    assert told in browser.follow(done).text
    return Post.get(Post.body == body), local


def test_a_post_that_waits_says_when_and_keeps_its_time(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    post, local = planned(browser)
    told = local[11:]
    edit = f"/zh-hant/c/{post.id}/edit"
    assert browser.get(edit).fields(edit)["scheduled_at"].replace(" ", "T")[:16] == local
    assert browser.send(edit, edit, edit, body="改一句", then="schedule").status == 303
    after = Post.get_by_id(post.id)
    assert (after.state, after.body, after.scheduled_at) == ("scheduled", "改一句", post.scheduled_at)
    shown = browser.follow(browser.get(f"/zh-hant/c/{post.id}"))
    assert f"{told}發出去" in shown.text
    assert f"{told}發" in browser.get(NEW).text
    assert browser.send(edit, edit, edit, then="draft").status == 303
    assert Post.get_by_id(post.id).state == "draft"


def test_a_member_finds_all_that_is_not_out(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    page = browser.get(DRAFTS)
    assert "沒有還沒發出去的" in page.text
    assert page.all("a", href=DRAFTS), "in the menu"
    _post, local = planned(browser)
    kept(browser, browser.get(NEW), "寫到一半的話")
    for n in range(26):
        Post.create(author=cast.mei.id, body=f"草稿{n}", title=f"草稿{n}號")
    page = browser.get(DRAFTS)
    for words in ("後天再說", f"{local[11:]}發", "寫到一半的話", "草稿25號"):
        assert words in page.text, words
    assert "草稿0號" not in page.text
    (more,) = page.all("a", rel="next")
    older = browser.get(more.get("href") or "")
    assert "草稿0號" in older.text
    assert "後天再說" not in older.text
    assert "草稿" not in "".join(Browser(app, cast.nina).get(DRAFTS).words("section"))
    assert browser.get(NEW).all("a", href=DRAFTS, class_="link")


def test_a_post_goes_only_after_a_question(app: Any, cast: Cast) -> None:
    post, browser = posted(cast.mei, "在河邊"), Browser(app, cast.mei)
    removal = f"/zh-hant/c/{post.id}/removal"
    page = browser.get(f"/zh-hant/c/{post.id}-{post.slug}")
    assert page.all("a", href=removal)[0].get("data-ask") is not None
    assert not [f for f in page.all("form") if f.get("action") == removal], "one press does not do it"
    asked = browser.get(removal)
    assert asked.words("h1") == ["刪掉這篇帖？"]
    answers = [e for e in asked.tree.iter() if e.get("class") == "button" and "".join(e.itertext()).strip()]
    words = ["".join(e.itertext()).strip() for e in answers]
    assert words.index("先不要") < words.index("刪掉這篇")
    assert Post.get_by_id(post.id).state == "published"
    part = browser.get(removal, headers=PART)
    assert "<html" not in part.text
    assert 'id="asked-title"' in part.text
    assert browser.post(removal, asked.fields(removal)).status == 303
    assert Post.get_by_id(post.id).state == "removed"
    assert browser.get(removal).status == 404


def test_a_comment_goes_only_after_a_question(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "在河邊")
    comment = commented(post, cast.nina, "真好看")
    removal = f"/zh-hant/c/{post.id}/comments/{comment.id}/removal"
    address = f"/zh-hant/c/{post.id}-{post.slug}"
    for member in (cast.nina, cast.mei, cast.mo):
        assert "真好看" in Browser(app, member).get(removal).text
    assert Browser(app, cast.ruo).get(removal).status == 404
    assert (
        Browser(app, cast.mei).get(removal.replace(f"/c/{post.id}/", f"/c/{posted(cast.mei, '別的').id}/")).status
        == 404
    )
    browser = Browser(app, cast.nina)
    page = browser.get(address)
    assert page.all("a", href=removal)[0].get("data-ask") is not None
    assert not [f for f in page.all("form") if f.get("action") == removal]
    assert browser.post(removal, browser.get(removal).fields(removal)).status == 303
    assert not Comment.select().where(Comment.id == comment.id).exists()


def test_a_moderator_takes_anothers_comment_away_by_a_decision(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "在河邊")
    comment, own = commented(post, cast.nina, "買這個"), commented(post, cast.mo, "我也去過")
    removal = f"/zh-hant/c/{post.id}/comments/{comment.id}/removal"
    mo, nina = Browser(app, cast.mo), Browser(app, cast.nina)
    assert mo.get(removal.replace(f"/c/{post.id}/", f"/c/{posted(cast.mei, '別的').id}/")).status == 404
    assert mo.send(removal, removal).status == 422
    assert Comment.get_by_id(comment.id).state == "published"
    assert mo.send(removal, removal, reason="都是廣告").location == f"/zh-hant/c/{post.id}#comments"
    made = Decision.get()
    assert (made.verb, made.words, made.member_id, made.by_id) == ("remove", "都是廣告", cast.nina.id, cast.mo.id)
    assert Comment.get_by_id(comment.id).state == "hidden"
    told = nina.get("/zh-hant/me/decisions").text
    assert all(words in told for words in ("都是廣告", "買這個", f"/me/decisions/{made.id}/appeal"))
    assert "留言" in Browser(app).get("/zh-hant/moderation").text
    # Their own goes as anybody's own.
    mine = removal.replace(str(comment.id) + "/removal", f"{own.id}/removal")
    assert mo.send(mine, mine).status == 303
    assert (Decision.select().count(), Comment.select().where(Comment.id == own.id).count()) == (1, 0)


def test_a_board_goes_only_after_a_question(app: Any, cast: Cast) -> None:
    board, browser = boards.make_board("茶", by=cast.nina.id), Browser(app, cast.nina)
    removal = f"/zh-hant/me/boards/{board.id}/removal"
    assert browser.get(f"/zh-hant/me/boards/{board.id}").all("a", href=removal)
    assert browser.get(removal).words("h1") == ["刪掉收藏夾「茶」？"]
    assert browser.post(removal, browser.get(removal).fields(removal)).status == 303
    assert not Board.select().exists()


def test_what_was_put_off_again_is_asked_about_as_a_draft(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    post, _local = planned(browser)
    actions.unschedule(post.id, by=cast.mei.id)
    assert "還沒發出去" in browser.get(f"/zh-hant/c/{post.id}/removal").text
