"""Having read something for a while: told by the browser, believed only of what had been opened, and never of what is private."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.circle.models import Post
from miquan.db import now
from miquan.portraits import actions
from miquan.portraits.learning import Done, learn
from miquan.portraits.models import Signal, Weight
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted


def opened(member: Any, kind: str, item: int, seconds: float) -> None:
    learn([Done(member.id, "view", kind, item, now() - timedelta(seconds=seconds))])


def tell(app: Any, member: Any, kind: str, item: int) -> int:
    browser = Browser(app, member)
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    return int(browser.post(f"/zh-hant/me/portrait/dwells/{kind}/{item}", {"csrf_token": token}).status)


def dwelt() -> list[tuple[str, int]]:
    return [(row.kind, row.item) for row in Signal.select().where(Signal.verb == "dwell")]


def test_it_counts_once_a_day_for_what_was_opened_a_while_before(app: Any, cast: Cast) -> None:
    post, bowl = posted(cast.mei, "河邊 #鐵瓶"), cast.product(tags=("茶",))
    for kind, item in (("post", post.id), ("product", bowl.id)):
        assert tell(app, cast.nina, kind, item) == 204
        assert dwelt() == []
        opened(cast.nina, kind, item, 21)
        assert [tell(app, cast.nina, kind, item) for _twice in range(2)] == [204, 204]
        assert dwelt() == [(kind, item)]
        Signal.delete().execute()
    weight = Weight.get(Weight.member == cast.nina.id, Weight.key == "鐵瓶").weight
    assert weight == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("seconds", [3, 90_000])
def test_it_is_not_believed_of_what_was_opened_just_now_or_long_ago(app: Any, cast: Cast, seconds: int) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    opened(cast.nina, "post", post.id, seconds)
    assert tell(app, cast.nina, "post", post.id) == 204
    assert dwelt() == []


@pytest.mark.parametrize("changed", [{"visibility": "followers"}, {"state": "hidden"}])
def test_what_is_not_for_everyone_does_not_count(app: Any, cast: Cast, changed: dict[str, Any]) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    opened(cast.nina, "post", post.id, 21)
    Post.update(**changed).execute()
    assert tell(app, cast.nina, "post", post.id) == 204
    assert dwelt() == []


def test_nothing_counts_while_paused_and_others_know_nothing_of_it(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    opened(cast.nina, "post", post.id, 21)
    actions.pause(by=cast.nina.id)
    assert tell(app, cast.nina, "post", post.id) == 204
    assert tell(app, cast.ruo, "post", post.id) == 204, "who has not opened it"
    assert dwelt() == []
    assert tell(app, cast.ruo, "post", 2**40) == 204
    assert tell(app, cast.ruo, "tag", 1) == 404


def test_only_members_who_read_others_public_things_are_asked(app: Any, cast: Cast) -> None:
    post, bowl = posted(cast.mei, "河邊 #鐵瓶"), cast.product()
    pages = (f"/zh-hant/c/{post.id}-{post.slug}", f"/zh-hant/@mei/p/{bowl.id}-{bowl.slug}")
    for path in pages:
        assert "data-dwell=" in Browser(app, cast.nina).get(path).text
        assert "data-dwell=" not in Browser(app, cast.mei).get(path).text
        assert "data-dwell=" not in Browser(app).get(path).text
    Post.update(visibility="unlisted").execute()
    assert "data-dwell=" not in Browser(app, cast.nina).get(pages[0]).text
