"""A post's life: written, published, put off, changed, hidden, taken away."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.choices import choice
from miquan.circle import actions, care, rules
from miquan.circle.models import Mention, Post, PostNotice, PostPicture, PostProduct, PostRevision, PostTag, PostText
from miquan.circle.recounting import recount
from miquan.circle.rules import PictureWords, PostWords, Spot
from miquan.db import now
from miquan.media.models import File
from miquan.moderation.models import AuditEntry
from miquan.outbox import Delivery, Event, EventRow, claims
from miquan.products.models import Product, Tag
from miquan.states import NotAllowed
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.departures.leaver import work
from tests.site.world import picture_bytes


def written(author: Member, body: str = "今天去了河邊", **more: Any) -> Post:
    return actions.save_post(PostWords(body=body, **more), by=author.id)


def posted(author: Member, body: str = "今天去了河邊", **more: Any) -> Post:
    return actions.publish(written(author, body, **more).id, by=author.id)


def events(name: Event) -> int:
    return EventRow.select().where(EventRow.name == name).count()


def all_right() -> None:
    assert set(recount().values()) == {0}


def test_a_post_comes_out_with_all_that_hangs_on_it(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    more = {
        "title": "鐵瓶",
        "kind": "recommend",
        "products": (bowl.id, bowl.id, 999),
        "spot": Spot("JP", "kyoto", "河邊", 35.01163, 135.76811),
    }
    post = posted(cast.nina, "和@mei去找 #鐵瓶", **more)
    post = Post.get_by_id(post.id)
    assert (post.state, post.slug, post.disclosure, post.version) == ("published", "tie-ping", "none", 1)
    assert (post.latitude, post.longitude) == (35.0, 135.8)
    assert post.hotness > 0
    assert [(p.product_id, p.currency, p.price) for p in PostProduct.select()] == [(bowl.id, "JPY", 18_500)]
    assert [t.slug for t in Tag.select().join(PostTag)] == ["鐵瓶"]
    assert Tag.get(Tag.slug == "鐵瓶").posts == 1
    assert [m.member_id for m in Mention.select()] == [cast.mei.id]
    assert PostText.get(PostText.post == post.id).title == "铁瓶"
    assert PostRevision.get(PostRevision.post == post.id).data["title"] == "鐵瓶"
    assert (events(Event.POST_PUBLISHED), events(Event.MEMBER_MENTIONED)) == (1, 1)
    author = Member.get_by_id(cast.nina.id)
    assert (author.posts, author.posted_at) == (1, post.published_at)
    all_right()


def test_a_draft_is_nobodys_business(app: Any, cast: Cast) -> None:
    post = written(cast.nina, "#鐵瓶 @mei")
    assert not PostTag.select().exists()
    assert not Tag.select().exists()
    assert events(Event.MEMBER_MENTIONED) == 0
    assert not PostRevision.select().exists()
    with pytest.raises(rules.NotHere):
        actions.save_post(PostWords(body="別人"), by=cast.mei.id, post_id=post.id)
    with pytest.raises(rules.NotHere):
        actions.publish(post.id, by=cast.mei.id)
    actions.remove(post.id, by=cast.nina.id)
    assert not Post.select().exists()


def test_ones_own_goods_are_told(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    assert posted(cast.mei, products=(bowl.id,)).disclosure == "own"
    assert posted(cast.nina, "別人的碗", products=(bowl.id,)).disclosure == "none"


def test_a_product_keeps_the_price_it_had(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    post = posted(cast.nina, products=(bowl.id,))
    Product.update(price=20_000, price_to=20_000, state="archived").where(Product.id == bowl.id).execute()
    actions.save_post(PostWords(body="改過", products=(bowl.id,)), by=cast.nina.id, post_id=post.id)
    assert PostProduct.get().price == 18_500
    hidden = cast.product("沒上架", state="draft")
    assert actions.save_post(PostWords(body="改", products=(hidden.id,)), by=cast.nina.id, post_id=post.id) is not None
    assert not PostProduct.select().where(PostProduct.product == hidden.id).exists()


def test_a_change_is_kept_and_told(app: Any, cast: Cast) -> None:
    assert cast.mei.id
    post = posted(cast.nina, "第一版 #鐵瓶 @mei")
    changed = actions.save_post(PostWords(body="第二版 #茶碗 @mei @tang"), by=cast.nina.id, post_id=post.id, version=1)
    assert (changed.version, changed.state) == (2, "published")
    assert changed.edited_at is not None
    assert [r.data["body"][:3] for r in PostRevision.select().order_by(PostRevision.version)] == ["第一版", "第二版"]
    assert {t.slug: t.posts for t in Tag.select()} == {"鐵瓶": 0, "茶碗": 1}
    # tang was not there yet when the post was written; mei is not told twice.
    assert events(Event.MEMBER_MENTIONED) == 1
    with pytest.raises(rules.Outdated):
        actions.save_post(PostWords(body="舊的"), by=cast.nina.id, post_id=post.id, version=1)
    with pytest.raises(rules.NotReady):
        actions.save_post(PostWords(body=" "), by=cast.nina.id, post_id=post.id)
    all_right()


def test_who_is_blocked_is_not_named(app: Any, cast: Cast) -> None:
    blocked(cast.mei.id, cast.nina.id)
    assert cast.tang.id
    assert "href" not in posted(cast.nina, "@mei 在嗎").body_html
    assert not Mention.select().exists()
    assert "href" in posted(cast.nina, "@tang 在嗎").body_html


def test_a_post_comes_out_when_its_time_has_come(app: Any, cast: Cast) -> None:
    post = written(cast.nina)
    with pytest.raises(rules.NotReady):
        actions.schedule(post.id, now() - timedelta(days=1), by=cast.nina.id)
    actions.schedule(post.id, now() + timedelta(hours=1), by=cast.nina.id)
    work(app, "default")
    assert Post.get_by_id(post.id).state == "scheduled"
    assert actions.publish_due(post.id) is False
    Post.update(scheduled_at=claims.later(-1)).execute()
    Delivery.update(due_at=claims.later(-1)).where(Delivery.subscriber == "circle.publish_due").execute()
    work(app, "default")
    post = Post.get_by_id(post.id)
    assert (post.state, post.scheduled_at) == ("published", None)
    assert actions.publish_due(post.id) is False


def test_a_post_that_was_called_back_does_not_come_out(app: Any, cast: Cast) -> None:
    post = written(cast.nina)
    actions.schedule(post.id, now() + timedelta(hours=1), by=cast.nina.id)
    actions.unschedule(post.id, by=cast.nina.id)
    assert actions.publish_due(post.id) is False
    assert Post.get_by_id(post.id).state == "draft"


def test_a_moderator_hides_and_brings_back(app: Any, cast: Cast) -> None:
    post = posted(cast.nina, "#鐵瓶")
    actions.hide(post.id, by=cast.mo.id, reason="廣告")
    assert (Member.get_by_id(cast.nina.id).posts, Tag.get().posts) == (0, 0)
    assert Post.get_by_id(post.id).state_reason == "廣告"
    with pytest.raises(NotAllowed):
        actions.hide(post.id, by=cast.mo.id, reason="再一次")
    actions.show(post.id, by=cast.mo.id)
    assert (Member.get_by_id(cast.nina.id).posts, Tag.get().posts) == (1, 1)
    assert AuditEntry.select().where(AuditEntry.subject_kind == "post").count() == 2
    all_right()


def test_what_was_taken_away_leaves_only_its_place(app: Any, cast: Cast) -> None:
    picture = File.create(
        owner=cast.nina.id,
        name="p",
        kind="image",
        purpose="post",
        visibility="public",
        mime="image/webp",
        bytes=1,
        sha256="",
        original="",
    )
    post = posted(
        cast.nina, "說了 #鐵瓶 @mei", pictures=(PictureWords(picture.id, "河"),), spot=Spot("JP", "kyoto", "家")
    )
    assert PostPicture.select().count() == 1
    actions.remove(post.id, by=cast.nina.id)
    row = Post.get_by_id(post.id)
    assert (row.state, row.body, row.body_html, row.excerpt, row.place, row.cover_id, row.hotness) == (
        "removed",
        "",
        "",
        "",
        "",
        None,
        0,
    )
    assert not any(m.select().exists() for m in (PostPicture, PostText, Mention, PostTag))
    assert File.get_by_id(picture.id).keep_until is not None
    assert Member.get_by_id(cast.nina.id).posts == 0
    all_right()


def test_nobody_shows_anothers_pictures(app: Any, cast: Cast) -> None:
    from miquan.media.actions import store_picture

    theirs = store_picture(picture_bytes(), owner=cast.mei.id, purpose="post")
    mine = store_picture(picture_bytes("#556b2f"), owner=cast.nina.id, purpose="post")
    post = posted(cast.nina, pictures=(PictureWords(theirs.id), PictureWords(mine.id, "  我的  ")))
    assert [(p.file_id, p.alt) for p in PostPicture.select()] == [(mine.id, "我的")]
    assert (post.pictures, post.cover_id) == (1, mine.id)
    assert File.get_by_id(mine.id).keep_until is None


def test_a_follow_up_needs_a_post_of_ones_own(app: Any, cast: Cast) -> None:
    first, others = posted(cast.nina), posted(cast.mei)
    for wrong in (others.id, 999, written(cast.nina, "草稿").id):
        with pytest.raises(rules.NotReady):
            written(cast.nina, "後來", kind="followup", follows_up=wrong)
    assert posted(cast.nina, "後來", kind="followup", follows_up=first.id).follows_up_id == first.id


def test_new_accounts_have_limits(app: Any, cast: Cast) -> None:
    for body in ("http://a.org http://b.org https://c.org", "@aaa @bbb @ccc @ddd"):
        with pytest.raises(rules.NotReady):
            posted(cast.nina, body)
    for number in range(choice("new_posts")):
        posted(cast.nina, f"第{number}篇")
    with pytest.raises(rules.NotReady):
        posted(cast.nina, "太多了")
    Member.update(created_at=now() - timedelta(days=8)).where(Member.id == cast.nina.id).execute()
    posted(cast.nina, "http://a.org http://b.org https://c.org 老朋友了")


def test_the_same_words_are_noticed(app: Any, cast: Cast) -> None:
    words = "今天在河邊買到一只鐵瓶，老闆說已經用了三十年，壺嘴還是好的，水聲像松風，我很喜歡它，也想讓你看看。"
    first, again = posted(cast.mei, words), posted(cast.nina, words.replace("，", " "))
    for _twice in range(2):
        work(app, "default")
        care.notice(again.id)
    assert [(n.post_id, n.kind, n.other_id) for n in PostNotice.select()] == [(again.id, "repeated_words", first.id)]


@pytest.mark.parametrize("words", ["http://a.org http://b.org https://c.org", "@aaa @bbb @ccc @ddd"])
def test_new_accounts_have_limits_wherever_they_write(app: Any, cast: Cast, words: str) -> None:
    post, other = posted(cast.nina, "沒有什麼"), posted(cast.mei, "河邊")
    for say in (
        lambda: actions.save_post(PostWords(body=words), by=cast.nina.id, post_id=post.id),
        lambda: actions.save_post(PostWords(title=words, body="在標題裡"), by=cast.nina.id, post_id=post.id),
        lambda: posted(cast.nina, "在標題裡", title=words),
        lambda: actions.repost(other.id, by=cast.nina.id, word=words),
        lambda: actions.write_comment(other.id, words, by=cast.nina.id),
    ):
        with pytest.raises(rules.NotReady):
            say()
    Member.update(created_at=now() - timedelta(days=8)).where(Member.id == cast.nina.id).execute()
    assert actions.repost(other.id, by=cast.nina.id, word=words).state == "published"
