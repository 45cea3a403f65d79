"""Moderators see what repeats itself or holds many links, and settle it or hide it."""

from typing import Any

import pytest

from miquan.circle import care
from miquan.circle.models import Post, PostNotice
from miquan.circle.queries.noticed import PAGE, count_noticed, noticed
from miquan.moderation.models import AuditEntry
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import published

PATH = "/zh-hant/desk/posts"


def repeated(cast: Cast) -> tuple[Post, Post]:
    first = published(cast.mei, "買三送一，快來", words_key="same")
    second = published(cast.tang, "買三送一，快來", words_key="same")
    care.notice(second.id)
    return first, second


def test_what_repeats_itself_is_listed_with_what_was_first(app: Any, cast: Cast) -> None:
    first, second = repeated(cast)
    page = Browser(app, cast.mo).get(PATH)
    assert "同樣的話出現過" in page.text
    assert f"/c/{second.id}-" in page.text
    assert f"/c/{first.id}-" in page.text
    assert '<span class="count">1</span>' in Browser(app, cast.mo).get("/zh-hant/desk").text


def test_settling_is_once_and_written_down(app: Any, cast: Cast) -> None:
    repeated(cast)
    notice, desk = PostNotice.get(), Browser(app, cast.mo)
    form = desk.get(PATH).fields(f"/desk/posts/{notice.id}/settling")
    for words in ("這篇沒有問題", "已經有人看過了"):
        desk.post(f"{PATH}/{notice.id}/settling", form)
        assert words in desk.get(PATH).text
    row = PostNotice.get_by_id(notice.id)
    assert row.settled_at is not None
    assert row.settled_by_id == cast.mo.id
    assert AuditEntry.select().where(AuditEntry.action == "post.notice_settled").count() == 1
    assert (noticed(), count_noticed()) == (([], ""), 0)


@pytest.mark.parametrize("state", ["hidden", "removed"])
def test_what_is_out_of_sight_waits_for_nobody(app: Any, cast: Cast, state: str) -> None:
    _first, second = repeated(cast)
    Post.update(state=state).where(Post.id == second.id).execute()
    assert (noticed(), count_noticed()) == (([], ""), 0)


def test_the_list_goes_on_by_key(app: Any, cast: Cast) -> None:
    made = [published(cast.mei, f"第{n}則").id for n in range(PAGE + 2)]
    PostNotice.insert_many([{"post": id_, "kind": "many_links"} for id_ in made]).execute()
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/zh-hant"}):
        first, then = noticed()
        rest, end = noticed(then)
    assert [len(first), len(rest), end] == [PAGE, 2, ""]
    assert not {one.id for one in first} & {one.id for one in rest}


def test_members_have_no_way_there(app: Any, cast: Cast) -> None:
    repeated(cast)
    notice = PostNotice.get()
    assert Browser(app, cast.mei).get(PATH).status in (403, 404)
    assert Browser(app).get(PATH).status in (302, 303, 404)
    token = Browser(app, cast.mei).get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    Browser(app, cast.mei).post(f"{PATH}/{notice.id}/settling", {"csrf_token": token})
    assert PostNotice.get_by_id(notice.id).settled_at is None
