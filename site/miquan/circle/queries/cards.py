"""Posts as streams show them: six queries for a page of them, however many. Only what the reader may see comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from peewee import JOIN, Value, fn

from miquan import places, text, urls
from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.circle.models import Post, PostLike, PostPicture, PostProduct, PostTag, PostText
from miquan.circle.queries.visible import visible_to
from miquan.follows.models import Follow
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.people.shown import WIDTH, Person, columns, person
from miquan.prepared import Prepared, padded
from miquan.products.models import Tag
from miquan.products.queries import ProductCard, product_cards
from miquan.viewer import viewer

PICTURES, PRODUCTS, TAGS = 4, 3, 5
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class Done:
    """What the reader has done with a post, and whether they follow its author."""

    liked: bool = False
    saved: bool = False
    reposted: bool = False
    follows: bool = False


@dataclass(frozen=True)
class PostCard:
    """One post. `lang` is that of the words shown; `is_converted`: they are the author's in the other script.

    `picture_count` may be more than the pictures that came along. `original` is what a repost passes on.
    """

    id: int
    url: str
    kind: str
    title: str
    excerpt: str
    lang: str
    is_converted: bool
    person: Person
    published_at: datetime
    edited_at: datetime | None
    visibility: str
    disclosure: str
    where: str
    likes: int
    comments: int
    saves: int
    reposts: int
    picture_count: int
    repost_of: int | None
    pictures: list[Picture] = field(default_factory=list)
    products: list[ProductCard] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    original: "PostCard | None" = None
    done: Done = field(default_factory=Done)

    @property
    def is_cut(self) -> bool:
        return self.excerpt.endswith("…")

    @property
    def name(self) -> str:
        """What lists call it."""
        return self.title or text.excerpt(self.excerpt, 60) or self.person.name


def post_cards(ids: Sequence[int]) -> list[PostCard]:
    """Cards of these posts in this order; what the reader may not see is left out, in whatever way its id was found."""
    if not ids:
        return []
    rows = _rows(ids)
    found = {row[0]: _card(row) for row in rows}
    everything = list(found)
    for name, parts in (
        ("pictures", _pictures(found)),
        ("products", _products(everything)),
        ("tags", _tags(everything)),
    ):
        for post, things in parts.items():
            getattr(found[post], name).extend(things)
    done = done_by(viewer().id, {card.id: card.person.id for card in found.values()})
    found = {id_: replace(card, done=done.get(id_, Done())) for id_, card in found.items()}
    whole = (replace(c, original=found.get(c.repost_of or 0)) for c in (found[i] for i in ids if i in found))
    return [card for card in whole if card.kind != "repost" or card.original is not None]


def _rows(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """These, and what they pass on."""
    passed = Post.select(Post.repost_of).where(Post.id.in_(list(ids)), Post.repost_of.is_null(False))
    lang = viewer().lang
    return list(
        Post.select(
            Post.id, Post.slug, Post.kind, fn.COALESCE(PostText.title, Post.title), fn.COALESCE(PostText.excerpt, Post.excerpt),
            fn.COALESCE(PostText.lang, Post.lang), Post.lang, Post.published_at, Post.edited_at, Post.visibility, Post.disclosure,
            Post.country, Post.city, Post.place, Post.likes, Post.comments, Post.saves, Post.reposts, Post.pictures, Post.repost_of,
            *columns(_Avatar),
        )
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(Post, PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)))
        .where(Post.id.in_(list(ids)) | Post.id.in_(passed))
        # The ids came from a list; being let through by one's own address is decided there.
        .where(visible_to(viewer().id, listed=False))
        .tuples()
    )  # fmt: skip


def _card(row: tuple[Any, ...]) -> PostCard:
    (id_, slug, kind, title, excerpt, lang, written, published, edited, visibility, disclosure, country, city, place,
     likes, comments, saves, reposts, pictures, repost_of, *who) = row  # fmt: skip
    assert len(who) == WIDTH
    return PostCard(
        id=id_, url=urls.post(id_, slug), kind=kind, title=title, excerpt=excerpt, lang=lang, is_converted=lang != written,
        person=person(*who), published_at=published, edited_at=edited, visibility=visibility, disclosure=disclosure,
        where=where(country, city, place), likes=likes, comments=comments, saves=saves, reposts=reposts,
        picture_count=pictures, repost_of=repost_of,
    )  # fmt: skip


def where(country: str, city: str, place: str) -> str:
    """The place as people say it: what its author called it, the city, else the country."""
    lang = viewer().lang
    town = places.city_name(country, city, lang) if city else places.country_name(country, lang) if country else ""
    return "・".join(filter(None, (town, place)))


def _pictures(cards: dict[int, PostCard]) -> dict[int, list[Picture]]:
    rows = (
        PostPicture.select(PostPicture.post, PostPicture.alt, File.name, File.width, File.height)
        .join(File)
        .where(PostPicture.post.in_(list(cards)), PostPicture.position <= PICTURES, File.state == "ready")
        .order_by(PostPicture.post, PostPicture.position)
    )
    found: dict[int, list[Picture]] = {}
    for post, alt, name, width, height in rows.tuples():
        picture = shown(name, width, height, alt or cards[post].name)
        assert picture is not None
        found.setdefault(post, []).append(picture)
    return found


def _products(posts: list[int]) -> dict[int, list[ProductCard]]:
    rows = PostProduct.select(PostProduct.post, PostProduct.product).where(
        PostProduct.post.in_(posts), PostProduct.position <= PRODUCTS
    )
    pairs = list(rows.order_by(PostProduct.post, PostProduct.position).tuples())
    cards = {card.id: card for card in product_cards(list({product for _post, product in pairs} or {0}))}
    found: dict[int, list[ProductCard]] = {}
    for post, product in pairs:
        if product in cards:
            found.setdefault(post, []).append(cards[product])
    return found


def _tags(posts: list[int]) -> dict[int, list[tuple[str, str]]]:
    rows = (
        PostTag.select(PostTag.post, Tag.name, Tag.slug).join(Tag).where(PostTag.post.in_(posts)).order_by(PostTag.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for post, name, slug in rows.tuples():
        if len(found.setdefault(post, [])) < TAGS:
            found[post].append((name, urls.tag(slug)))
    return found


def done_by(member_id: int | None, authors: dict[int, int]) -> dict[int, Done]:
    """What a member has done with these posts (id -> author), by one query; nothing for a visitor."""
    if member_id is None or not authors:
        return {}
    rows = _DONE.rows(member_id, *padded(list(authors)), *padded(list(authors.values())))
    found: dict[str, set[int]] = {"liked": set(), "saved": set(), "reposted": set(), "follows": set()}
    for what, id_ in rows:
        found[what].add(id_)
    return {
        post: Done(
            post in found["liked"], post in found["saved"], post in found["reposted"], author in found["follows"]
        )
        for post, author in authors.items()
    }


def _done(member_id: Any, *values: Any) -> Any:
    """The first half of the values are posts, the second their authors."""
    ids, authors = values[: len(values) // 2], values[len(values) // 2 :]
    liked = PostLike.select(Value("liked"), PostLike.post).where(PostLike.member == member_id, PostLike.post.in_(ids))
    saved = Save.select(Value("saved"), Save.item).where(
        Save.member == member_id, Save.kind == "post", Save.item.in_(ids)
    )
    passed = Post.select(Value("reposted"), Post.repost_of).where(
        Post.author == member_id, Post.repost_of.in_(ids), Post.state == "published"
    )
    follows = Follow.select(Value("follows"), Follow.target).where(
        Follow.follower == member_id, Follow.kind == "member", Follow.target.in_(authors)
    )
    return (liked | saved | passed | follows).tuples()


_DONE = Prepared(_done)
