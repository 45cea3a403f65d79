"""What is taken away or out of sight, and what search engines are given instead."""

from typing import Any

from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.queries.visible import visible_to
from miquan.i18n import LANGS
from miquan.moderation.models import Report
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_pages import page_path
from tests.circle.test_posts import posted, written


def test_a_moderator_hides_with_a_reason_and_members_report(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "廣告廣告")
    mo, nina = Browser(app, cast.mo), Browser(app, cast.nina)
    assert nina.send(f"/zh-hant/reports/post/{post.id}", reason="other").status == 303
    assert Report.get().subject_kind == "post"
    assert mo.send(page_path(post), "/hiding", f"/zh-hant/c/{post.id}/hiding", reason="都是廣告").status == 303
    gone = nina.get(page_path(post))
    assert gone.status == 410
    assert "廣告廣告" not in gone.text
    assert "都是廣告" not in gone.text
    assert "都是廣告" in Browser(app, cast.mei).get(page_path(post)).text
    assert mo.send(page_path(post), "/hiding/removal", f"/zh-hant/c/{post.id}/hiding/removal").status == 303
    assert nina.get(page_path(post)).status == 200
    token = nina.get(page_path(post)).fields("/like")
    assert nina.post(f"/zh-hant/c/{post.id}/hiding", {**token, "reason": "我也想"}).status == 403


def test_deleting_leaves_a_place_where_others_answered(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "要刪的話")
    actions.write_comment(post.id, "我的話還在", by=cast.nina.id)
    browser = Browser(app, cast.mei)
    assert browser.send(f"/zh-hant/c/{post.id}/removal", f"/zh-hant/c/{post.id}/removal").status == 303
    for reader in (Browser(app), browser):
        page = reader.get(page_path(post))
        assert page.status == 410
        assert "要刪的話" not in page.text
        assert "我的話還在" in page.text


def test_the_sitemap_lists_what_everyone_may_see(app: Any, cast: Cast) -> None:
    seen = posted(cast.mei, "給大家看")
    for visibility in ("followers", "unlisted"):
        posted(cast.mei, visibility, visibility=visibility)
    written(cast.mei, "草稿")
    actions.repost(seen.id, by=cast.nina.id)
    listed = Browser(app).get("/sitemaps/posts-0.xml").text
    assert listed.count("<url>") == len(LANGS)
    assert f"/c/{seen.id}-{seen.slug}" in listed
    assert "/sitemaps/posts-0.xml" in Browser(app).get("/sitemap.xml").text
    assert Post.select().where(visible_to(None)).count() == 2
