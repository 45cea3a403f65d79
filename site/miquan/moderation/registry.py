"""The things that can be reported and decided about: one line a kind. A capability adds its own.

What is done to them (hidden, shown, removed) stands in `acts.py`, which may call every capability's actions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from peewee import JOIN, SQL, Case, Value, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.models import Comment, Post
from miquan.circle.queries.visible import visible_to
from miquan.groups.models import Group, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.queries.visible import known_to
from miquan.groups.rules import Verb, may
from miquan.i18n import lazy
from miquan.prepared import Prepared, padded
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.visible import visible_to as threads_for
from miquan.threads.queries.withheld import told_or_withheld
from miquan.viewer import viewer

EXCERPT = 400
REASONS = {
    "counterfeit": lazy("疑似仿冒"),
    "prohibited": lazy("不能賣或不能寄的東西"),
    "misleading": lazy("和描述不符、誤導人"),
    "stolen": lazy("盜用別人的照片或文字"),
    "offensive": lazy("冒犯、騷擾或仇恨"),
    "spam": lazy("廣告、洗版或騙人的網址"),
    "off_topic": lazy("違反群規、離題"),
    "privacy": lazy("洩漏個資"),
    "self_harm": lazy("自傷、輕生"),
    "other": lazy("其他"),
}
# What is asked of a thing that is for sale, and of what people say or are; the likeliest first.
_OF_GOODS = ("counterfeit", "prohibited", "misleading", "stolen", "offensive", "spam", "other")
_OF_TALK = ("off_topic", "privacy", "offensive", "self_harm", "spam", "misleading", "stolen", "prohibited", "other")


def reasons_for(kind: str) -> list[tuple[str, Any]]:
    """The reasons that a report of such a thing may give, in the order in which they are offered."""
    keys = _OF_GOODS if kind in ("product", "storefront") else _OF_TALK
    return [(key, REASONS[key]) for key in keys]


@dataclass(frozen=True)
class Thing:
    """A thing as moderators see it, in whatever state. `group` is the group it belongs to, None outside of groups."""

    kind: str
    id: int
    title: str
    words: str
    lang: str
    state: str
    author: int | None
    handle: str
    name: str
    slug: str
    place: str
    home: int
    number: int
    group: int | None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def url(self) -> str:
        return KINDS[self.kind].url(self)

    @property
    def desk_url(self) -> str:
        return f"{viewer().root}/desk/things/{self.kind}/{self.id}"

    @property
    def called(self) -> str:
        """One line that names it."""
        return self.title or self._begins

    @property
    def told(self) -> str:
        """What its author may be told it is called: of a reply its own words, for the title above it may be another's secret by now."""
        return self._begins if self.kind == "reply" else self.called

    @property
    def _begins(self) -> str:
        return " ".join(self.words.split())[:60]


@dataclass(frozen=True)
class Kind:
    """`rows`: a query for things with these ids, with the columns of `Thing`. `open`: whether this member may see such a thing.

    `verbs` are what can be decided of the thing itself; what can be decided of its author goes for every kind.
    """

    words: Any
    rows: Callable[[list[int]], Any]
    url: Callable[[Thing], str]
    open: Callable[[int, int], bool]
    verbs: tuple[str, ...] = ("hide", "remove")


def _text(value: Any) -> Any:
    return value.cast("text")


def _columns(kind: str, model: Any, **given: Any) -> tuple[Any, ...]:
    """The columns of `Thing` in their order; all of one type in every kind, so that they can stand in one query."""
    none, nothing = SQL("NULL").cast("integer"), Value("")
    found = {
        "title": nothing, "words": nothing, "lang": nothing, "state": nothing, "author": none,
        "slug": nothing, "place": nothing, "home": Value(0), "number": Value(0), "group": none, **given,
    }  # fmt: skip
    words = fn.SUBSTR(_text(found["words"]), 1, EXCERPT)
    return (
        _text(Value(kind)).alias("kind"), model.id.alias("id"), _text(found["title"]).alias("title"), words.alias("words"),
        _text(found["lang"]).alias("lang"), _text(found["state"]).alias("state"), found["author"].cast("integer").alias("author"),
        _text(fn.COALESCE(Member.handle, "")).alias("handle"), _text(fn.COALESCE(Member.display_name, "")).alias("name"),
        _text(found["slug"]).alias("slug"), _text(found["place"]).alias("place"), found["home"].cast("integer").alias("home"),
        found["number"].cast("integer").alias("number"), found["group"].cast("integer").alias("group"),
    )  # fmt: skip


def _products(ids: list[int]) -> Any:
    columns = _columns(
        "product", Product, title=Product.title, lang=Product.lang, state=Product.state, author=Storefront.owner, slug=Product.slug
    )  # fmt: skip
    return Product.select(*columns).join(Storefront).join(Member).where(Product.id.in_(ids))


def _posts(ids: list[int]) -> Any:
    columns = _columns(
        "post", Post, title=Post.title, words=Post.excerpt, lang=Post.lang, state=Post.state, author=Post.author, slug=Post.slug
    )  # fmt: skip
    return Post.select(*columns).join(Member, on=(Member.id == Post.author)).where(Post.id.in_(ids))


def _comments(ids: list[int]) -> Any:
    columns = _columns(
        "comment", Comment, words=Comment.body, lang=Comment.lang, state=Comment.state, author=Comment.author, home=Comment.post
    )  # fmt: skip
    return Comment.select(*columns).join(Member, on=(Member.id == Comment.author)).where(Comment.id.in_(ids))


def _members(ids: list[int]) -> Any:
    state = Case(None, ((Member.suspended_at.is_null(False), "suspended"),), "active")
    columns = _columns(
        "member", Member, title=Member.display_name, words=Member.bio, lang=Member.lang, state=state, author=Member.id
    )  # fmt: skip
    return Member.select(*columns).where(Member.id.in_(ids))


def _storefronts(ids: list[int]) -> Any:
    shop = Storefront
    columns = _columns(
        "storefront", shop, title=Member.display_name, words=shop.headline, lang=shop.lang, state=shop.state, author=shop.owner
    )  # fmt: skip
    return shop.select(*columns).join(Member).where(shop.id.in_(ids))


def _groups(ids: list[int]) -> Any:
    state = Case(None, ((Group.hidden_from != "", "hidden"), (Group.archived_at.is_null(False), "archived")), "open")
    owners = Membership.select(Membership.member).where(Membership.group == Group.id, Membership.role == "owner")
    # Whoever began it may have handed it over long ago.
    owner = fn.COALESCE(owners.order_by(Membership.id).limit(1), Group.created_by)
    columns = _columns(
        "group", Group, title=Group.name, words=Group.purpose, lang=Group.lang, state=state, author=owner,
        place=Group.slug, group=Group.id,
    )  # fmt: skip
    return Group.select(*columns).join(Member, JOIN.LEFT_OUTER, on=(Member.id == owner)).where(Group.id.in_(ids))


def _threads(ids: list[int]) -> Any:
    columns = _columns(
        "thread", Thread, title=told_or_withheld("title"), words=told_or_withheld("excerpt"), lang=Thread.lang, state=Thread.state, author=Thread.author,
        slug=Thread.slug, place=Group.slug, group=Thread.group,
    )  # fmt: skip
    rows = Thread.select(*columns).join(Group).join_from(Thread, Member, on=(Member.id == Thread.author))
    return rows.where(Thread.id.in_(ids))


def _replies(ids: list[int]) -> Any:
    columns = _columns(
        "reply", Reply, title=told_or_withheld("title"), words=Reply.body, lang=Reply.lang, state=Reply.state, author=Reply.author,
        slug=Thread.slug, place=Group.slug, home=Thread.id, number=Reply.number, group=Thread.group,
    )  # fmt: skip
    rows = Reply.select(*columns).join(Thread).join(Group).join_from(Reply, Member, on=(Member.id == Reply.author))
    return rows.where(Reply.id.in_(ids))


def _sees(model: Any, *conditions: Any, through: tuple[Any, ...] = ()) -> bool:
    rows = model.select(model.id)
    for other in through:
        rows = rows.join(other)
    return bool(rows.where(*conditions).exists())


def _open_to(me: int, seen_by: Callable[..., Any]) -> Any:
    """SQL: what this member may read, or anybody may: a block takes nobody's right away to report."""
    return seen_by(me, listed=False) | seen_by(None, listed=False)


KINDS: dict[str, Kind] = {
    "product": Kind(
        lazy("一件商品"), _products, lambda t: urls.product(t.handle, t.id, t.slug),
        lambda id_, _me: _sees(
            Product, Product.id == id_, Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active,
            through=(Storefront, Member),
        ), ("hide",),
    ),
    "post": Kind(
        lazy("一篇帖"), _posts, lambda t: urls.post(t.id, t.slug),
        lambda id_, me: _sees(Post, Post.id == id_, _open_to(me, visible_to)),
    ),
    "comment": Kind(
        lazy("一則留言"), _comments, lambda t: f"{viewer().root}/c/{t.home}/comments/{t.id}",
        lambda id_, me: _sees(
            Comment, Comment.id == id_, Comment.state == "published", _open_to(me, visible_to), through=(Post,)
        ),
    ),
    "member": Kind(
        lazy("會員"), _members, lambda t: urls.person(t.handle),
        lambda id_, _me: _sees(Member, Member.id == id_, Member.active, ~Member.handle.startswith(GONE)), (),
    ),
    "storefront": Kind(
        lazy("小店"), _storefronts, lambda t: urls.person(t.handle),
        lambda id_, _me: _sees(Storefront, Storefront.id == id_, Storefront.state.in_(PUBLIC), Member.active, through=(Member,)), ("hide",),
    ),
    "group": Kind(
        lazy("一個群"), _groups, lambda t: urls.group(t.place),
        lambda id_, me: _sees(Group, Group.id == id_, known_to(me, listed=False)), ("hide", "lock"),
    ),
    "thread": Kind(
        lazy("一個話題"), _threads, lambda t: urls.thread(t.place, t.id, t.slug),
        lambda id_, me: _sees(Thread, Thread.id == id_, _open_to(me, threads_for)), ("hide", "remove", "lock"),
    ),
    "reply": Kind(
        lazy("回覆"), _replies, lambda t: urls.thread(t.place, t.home, t.slug, t.number),
        lambda id_, me: _sees(Reply, Reply.id == id_, Reply.state == "published", _open_to(me, threads_for), through=(Thread,)),
    ),
}  # fmt: skip

# kind -> whether there is such a thing for this member
REPORTABLE: dict[str, Callable[[int, int], bool]] = {name: kind.open for name, kind in KINDS.items()}


def things(keys: list[tuple[str, int]]) -> dict[tuple[str, int], Thing]:
    """Things of any kinds by (kind, id), in one query; those that are gone are missing."""
    wanted: dict[str, list[int]] = {}
    for kind, id_ in keys:
        if kind in KINDS:
            wanted.setdefault(kind, []).append(id_)
    kinds = tuple(sorted(wanted))
    if not kinds:
        return {}
    # As many ids of each kind, so that few queries are written.
    many = max(len(padded(ids)) for ids in wanted.values())
    ids = [id_ for kind in kinds for id_ in (*wanted[kind], *[0] * (many - len(wanted[kind])))]
    rows = _WRITTEN.setdefault(kinds, Prepared(partial(_all_of, kinds))).rows(*ids)
    return {(row[0], row[1]): Thing(*row) for row in rows}


def _all_of(kinds: tuple[str, ...], *ids: Any) -> Any:
    many = len(ids) // len(kinds)
    first, *others = (KINDS[kind].rows(list(ids[n * many : (n + 1) * many])) for n, kind in enumerate(kinds))
    for other in others:
        first = first.union_all(other)
    return first.tuples()


_WRITTEN: dict[tuple[str, ...], Prepared] = {}


def thing(kind: str, id_: int) -> Thing | None:
    return things([(kind, id_)]).get((kind, id_)) if id_ < 2**31 else None


def concerns(found: Thing, member_id: int) -> bool:
    """Whether it is about this member: what they made, or a group that they look after."""
    tends = found.kind == "group" and may(role_of(member_id, found.id), Verb.TEND)
    return found.author == member_id or tends
