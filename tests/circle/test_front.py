"""What the front page says of people is true, and a new post drops the page that visitors share."""

from typing import Any

from flask_wtf.csrf import generate_csrf

from miquan import versions
from miquan.accounts.models import Member
from miquan.circle import actions
from miquan.circle.cardcache import without_token
from miquan.circle.models import Post
from miquan.follows.models import Follow, Mute
from miquan.front.people import worth_following
from miquan.recommendations.models import Dismissed
from miquan.viewer import Viewer, seen_by, visitor
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.circle.test_posts import posted


def named(app: Any, member: Member | None) -> dict[str, str]:
    """Handle -> reason, as this reader is told."""

    def ask() -> dict[str, str]:
        with app.test_request_context("/zh-hant/"):
            base = visitor("zh-hant")
            with seen_by(Viewer(base.lang, base.currency, base.zone, base.root, member)):
                return {one.person.handle: one.why for one in worth_following(6)}

    return dict(alone(ask))


def test_each_reason_is_what_the_posts_say(app: Any, cast: Cast) -> None:
    first = posted(cast.mei, "第一天")
    second = posted(cast.mei, "第二天")
    actions.like(first.id, by=cast.nina.id)
    actions.like(first.id, by=cast.ruo.id)
    actions.like(second.id, by=cast.ruo.id)
    posted(cast.tang, "只給關注我的人", visibility="followers")
    posted(cast.ruo, "若的一天")
    assert named(app, None) == {"mei": "2篇熱門的帖，一共3個喜歡", "ruo": "1篇熱門的帖"}
    assert named(app, cast.ruo).keys() == {"mei"}, "nobody is told of themselves"
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    assert named(app, Member.get_by_id(cast.nina.id)).keys() == {"ruo"}
    Mute.create(member=cast.nina.id, kind="member", target=cast.ruo.id)
    assert "mei" not in named(app, Member.get_by_id(cast.nina.id))
    blocked(cast.mei.id, cast.mo.id)
    assert "mei" not in named(app, Member.get_by_id(cast.mo.id))


def test_whom_they_want_less_of_is_named_no_more(app: Any, cast: Cast) -> None:
    posted(cast.mei, "第一天")
    posted(cast.ruo, "若的一天")
    assert named(app, cast.nina).keys() == {"mei", "ruo"}
    Dismissed.create(member=cast.nina.id, kind="member", item=cast.mei.id)
    assert named(app, cast.nina).keys() == {"ruo"}


def test_a_new_post_drops_the_page_that_visitors_share(app: Any, cast: Cast) -> None:
    before = versions.current("pages")
    post = posted(cast.mei, "剛剛在河邊")
    assert versions.current("pages") > before
    page = Browser(app).get("/zh-hant/")
    assert "剛剛在河邊" in page.text
    assert page.headers["Cache-Control"].startswith("public")
    moved = versions.current("pages")
    actions.hide(post.id, by=cast.mo.id, reason="不好")
    assert versions.current("pages") > moved
    assert "剛剛在河邊" not in Browser(app).get("/zh-hant/").text


def test_what_is_dated_into_the_future_comes_last(app: Any, cast: Cast) -> None:
    from datetime import timedelta

    from miquan.circle.queries.lists import hot
    from miquan.circle.rules import hotness
    from miquan.db import now

    later = now() + timedelta(days=3)
    assert hotness(later, now(), likes=9, comments=9, saves=9, reposts=9) == 0
    first, second = posted(cast.mei, "今天"), posted(cast.mei, "明天")
    Post.update(published_at=later).where(Post.id == second.id).execute()
    actions.like(second.id, by=cast.nina.id)
    assert Post.get_by_id(second.id).hotness == 0
    assert hot(None).ids == [first.id, second.id]


def test_a_token_that_stands_in_a_members_words_is_not_exchanged_for_the_readers(app: Any, cast: Cast) -> None:
    """Else a link with the writer's token, seen by the writer first, would carry every later reader's away."""

    def kept() -> tuple[str, str, str]:
        with app.test_request_context("/zh-hant/"):
            base = visitor("zh-hant")
            with seen_by(Viewer(base.lang, base.currency, base.zone, base.root, cast.nina)):
                token = generate_csrf()
                macros: Any = app.jinja_env.get_template("components/form_token.html").module
                link = f'<a href="https://example.org/?{token}">'
                return token, link, without_token(f"{macros.token()}{link}")

    token, link, html = alone(kept)
    assert html.endswith(link)
    assert html.count(token) == 1
