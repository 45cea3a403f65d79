"""Everything the page of a post shows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup
from peewee import JOIN, SQL, Case, Value, fn

from miquan import text, urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.models import Post, PostPicture, PostProduct, PostRevision, PostTag, PostText
from miquan.circle.queries.cards import Done, PostCard, done_by, post_cards, where
from miquan.circle.queries.reader import ForReader
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.circle.wording import in_language
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.money import Price, price_shown
from miquan.people.shown import Person, person_of
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.products.queries import ProductCard, product_cards
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")
_OTHERS, _LATER = 4, 50
_Later = Post.alias("later_one")


@dataclass(frozen=True)
class ProductThen:
    """A product of the post: its card as it is now (None: not to be had any more), and what it cost then."""

    id: int
    card: ProductCard | None
    then: Price
    since: datetime
    has_changed: bool
    pin: tuple[int, int, int] | None


@dataclass(frozen=True)
class Beside:
    """A post that this one leads to."""

    why: str
    url: str
    title: str
    lang: str


@dataclass
class PostPage:
    """In the reader's script, unless the author's own words were asked for."""

    row: Post
    person: Person
    title: str
    lang: str
    words: Markup
    excerpt: str
    is_converted: bool
    pictures: list[Picture] = field(default_factory=list)
    products: list[ProductThen] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    original: PostCard | None = None
    done: Done = field(default_factory=Done)

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def url(self) -> str:
        return urls.post(self.row.id, self.row.slug)

    @property
    def where(self) -> str:
        return where(self.row.country, self.row.city, self.row.place)

    @property
    def name(self) -> str:
        return self.title or text.excerpt(self.excerpt, 60) or self.person.name

    def beside_by(self, why: str) -> list[Beside]:
        return [one for one in self.beside if one.why == why]


def any_post(post_id: int) -> Post | None:
    """The row in whatever state, with its author, unless a block parts the reader from them.

    `is_seen` says whether the reader may read it at its own address, `rendition` is its text in their script.
    """
    found: Post | None = _ANY.first(viewer().lang, post_id)
    return found


def _any(me: Any, lang: Any, post_id: Any) -> Any:
    is_seen = Case(None, [(visible_to(me, listed=False), 1)], 0)
    return (
        Post.select(Post, Member, _Avatar, PostText, is_seen.alias("is_seen"))
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")), attr="avatar_file")
        .join_from(
            Post, PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)), attr="rendition"
        )
        .where(Post.id == post_id, Member.active | Member.handle.startswith(GONE), unblocked(me, Post.author))
        .limit(1)
    )  # fmt: skip


_ANY = ForReader(_any)


def may_open(post: Post) -> bool:
    """Whether the reader may read it at its own address; `post` is from `any_post`."""
    return bool(post.is_seen)


def post_page(row: Post, *, original: bool = False) -> PostPage:
    """A post with all that belongs to it; `row` is from `any_post`, and the view has decided that the reader may see it."""
    rendition: PostText | None = None if original else getattr(row, "rendition", None)
    source = rendition or row
    page = PostPage(
        row=row, person=person_of(row.author), title=source.title, lang=source.lang, excerpt=source.excerpt,
        words=Markup(in_language(source.body_html, viewer().root)),  # noqa: S704  cleaned by wording.rendered when it was stored
        is_converted=rendition is not None,
    )  # fmt: skip
    page.done = done_by(viewer().id, {row.id: row.author_id}).get(row.id, Done())
    if row.repost_of_id:
        # All there is of a repost is its word.
        page.original = next(iter(post_cards([row.repost_of_id])), None)
        return page
    page.pictures = _pictures(page)
    page.products = products_then(row.id)
    page.tags = _tags(row.id)
    page.beside = _beside(row)
    return page


def _pictures(page: PostPage) -> list[Picture]:
    rows = _PICTURES.rows(page.id)
    found = (shown(name, width, height, alt or page.name) for alt, _n, name, width, height in rows)
    return [picture for picture in found if picture is not None]


_PICTURES = Prepared(
    lambda post_id: (
        PostPicture.select(PostPicture.alt, PostPicture.position, File.name, File.width, File.height)
        .join(File)
        .where(PostPicture.post == post_id, File.state == "ready")
        .order_by(PostPicture.position)
        .tuples()
    )
)


def products_then(post_id: int) -> list[ProductThen]:
    """The products of a post, in order: what they cost then, and as they are now."""
    rows = _PRODUCTS.rows(post_id)
    cards = {card.id: card for card in product_cards([row.product_id for row in rows])}
    return [_then(row, cards.get(row.product_id)) for row in rows]


_PRODUCTS = Prepared(
    lambda post_id: PostProduct.select().where(PostProduct.post == post_id).order_by(PostProduct.position)
)


def _then(row: PostProduct, card: ProductCard | None) -> ProductThen:
    then = price_shown(row.price, row.currency, viewer().currency)
    changed = card is not None and (card.price.code, card.price.number) != (then.code, then.number)
    pin = (int(row.pin_picture), row.pin_x or 0, row.pin_y or 0) if row.pin_picture is not None else None
    return ProductThen(row.product_id, card, then, row.at, changed, pin)


def _tags(post_id: int) -> list[tuple[str, str]]:
    return [(name, urls.tag(slug)) for name, slug in _TAGS.rows(post_id)]


_TAGS = Prepared(
    lambda post_id: (
        PostTag.select(Tag.name, Tag.slug).join(Tag).where(PostTag.post == post_id).order_by(PostTag.id).tuples()
    )
)


def _beside(row: Post) -> list[Beside]:
    """What it goes on with, what goes on with it, and other days of its author: one query."""
    rows = _BESIDE.rows(viewer().lang, row.id, row.author_id, row.follows_up_id or 0)
    return [
        Beside(why, urls.post(id_, slug), title or text.excerpt(excerpt, 60), written)
        for why, id_, slug, title, excerpt, written in rows
    ]


def _parts(me: Any, lang: Any, post_id: Any, author: Any, follows_up: Any) -> Any:
    seen = visible_to(me)

    def some(why: str, *conditions: Any, size: int = _OTHERS) -> Any:
        title = fn.COALESCE(PostText.title, Post.title)
        excerpt = fn.COALESCE(PostText.excerpt, Post.excerpt)
        query = (
            Post.select(Value(why), Post.id, Post.slug, title, excerpt, fn.COALESCE(PostText.lang, Post.lang))
            .join(PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)))
            .where(*conditions, seen, Post.kind != "repost")
        )
        return query.order_by(Post.published_at.desc(), Post.id.desc()).limit(size)

    # Found by themselves: nearly no post follows another, which makes a planner with statistics despise their index.
    later = _Later.select(_Later.id).where(_Later.follows_up == post_id).limit(_LATER)
    return _together(
        [
            some("earlier", Post.id == follows_up, size=1),
            some("later", Post.id.in_(later)),
            some("author", Post.author == author, Post.state == "published", Post.id != post_id),
        ]
    )


def _together(parts: list[Any]) -> Any:
    """Several ordered, limited queries as one: each as a table of its own, which both databases take."""
    whole = None
    for number, part in enumerate(parts):
        table = part.alias(f"part{number}")
        rows = Post.select(SQL(f'"part{number}".*')).from_(table)
        whole = rows if whole is None else whole.union_all(rows)
    assert whole is not None
    return whole.tuples()


_BESIDE = ForReader(_parts)


@dataclass(frozen=True)
class Version:
    """What a post was for a time."""

    version: int
    at: datetime
    data: dict[str, Any]


def versions_of(post: Post, *, own: bool, size: int = 50) -> list[Version]:
    """What a post was since it was published, the newest first.

    Others read what was for everyone, or for those whom it is for now: opening a post opens no words that were written
    for fewer.
    """
    rows = PostRevision.select(PostRevision.version, PostRevision.at, PostRevision.data)
    rows = rows.where(PostRevision.post == post.id).order_by(PostRevision.version.desc()).limit(size)
    found = (Version(*row) for row in rows.tuples())
    return [one for one in found if own or one.data.get("visibility", "public") in ("public", post.visibility)]
