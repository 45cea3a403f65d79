"""The ways that lead from a member to what might be recommended: each by an index, and each brings only so much along."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import SQL

from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.circle.models import Post, PostLike, PostProduct, PostTag
from miquan.db import now
from miquan.follows.models import Follow
from miquan.portraits.queries import named, portrait
from miquan.portraits.rules import Taste
from miquan.products.models import Product, ProductTag, Tag
from miquan.recommendations.models import Similar
from miquan.recommendations.rules import HISTORY, OF_A_WAY
from miquan.storefronts.models import Expertise, Storefront

# Candidate, reason, its id, its key, how much of what the reason gives.
Way = tuple[int, str, int | None, str, float]
_TAGS, _CATEGORIES, _BRANDS, _COUNTRIES = 12, 6, 6, 4
_OF_A_TAG, _OF_A_GOOD, _OF_A_PERSON = 40, 3, 3
_RECENT = timedelta(days=180)
_NEWEST = 1_000
# Of so many rows of friends' follows those are counted that are followed by most.
_FRIENDS_FOLLOWS = 2_000
_OUT = (Post.state == "published") & (Post.visibility == "public") & (Post.kind != "repost")
_HAD = (Product.state == "published") & Product.available


@dataclass(frozen=True)
class Reader:
    """What is known of a member before anything is looked for: newest first."""

    id: int
    taste: Taste
    country: str
    city: str
    role: str
    saved_posts: list[int]
    liked_posts: list[int]
    saved_products: list[int]
    friends: list[int]
    tags: list[int]
    reads: list[str]

    @property
    def place(self) -> str:
        return f"{self.country}/{self.city}" if self.city else self.country


def reader(member_id: int, taste: Taste) -> Reader:
    country, city = Member.select(Member.country, Member.city).where(Member.id == member_id).tuples().get()
    saved = list(_column(
        Save.select(Save.kind, Save.item).where(Save.member == member_id).order_by(Save.id.desc()).limit(2 * HISTORY)
    ))  # fmt: skip
    likes = PostLike.select(PostLike.post).where(PostLike.member == member_id).order_by(PostLike.id.desc())
    follows = Follow.select(Follow.kind, Follow.target).where(Follow.follower == member_id, Follow.kind != "storefront")
    followed = list(_column(follows.order_by(Follow.id.desc()).limit(2 * HISTORY)))
    return Reader(
        member_id, taste, country, city, portrait(member_id).role,
        [item for kind, item in saved if kind == "post"][:HISTORY],
        [post for (post,) in _column(likes.limit(HISTORY))],
        [item for kind, item in saved if kind == "product"][:HISTORY],
        [target for kind, target in followed if kind == "member"][:HISTORY],
        [target for kind, target in followed if kind == "tag"][:_TAGS],
        [key for kind, key in named(member_id) if kind == "language"],
    )  # fmt: skip


def _column(query: Any) -> Iterator[Any]:
    yield from query.tuples()


def _of_each(keys: list[int], rows_of: Callable[[int], Any], most: int) -> Iterator[Any]:
    """So many rows of each key by its own way through the index, all in one query: one popular key hides no other."""
    whole: Any = None
    for number, key in enumerate(keys):
        part = rows_of(key).limit(most).alias(f"part{number}")
        rows = Post.select(SQL(f'"part{number}".*')).from_(part)
        whole = rows if whole is None else whole.union_all(rows)
    if whole is not None:
        yield from whole.tuples()


def _posts_with(goods: list[int]) -> Iterator[tuple[int, int]]:
    """(post, product): the newest posts that hold each of these."""

    def rows(good: int) -> Any:
        found = PostProduct.select(PostProduct.post, PostProduct.product).where(PostProduct.product == good)
        return found.order_by(PostProduct.post.desc())

    yield from _of_each(goods, rows, _OF_A_GOOD)


def _written_by(author: int) -> Any:
    query = Post.select(Post.id, Post.author).where(Post.author == author, _OUT)
    return query.order_by(Post.published_at.desc(), Post.id.desc())


def _passed_on_by(friend: int) -> Any:
    query = Post.select(Post.repost_of, Post.author).where(Post.author == friend, Post.repost_of > 0)
    return query.where(Post.state == "published", Post.visibility == "public").order_by(Post.id.desc())


def to_posts(who: Reader) -> Iterator[Way]:
    yield from _alike("post", who.saved_posts, "saved_post")
    yield from _alike("post", who.liked_posts, "liked_post")
    for post, product in _posts_with(who.saved_products):
        yield post, "saved_product", product, "", 0.6
    for post, friend in _of_each(who.friends[:OF_A_WAY], _passed_on_by, _OF_A_PERSON):
        yield post, "friend_reposted", friend, "", 1.0
    theirs = {author: (friend, much) for author, _r, friend, _k, much in _friends_follow(who)}
    for post, author in _of_each(list(theirs), _written_by, _OF_A_PERSON):
        yield post, "friend_follows", theirs[author][0], "", theirs[author][1]
    yield from _posts_by_tags(who)
    yield from _posts_by_portrait(who)
    if who.country:
        here = Post.country == who.country
        for post in _newest_posts(here & (Post.city == who.city) if who.city else here):
            yield post, "place", None, who.place, 1.0


def _alike(kind: str, history: list[int], reason: str) -> Iterator[Way]:
    """What those kept or followed who did so with something of the history; the best counts whole."""
    rows = list(_column(
        Similar.select(Similar.item, Similar.other, Similar.weight)
        .where(Similar.kind == kind, Similar.item.in_(history or [0]), Similar.other.not_in(history or [0]))
        .order_by(Similar.weight.desc()).limit(8 * OF_A_WAY)
    ))  # fmt: skip
    most = rows[0][2] if rows else 1.0
    for item, other, weight in rows:
        yield other, reason, item, "", weight / most


def _friends_follow(who: Reader) -> Iterator[Way]:
    """Whom those follow whom they follow, as far as these let others see it; followed by many of them counts more."""
    rows = (
        Follow.select(Follow.target, Follow.follower)
        .join(Member)
        .where(Follow.follower.in_(who.friends or [0]), Follow.kind == "member", Member.follows_seen_by != "nobody")
        .order_by(Follow.id.desc())
        .limit(_FRIENDS_FOLLOWS)
    )
    first: dict[int, int] = {}
    counted: Counter[int] = Counter()
    for target, friend in _column(rows):
        first.setdefault(target, friend)
        counted[target] += 1
    for target, times in counted.most_common(OF_A_WAY):
        yield target, "friend_follows", first[target], "", 0.4 + 0.2 * times


def _tags_of(who: Reader) -> list[tuple[int, str, int | None, str, float]]:
    """(tag, reason, reason's id, reason's key, how much) of tags that they follow, and of those in their portrait."""
    liked = who.taste.best("tag", _TAGS)
    ids = dict(_column(Tag.select(Tag.slug, Tag.id).where(Tag.slug.in_(liked or [""]))))
    followed: list[tuple[int, str, int | None, str, float]] = [(tag, "followed_tag", tag, "", 1.0) for tag in who.tags]
    return followed + [
        (ids[slug], "tag", None, slug, who.taste.standings["tag", slug]) for slug in liked if slug in ids
    ]  # fmt: skip


def _posts_by_tags(who: Reader) -> Iterator[Way]:
    for tag, reason, id_, key, much in _tags_of(who):
        rows = PostTag.select(PostTag.post).where(PostTag.tag == tag).order_by(PostTag.at.desc(), PostTag.post.desc())
        for (post,) in _column(rows.limit(_OF_A_TAG)):
            yield post, reason, id_, key, much


def _posts_by_portrait(who: Reader) -> Iterator[Way]:
    for kind, key, goods in (*_by_category(who), *_by_brand(who)):
        for post, _good in _posts_with(goods[:OF_A_WAY]):
            yield post, kind, None, key, who.taste.standings[kind, key]
    for country in who.taste.best("country", _COUNTRIES):
        for post in _newest_posts(Post.country == country):
            yield post, "country", None, country, who.taste.standings["country", country]


def _newest_posts(where: Any, most: int = OF_A_WAY) -> list[int]:
    rows = Post.select(Post.id).where(_OUT, where).order_by(Post.published_at.desc(), Post.id.desc()).limit(most)
    return [post for (post,) in _column(rows)]


def _newest_goods(where: Any, most: int = OF_A_WAY) -> list[int]:
    rows = Product.select(Product.id).where(_HAD, where, Product.published_at > now() - 2 * _RECENT)
    return [good for (good,) in _column(rows.order_by(Product.published_at.desc(), Product.id.desc()).limit(most))]


def _subtree(slug: str) -> list[int]:
    """The ids of a category and of all beneath it."""
    node = tree().by_slug.get(slug)
    return [one.id for one in tree().order[node.place : node.last + 1]] if node else [0]


def _by_category(who: Reader) -> Iterator[tuple[str, str, list[int]]]:
    for slug in who.taste.best("category", _CATEGORIES):
        yield "category", slug, _newest_goods(Product.category.in_(_subtree(slug)), 2 * OF_A_WAY)


def _by_brand(who: Reader) -> Iterator[tuple[str, str, list[int]]]:
    liked = who.taste.best("brand", _BRANDS)
    for id_, slug in _column(Brand.select(Brand.id, Brand.slug).where(Brand.slug.in_(liked or [""]))):
        yield "brand", slug, _newest_goods(Product.brand == id_)


def to_goods(who: Reader) -> Iterator[Way]:
    yield from _alike("product", who.saved_products, "saved_product")
    for kind, key, goods in (*_by_category(who), *_by_brand(who)):
        for good in goods:
            yield good, kind, None, key, who.taste.standings[kind, key]
    for tag, reason, id_, key, much in _tags_of(who):
        rows = ProductTag.select(ProductTag.product).where(ProductTag.tag == tag).order_by(ProductTag.product.desc())
        for (good,) in _column(rows.limit(_OF_A_TAG)):
            yield good, reason, id_, key, much
    theirs = {owner: (friend, much) for owner, _r, friend, _k, much in _friends_follow(who)}
    shops = dict(
        _column(Storefront.select(Storefront.id, Storefront.owner).where(Storefront.owner.in_(list(theirs) or [0])))
    )
    for good, shop in _of_each(list(shops), _brought_by, _OF_A_PERSON):
        yield good, "friend_follows", theirs[shops[shop]][0], "", theirs[shops[shop]][1]


def _brought_by(shop: int) -> Any:
    query = Product.select(Product.id, Product.storefront).where(Product.storefront == shop, _HAD)
    return query.order_by(Product.published_at.desc(), Product.id.desc())


def to_people(who: Reader) -> Iterator[Way]:
    yield from _alike("member", who.friends, "followed_member")
    yield from _friends_follow(who)
    for slug in who.taste.best("category", _CATEGORIES):
        knows = (
            Storefront.select(Storefront.owner)
            .join(Expertise)
            .where(Expertise.category.in_(_subtree(slug)), Storefront.state == "open")
        )
        for (owner,) in _column(knows.order_by(Storefront.product_count.desc(), Storefront.id).limit(OF_A_WAY)):
            yield owner, "category", None, slug, who.taste.standings["category", slug]
    tagged = list(_posts_by_tags(who))
    authors = dict(
        _column(Post.select(Post.id, Post.author).where(_OUT, Post.id.in_([way[0] for way in tagged] or [0])))
    )
    for post, reason, id_, key, much in tagged:
        if post in authors:
            yield authors[post], reason, id_, key, much
    yield from _people_there(who)


def _people_there(who: Reader) -> Iterator[Way]:
    """Buyers who live in countries that they like to read about, or where they live themselves."""
    liked = who.taste.best("country", _COUNTRIES)
    for country in dict.fromkeys((*liked, who.country)):
        here = Storefront.select(Storefront.owner, Member.city).join(Member).where(Member.country == country)
        for owner, city in _column(
            here.where(Storefront.state == "open").order_by(Storefront.product_count.desc()).limit(OF_A_WAY)
        ):
            if country in liked:
                yield owner, "country", None, country, who.taste.standings["country", country]
            if country == who.country and country:
                near = bool(who.city) and city == who.city
                yield owner, "place", None, who.place if near else country, 1.0 if near else 0.6


def unexpected(kind: str) -> list[int]:
    """Things that no reason has to speak for: what is hot, and who wrote it; goods that are new."""
    if kind == "product":
        return _newest_goods(Product.published_at.is_null(False), OF_A_WAY * 2)
    hot = (
        Post.select(Post.id, Post.author).where(_OUT).order_by(Post.hotness.desc(), Post.id.desc()).limit(OF_A_WAY * 2)
    )
    rows = list(_column(hot))
    return [post for post, _author in rows] if kind == "post" else _once(author for _post, author in rows)


def _once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
