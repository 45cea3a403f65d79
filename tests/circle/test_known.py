"""Addresses that name things by their ids answer alike for what there is not and for what the reader may not know of."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.follows import actions as follows
from miquan.products.models import Tag
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.circle.test_visible import READERS, WAYS, member_of, scene

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NONE = 99_999
NAME = "給小芳的生日驚喜"


def answers(browser: Browser, name: str, number: int) -> list[Page]:
    """Everything that can be asked about a tag."""
    found = [browser.get(f"/zh-hant/tags/{name}"), browser.get(f"/zh-hant/me/mutes/tag/{number}")]
    for path in (f"/me/mutes/tag/{number}", f"/follows/tag/{number}", f"/follows/tag/{number}/removal"):
        found += [browser.post(f"/zh-hant{path}", pressed(browser), headers=headers) for headers in ({}, HTMX)]
    return found


def pressed(browser: Browser) -> dict[str, str]:
    """What a button sends."""
    page = browser.get("/zh-hant/me/mutes")
    return {"days": "0", "csrf_token": page.fields()["csrf_token"]} if page.status == 200 else {}


@pytest.mark.parametrize("state", ["published", "hidden"])
def test_a_tag_of_something_private_is_unknown(app: Any, cast: Cast, state: str) -> None:
    """A name can tell as much as a sentence, and ids can be counted through."""
    post = posted(cast.mei, f"#{NAME}", visibility="followers")
    follows.follow("member", cast.mei.id, by=cast.nina.id)
    tag = Tag.get(Tag.name == NAME)
    Post.update(state=state).where(Post.id == post.id).execute()
    for reader in ("visitor", "stranger"):
        browser = Browser(app, member_of(cast, reader))
        told, unknown = answers(browser, NAME, tag.id), answers(browser, "別的", NONE)
        assert [page.status for page in told] == [page.status for page in unknown], reader
        assert not any(NAME in page.text for page in told[1:]), reader
        if reader == "stranger":
            assert [page.status for page in told] == [404] * 6 + [303, 200]
    seen = Browser(app, cast.nina).get(f"/zh-hant/tags/{NAME}").status
    assert seen == (200 if state == "published" else 404)


def test_what_somebody_follows_they_know(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, f"#{NAME}", visibility="followers")
    follows.follow("member", cast.mei.id, by=cast.nina.id)
    tag = Tag.get(Tag.name == NAME)
    browser = Browser(app, cast.nina)
    assert browser.get(f"/zh-hant/me/mutes/tag/{tag.id}").status == 200
    follows.follow("tag", tag.id, by=cast.nina.id)
    actions.remove(post.id, by=cast.mei.id)
    assert browser.get(f"/zh-hant/tags/{NAME}").status == 200
    path = "/zh-hant/@nina/following?kind=tag"
    assert [NAME in Browser(app, who).get(path).text for who in (cast.nina, cast.ruo)] == [True, False]


@pytest.mark.parametrize("way", WAYS)
def test_nobody_learns_of_a_post_by_reporting_it(app: Any, cast: Cast, way: str) -> None:
    post = scene(cast, way)
    opens, _lists = WAYS[way]
    # A block takes nobody's right away to report.
    may = opens | ({"stranger"} if way in ("blocks", "blocked") else set())
    for reader in READERS[1:3] if way == "inactive" else READERS[1:]:
        page = Browser(app, member_of(cast, reader)).get(f"/zh-hant/reports/post/{post.id}")
        # Nobody reports their own words.
        answers = 303 if reader == "author" else 200
        assert page.status == (answers if reader in may else 404), reader


def test_nobody_learns_of_a_comment_by_reporting_it(app: Any, cast: Cast) -> None:
    post = scene(cast, "followers")
    comment = actions.write_comment(post.id, "同感", by=cast.nina.id)
    path = f"/zh-hant/reports/comment/{comment.id}"
    assert [Browser(app, who).get(path).status for who in (cast.mei, cast.ruo)] == [200, 404]


@pytest.mark.parametrize("gone", ["suspended", "erased"])
def test_who_is_not_there_is_unknown(app: Any, cast: Cast, gone: str) -> None:
    mei = cast.mei.id
    changed = {"active": False} if gone == "suspended" else {"handle": f"gone_{mei}"}
    Member.update(**changed).where(Member.id == mei).execute()
    browser = Browser(app, cast.nina)
    for path in ("/reports/member/{}", "/me/mutes/member/{}"):
        assert [browser.get(f"/zh-hant{path.format(id_)}").status for id_ in (mei, NONE)] == [404, 404], path
    sent = pressed(browser)
    for path in ("/me/blocks/{}", "/follows/member/{}", "/me/mutes/member/{}", "/saves/member/{}"):
        assert [browser.post(f"/zh-hant{path.format(id_)}", sent).status for id_ in (mei, NONE)] == [404, 404], path
