"""Each reason that is told is true, of the member and of the thing: every reason there is, against the data."""

from collections.abc import Callable
from typing import Any

from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.circle.models import Post, PostLike, PostProduct
from miquan.db import now
from miquan.follows.models import Follow
from miquan.portraits.aspects import about
from miquan.portraits.models import Interest, Weight
from miquan.portraits.queries import taste
from miquan.products.models import Tag
from miquan.recommendations.making import renew
from miquan.recommendations.models import Recommended, Similar
from miquan.recommendations.queries import recommended_goods, recommended_people, recommended_posts
from miquan.recommendations.reasons import Reason
from miquan.recommendations.rules import GIVES
from tests.cast import Cast
from tests.circle.filled import published
from tests.recommendations.test_served import _friend, _kept, recommend, tagged


def test_every_reason_is_checked_here() -> None:
    """A new reason needs its oracle, its ground and its sentence."""
    assert set(ORACLES) == set(GROUNDS) == set(Reason)
    assert {*GIVES, str(Reason.EXPLORE)} == {str(reason) for reason in Reason}


def _carries(kind: str, item: int, aspect: tuple[str, str]) -> bool:
    """Told by how a portrait learns, not by the condition that is under test."""
    of, key = aspect
    if (kind, of) == ("member", "tag"):
        posts = [("post", post) for (post,) in Post.select(Post.id).where(Post.author == item).tuples()]
        return any(aspect in one.aspects for one in about(posts).values())
    aspects = about([(kind, item)])[kind, item].aspects
    if of == "category":
        under = {slug for slug in tree().by_slug if key in [node.slug for node in tree().trail(tree().by_slug[slug])]}
        return any(("category", slug) in aspects for slug in under)
    return aspect in aspects


def _author(kind: str, item: int) -> int:
    return about([(kind, item)])[kind, item].owner


def _liked(me: int, of: str, key: str) -> bool:
    return taste(me).of([(of, key)]) > 0


def _has(model: Any, **where: Any) -> bool:
    return model.get_or_none(**where) is not None


# Whether what is told is so: (member, kind, item, reason's id, reason's key).
ORACLES: dict[Reason, Callable[[int, str, int, int, str], bool]] = {
    Reason.SAVED_POST: lambda me, k, i, id_, key: _has(Save, member=me, kind="post", item=id_),
    Reason.LIKED_POST: lambda me, k, i, id_, key: _has(PostLike, member=me, post=id_),
    Reason.SAVED_PRODUCT: lambda me, k, i, id_, key: _has(Save, member=me, kind="product", item=id_),
    Reason.FOLLOWED_MEMBER: lambda me, k, i, id_, key: (
        k == "member"
        and _has(Follow, follower=me, kind="member", target=id_)
        and _has(Similar, kind=k, item=id_, other=i)
    ),
    Reason.FOLLOWED_TAG: lambda me, k, i, id_, key: (
        _has(Follow, follower=me, kind="tag", target=id_) and _carries(k, i, ("tag", Tag.get_by_id(id_).slug))
    ),
    Reason.FRIEND_FOLLOWS: lambda me, k, i, id_, key: (
        _has(Follow, follower=me, kind="member", target=id_)
        and _has(Follow, follower=id_, kind="member", target=_author(k, i))
    ),
    Reason.FRIEND_REPOSTED: lambda me, k, i, id_, key: (
        _has(Follow, follower=me, kind="member", target=id_) and _has(Post, author=id_, repost_of=i, state="published")
    ),
    Reason.TAG: lambda me, k, i, id_, key: _liked(me, "tag", key) and _carries(k, i, ("tag", key)),
    Reason.CATEGORY: lambda me, k, i, id_, key: _liked(me, "category", key) and _carries(k, i, ("category", key)),
    Reason.BRAND: lambda me, k, i, id_, key: _liked(me, "brand", key) and _carries(k, i, ("brand", key)),
    Reason.COUNTRY: lambda me, k, i, id_, key: _liked(me, "country", key) and _carries(k, i, ("country", key)),
    Reason.PLACE: lambda me, k, i, id_, key: (
        Member.get_by_id(me).country == key.partition("/")[0] and _carries(k, i, ("country", key.partition("/")[0]))
    ),
    Reason.EXPLORE: lambda me, k, i, id_, key: not id_ and not key,
}
Ground = Callable[[int, dict[str, int]], Any]
# What somebody did or said of whom nothing else is known.
GROUNDS: dict[Reason, Ground] = {
    Reason.SAVED_POST: lambda me, of: Save.create(member=me, kind="post", item=of["other"]),
    Reason.LIKED_POST: lambda me, of: PostLike.create(member=me, post=of["other"]),
    Reason.SAVED_PRODUCT: lambda me, of: Save.create(member=me, kind="product", item=of["bowl"]),
    Reason.FOLLOWED_MEMBER: lambda me, of: Follow.create(follower=me, kind="member", target=of["tang"]),
    Reason.FOLLOWED_TAG: lambda me, of: Follow.create(follower=me, kind="tag", target=of["tag"]),
    Reason.FRIEND_FOLLOWS: lambda me, of: Follow.create(follower=me, kind="member", target=of["nina"]),
    Reason.FRIEND_REPOSTED: lambda me, of: Follow.create(follower=me, kind="member", target=of["nina"]),
    Reason.TAG: lambda me, of: Weight.create(member=me, kind="tag", key="茶碗", weight=3),
    Reason.CATEGORY: lambda me, of: Interest.create(member=me, kind="category", key="ceramics-tea"),
    Reason.BRAND: lambda me, of: Interest.create(member=me, kind="brand", key=Brand.get().slug),
    Reason.COUNTRY: lambda me, of: Interest.create(member=me, kind="country", key="JP"),
    Reason.PLACE: lambda me, of: Member.update(country="JP", city="kyoto").where(Member.id == me).execute(),
    Reason.EXPLORE: lambda me, of: None,
}


def things(cast: Cast) -> dict[str, int]:
    """A world in which every reason can lead somewhere; by name, the ids that it starts from."""
    bowl = cast.product(category="tea-bowls", brand="樂", tags=("茶碗",))
    post, other = published(cast.mei, "釉色", country="JP", city="kyoto"), published(cast.tang, "毛衣", country="GB")
    PostProduct.create(post=post.id, product=bowl.id, position=1, currency="JPY", price=1)
    tag = tagged(post, "茶碗")
    Post.create(author=cast.nina.id, kind="repost", repost_of=post.id, state="published", published_at=now())
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    Similar.create(kind="post", item=other.id, other=post.id, weight=1)
    Similar.create(kind="member", item=cast.tang.id, other=cast.mei.id, weight=1)
    Member.update(posts=1).execute()
    return {"other": other.id, "bowl": bowl.id, "tang": cast.tang.id, "nina": cast.nina.id, "tag": tag.id}


def test_every_reason_that_is_shown_is_what_the_data_say(app: Any, cast: Cast, monkeypatch: Any) -> None:
    # Every place may show what nothing speaks for; what something speaks for follows.
    monkeypatch.setattr("miquan.recommendations.page.EXPLORED_IN", 1)
    of = things(cast)
    for n, (reason, ground) in enumerate(GROUNDS.items()):
        me = cast.member(f"reader_{n}", f"讀者{n}").id
        ground(me, of)
        renew(me)
        people = [one.recommendation for one in recommended_people(me, 20)]
        shown = [*recommended_posts(me).items, *recommended_goods(me).items, *people]
        assert reason in {one.reason for one in shown}, f"{reason} led nowhere"
        for one in shown:
            true = ORACLES[Reason(one.reason)](me, one.kind, one.item, one.reason_id or 0, one.reason_key)
            assert true, (reason, one)


def reasons_of_posts(cast: Cast, post: Post) -> dict[str, tuple[dict[str, Any], list[Any], str]]:
    """Reason -> what it rests on, rows each of which it needs, the sentence."""
    me = cast.ruo.id
    other = published(cast.tang, "一件毛衣")
    bowl = cast.product()
    PostProduct.create(post=post.id, product=bowl.id, position=1, currency="JPY", price=1)
    tag = tagged(post, "茶碗")
    passed = Post.create(author=cast.nina.id, kind="repost", repost_of=post.id, state="published", published_at=now())
    friend = _friend(cast)
    type(cast.ruo).update(country="JP", city="kyoto").where(type(cast.ruo).id == me).execute()
    said = Interest.create(member=me, kind="country", key="JP")
    return {
        "saved_post": ({"reason_id": other.id}, [_kept(cast, "post", other)], "因為你收藏了「一件毛衣」"),
        "liked_post": ({"reason_id": other.id}, [PostLike.create(post=other.id, member=me)], "因為你喜歡「一件毛衣」"),
        "saved_product": ({"reason_id": bowl.id}, [_kept(cast, "product", bowl)], "因為你收藏了「志野茶碗」"),
        "friend_follows": (
            {"reason_id": cast.nina.id},
            [friend, Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)],
            "你關注的妮娜也關注這個人",
        ),
        "friend_reposted": ({"reason_id": cast.nina.id}, [friend, passed], "你關注的妮娜轉發過"),
        "followed_tag": (
            {"reason_id": tag.id}, [Follow.create(follower=me, kind="tag", target=tag.id)], "因為你關注了#茶碗",
        ),
        "tag": (
            {"reason_key": "茶碗"}, [Weight.create(member=me, kind="tag", key="茶碗", weight=2)], "和你最近看的#茶碗有關",
        ),
        "country": ({"reason_key": "JP"}, [said], "因為你選了日本"),
        "place": ({"reason_key": "JP/kyoto"}, [], "和你一樣在京都"),
    }  # fmt: skip


def test_each_reason_is_told_only_while_it_is_true(app: Any, cast: Cast) -> None:
    post = published(cast.mei, "釉色", country="JP", city="kyoto")
    for reason, (more, rows, sentence) in reasons_of_posts(cast, post).items():
        Recommended.delete().execute()
        recommend(cast.ruo, "post", [post], reason, **more)
        found = recommended_posts(cast.ruo.id).items
        assert [one.why for one in found] == [sentence], reason
        for row in rows:
            key = dict(row.__data__)
            row.delete_instance()
            assert recommended_posts(cast.ruo.id).items == [], reason
            type(row).insert(key).execute()
        assert len(recommended_posts(cast.ruo.id).items) == 1, reason
        wrong = {"reason_id": 10**6} if "reason_id" in more else {"reason_key": "GB"}
        Recommended.update(**wrong).execute()
        assert recommended_posts(cast.ruo.id).items == [], reason
