"""What a member is shown of what was worked out for them: only what fits now, and each with a reason that is true now."""

from collections.abc import Callable
from typing import Any

import pytest

from miquan.boards.models import Save
from miquan.circle.models import Post, PostTag
from miquan.db import counting_queries, now
from miquan.follows.models import Follow, Mute
from miquan.portraits.models import Interest
from miquan.products.models import Product, Tag
from miquan.recommendations.models import Dismissed, Recommended
from miquan.recommendations.queries import (
    Asked,
    people_shown,
    recommended,
    recommended_goods,
    recommended_people,
    recommended_posts,
)
from miquan.storefronts.models import Storefront
from tests.cast import Cast
from tests.circle.filled import blocked, published


def recommend(member: Any, kind: str, items: list[Any], reason: str = "explore", **more: Any) -> None:
    for rank, item in enumerate(items, 1):
        Recommended.create(member=member.id, kind=kind, item=item.id, rank=rank, reason=reason, **more)


def tagged(post: Post, name: str) -> Tag:
    tag, _new = Tag.get_or_create(slug=name, defaults={"name": name})
    PostTag.create(post=post.id, tag=tag.id)
    return tag


def of_kind(app: Any, cast: Cast, kind: str) -> tuple[Any, Callable[[], list[int]], int]:
    """Something of mei's with a tag, how ruo is shown it, and its tag."""
    if kind == "post":
        thing = published(cast.mei, "釉色", country="JP", city="kyoto")
        return thing, lambda: recommended_posts(cast.ruo.id).ids, tagged(thing, "茶碗").id
    if kind == "product":
        bowl = cast.product(tags=("茶碗",), category="tea-bowls")
        return bowl, lambda: recommended_goods(cast.ruo.id).ids, Tag.get(Tag.slug == "茶碗").id
    tag = tagged(published(cast.mei, "釉色"), "茶碗")
    return (
        Storefront.get_by_id(cast.kyoto.id).owner,
        lambda: [one.person.id for one in recommended_people(cast.ruo.id)],
        tag.id,
    )


KINDS = ("post", "member", "product")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_wanted_is_gone_on_the_next_page(app: Any, cast: Cast, kind: str) -> None:
    thing, shown, tag = of_kind(app, cast, kind)
    recommend(cast.ruo, kind, [thing])
    assert shown() == [thing.id]
    me, mei = cast.ruo.id, cast.mei.id
    for row in (
        lambda: Interest.create(member=me, kind="tag", key="茶碗", stance="banned"),
        lambda: Dismissed.create(member=me, kind=kind, item=thing.id),
        lambda: Dismissed.create(member=me, kind="member", item=mei),
        lambda: Dismissed.create(member=me, kind="tag", item=tag),
        lambda: blocked(me, mei),
        lambda: blocked(mei, me),
        lambda: Mute.create(member=me, kind="member", target=mei),
    ):
        made = row()
        assert shown() == []
        made.delete_instance()
        assert shown() == [thing.id]
    type(cast.mei).update(active=False).where(type(cast.mei).id == mei).execute()
    assert shown() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"visibility": "followers"}, {"visibility": "unlisted"}, {"state": "hidden"}, {"state": "removed"},
        {"state": "draft"}, {"state": "scheduled", "scheduled_at": now()}, {"kind": "repost"},
    ],
)  # fmt: skip
def test_only_posts_for_everyone_are_recommended_even_to_followers(
    app: Any, cast: Cast, changed: dict[str, Any]
) -> None:
    post = published(cast.mei)
    Follow.create(follower=cast.ruo.id, kind="member", target=cast.mei.id)
    recommend(cast.ruo, "post", [post])
    recommend(cast.mei, "post", [post])
    assert recommended_posts(cast.ruo.id).ids == [post.id]
    assert recommended_posts(cast.mei.id).ids == [], "nobody is recommended their own"
    Post.update(**changed).where(Post.id == post.id).execute()
    assert recommended_posts(cast.ruo.id).ids == []


@pytest.mark.parametrize("changed", [{"state": "sold_out"}, {"state": "archived"}, {"available": False}])
def test_only_goods_that_can_be_had(app: Any, cast: Cast, changed: dict[str, Any]) -> None:
    bowl = cast.product()
    recommend(cast.ruo, "product", [bowl])
    recommend(cast.mei, "product", [bowl])
    assert recommended_goods(cast.ruo.id).ids == [bowl.id]
    assert recommended_goods(cast.mei.id).ids == []
    Product.update(**changed).where(Product.id == bowl.id).execute()
    assert recommended_goods(cast.ruo.id).ids == []


def test_goods_of_a_paused_storefront_and_muted_words_are_left_out(app: Any, cast: Cast) -> None:
    bowl = cast.product()
    recommend(cast.ruo, "product", [bowl])
    row = Mute.create(member=cast.ruo.id, kind="word", word="茶碗")
    assert recommended_goods(cast.ruo.id).ids == []
    row.delete_instance()
    Storefront.update(state="paused").execute()
    assert recommended_goods(cast.ruo.id).ids == []


@pytest.mark.parametrize("word", ["%", "_"])
def test_signs_in_a_muted_word_are_only_signs(app: Any, cast: Cast, word: str) -> None:
    bowl = cast.product()
    recommend(cast.ruo, "product", [bowl])
    Mute.create(member=cast.ruo.id, kind="word", word=word)
    assert recommended_goods(cast.ruo.id).ids == [bowl.id]


def test_whom_they_follow_already_is_not_recommended(app: Any, cast: Cast) -> None:
    recommend(cast.ruo, "member", [cast.kyoto.owner])
    assert [one.person.id for one in recommended_people(cast.ruo.id)] == [cast.mei.id]
    Follow.create(follower=cast.ruo.id, kind="member", target=cast.mei.id)
    assert recommended_people(cast.ruo.id) == []


def _kept(cast: Cast, kind: str, item: Any) -> Any:
    return Save.create(member=cast.ruo.id, kind=kind, item=item.id)


def _friend(cast: Cast) -> Any:
    return Follow.create(follower=cast.ruo.id, kind="member", target=cast.nina.id)


def test_a_reason_tells_nothing_that_the_reader_may_not_know(app: Any, cast: Cast) -> None:
    post, other = published(cast.mei), published(cast.tang, "祕密")
    _kept(cast, "post", other)
    recommend(cast.ruo, "post", [post], "saved_post", reason_id=other.id)
    assert len(recommended_posts(cast.ruo.id).items) == 1
    Post.update(state="hidden").where(Post.id == other.id).execute()
    assert recommended_posts(cast.ruo.id).items == []
    _friend(cast)
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    Recommended.update(reason="friend_follows", reason_id=cast.nina.id).execute()
    assert len(recommended_posts(cast.ruo.id).items) == 1
    type(cast.nina).update(follows_seen_by="nobody").where(type(cast.nina).id == cast.nina.id).execute()
    assert recommended_posts(cast.ruo.id).items == []


def test_two_of_an_author_a_page_by_one_query_however_many_there_are(app: Any, cast: Cast) -> None:
    mine = [published(cast.mei, f"第{n}篇") for n in range(5)]
    theirs = [published(cast.tang, f"第{n}件") for n in range(3)]
    recommend(cast.ruo, "post", [*mine[:4], theirs[0], mine[4], *theirs[1:]])
    with counting_queries() as seen:
        page = recommended_posts(cast.ruo.id, size=3)
    assert len(seen) == 1
    assert page.ids == [mine[0].id, mine[1].id, theirs[0].id]
    after = recommended_posts(cast.ruo.id, page.next, size=3)
    assert after.ids == [mine[4].id, theirs[1].id, theirs[2].id]
    assert after.next == ""
    assert recommended_posts(cast.ruo.id, "nonsense", size=3).ids == page.ids


def test_a_pages_recommendations_come_by_one_query_and_who_the_people_are_by_a_second(app: Any, cast: Cast) -> None:
    recommend(cast.ruo, "post", [published(cast.mei)])
    recommend(cast.ruo, "product", [cast.product(), cast.product("備前花入", storefront=cast.edinburgh)])
    recommend(cast.ruo, "member", [cast.mei, cast.tang])
    with counting_queries() as seen:
        posts, goods, people = recommended(cast.ruo.id, Asked("post"), Asked("product", 3), Asked("member", 6))
    assert (len(posts.items), len(goods.items), len(people.items), len(seen)) == (1, 2, 2, 1)
    with counting_queries() as seen:
        assert [one.person.id for one in people_shown(people)] == [cast.mei.id, cast.tang.id]
    assert len(seen) == 1
