"""Less of this: said by a form, taken back by its opposite."""

from typing import Any

import pytest

from miquan.circle.models import Post
from miquan.outbox import Event, EventRow
from miquan.recommendations.models import Dismissed
from miquan.recommendations.queries import recommended_posts
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import published
from tests.recommendations.test_served import recommend


def test_it_goes_and_comes_back(app: Any, cast: Cast) -> None:
    post = published(cast.mei)
    recommend(cast.ruo, "post", [post])
    browser = Browser(app, cast.ruo)
    path = f"/zh-hant/recommendations/post/{post.id}/hiding"
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    for _twice in range(2):
        page = browser.post(path, {"csrf_token": token, "next": "/zh-hant/me"})
        assert (page.status, page.location) == (303, "/zh-hant/me")
    assert recommended_posts(cast.ruo.id).ids == []
    assert [row.name for row in EventRow.select().where(EventRow.subject_kind == "post")] == [Event.THING_DISMISSED]
    browser.post(f"{path}/removal", {"csrf_token": token, "next": "//elsewhere.example"})
    assert recommended_posts(cast.ruo.id).ids == [post.id]
    assert Dismissed.select().count() == 0


@pytest.mark.parametrize("kind", ["post", "member", "product", "tag", "ghost"])
def test_what_is_not_there_cannot_be_dismissed(app: Any, cast: Cast, kind: str) -> None:
    browser = Browser(app, cast.ruo)
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    for item in (0, 10**6, 10**12):
        assert browser.post(f"/zh-hant/recommendations/{kind}/{item}/hiding", {"csrf_token": token}).status == 404
    assert Dismissed.select().count() == 0


def test_nobody_learns_of_a_post_by_dismissing_it(app: Any, cast: Cast) -> None:
    post = published(cast.mei, visibility="followers")
    browser = Browser(app, cast.ruo)
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    path = f"/zh-hant/recommendations/post/{post.id}/hiding"
    assert browser.post(path, {"csrf_token": token}).status == 404
    Post.update(visibility="public").execute()
    partial = browser.post(path, {"csrf_token": token}, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert partial.status == 200
    assert "/hiding/removal" in partial.text
    assert "<html" not in partial.text
