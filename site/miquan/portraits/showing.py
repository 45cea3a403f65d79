"""A portrait as its owner sees it: what it holds, how much each counts, and where it came from."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL, Value, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.circle.models import Post
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.db import now
from miquan.portraits import rules, words
from miquan.portraits.carrying import GOODS, PEOPLE, POSTS
from miquan.portraits.drawing import Picture, drawn
from miquan.portraits.models import Interest, Portrait, Signal, Weight
from miquan.portraits.queries import learnt_and_said, portrait
from miquan.portraits.rules import Aspect
from miquan.products.models import Product, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront

# So many of a kind stand on the page of all kinds, so many on a page of one; and so many are drawn.
FEW, MANY, MOST_DRAWN = 6, 30, 16
DRAWN = ("tag", "category", "brand", "country")
SOURCES = 30


@dataclass(frozen=True)
class Liking:
    """One thing of a portrait. `learnt` has decayed until now; `percent` is how much it counts, -100 where banned."""

    kind: str
    key: str
    name: str
    stance: str
    learnt: float
    standing: float

    @property
    def percent(self) -> int:
        return round(self.standing * 100)

    @property
    def id(self) -> str:
        """What its row is called in the page."""
        return f"{self.kind}-{self.key.encode().hex()[:60]}"


@dataclass(frozen=True)
class Shown:
    """What counts most of every kind; or, of one `kind`, all that it holds, page by page. `more` says where the rest is."""

    row: Portrait
    likings: dict[str, list[Liking]]
    picture: Picture
    drawn: list[Liking]
    kind: str = ""
    more: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.kind and not any(self.likings.values())


@dataclass(frozen=True)
class Source:
    """Something they did that something of the portrait came from; `left` is what is left of it now."""

    verb: str
    name: str
    url: str
    at: datetime
    left: float


def shown_portrait(member_id: int, kind: str = "", start: int = 0) -> Shown:
    """Five queries, however much there is. `more` holds, by kind, how many are left and where they begin."""
    row, (learnt, said) = portrait(member_id), learnt_and_said(member_id)
    kept = [one for one in learnt.keys() | said.keys() if one in said or abs(learnt[one]) >= rules.FAINT]
    much = {one: rules.standing(learnt.get(one, 0.0), said.get(one, "")) for one in kept}
    kept.sort(key=lambda one: (-much[one], one))
    best = [one for one in kept if one[0] in DRAWN and much[one] > 0][:MOST_DRAWN]
    end = start + MANY if kind else FEW
    whole = {each: [one for one in kept if one[0] == each] for each in ((kind,) if kind else rules.KINDS)}
    named = words.names([*best, *(one for those in whole.values() for one in those[start:end])])
    made = {one: Liking(*one, name, said.get(one, ""), learnt.get(one, 0.0), much[one]) for one, name in named.items()}
    likings = {each: [made[one] for one in those[start:end]] for each, those in whole.items()}
    more = {each: (len(those) - end, end if kind else 0) for each, those in whole.items() if len(those) > end}
    picture = drawn([(named[one], much[one]) for one in best]) if not kind else drawn([])
    return Shown(row, likings, picture, [made[one] for one in best], kind, more)


def _liking(one: Aspect, name: str, stance: str, learnt: float) -> Liking:
    return Liking(*one, name, stance, learnt, rules.standing(learnt, stance))


def one_liking(member_id: int, kind: str, key: str) -> Liking | None:
    """A thing of the portrait; None where there is nothing of it."""
    mine = {"member": member_id, "kind": kind, "key": key}
    weight, said = Weight.get_or_none(**mine), Interest.get_or_none(**mine)
    if weight is None and said is None:
        return None
    learnt = rules.decayed(weight.weight, weight.at, now()) if weight else 0.0
    return _liking((kind, key), words.names([(kind, key)])[kind, key], said.stance if said else "", learnt)


def sources(member_id: int, kind: str, key: str) -> list[Source]:
    """What they did that it came from, the newest first: one query for each kind of thing it can come from."""
    about = Value(kind), Value(key)
    mine = Signal.member == member_id
    columns = (Signal.verb, Signal.at, Signal.id)
    posts = (
        Signal.select(
            *columns, fn.COALESCE(fn.NULLIF(Post.title, ""), fn.SUBSTR(Post.excerpt, 1, 60)), Post.id, Post.slug
        )
        .join(Post, on=((Signal.kind == "post") & (Signal.item == Post.id)))
        .where(mine, POSTS.carries(*about), visible_to(member_id, listed=False))
    )
    goods = (
        Signal.select(*columns, Product.title, Member.handle, Product.id, Product.slug)
        .join(Product, on=((Signal.kind == "product") & (Signal.item == Product.id)))
        .join(Storefront, on=(Storefront.id == Product.storefront))
        .join(Member, on=(Member.id == Storefront.owner))
        .where(mine, GOODS.carries(*about), Product.state.in_(PUBLIC_STATES), unblocked(member_id, Storefront.owner))
    )
    shop = Storefront.alias("followed_shop")
    people = (
        Signal.select(*columns, Member.display_name, Member.handle)
        .join(shop, JOIN.LEFT_OUTER, on=((Signal.kind == "storefront") & (Signal.item == shop.id)))
        .join(Member, on=(((Signal.kind == "member") & (Signal.item == Member.id)) | (shop.owner == Member.id)))
        .where(mine, Signal.kind.in_(("member", "storefront")), PEOPLE.carries(*about), unblocked(member_id, Member.id))
    )
    made = [
        *_made(posts, kind, lambda name, id_, slug: (name, urls.post(id_, slug))),
        *_made(goods, kind, lambda name, handle, id_, slug: (name, urls.product(handle, id_, slug))),
        *_made(people, kind, lambda name, handle: (name, urls.person(handle))),
        *_itself(member_id, kind, key),
    ]
    return sorted(made, key=lambda one: one.at, reverse=True)[:SOURCES]


def _made(query: Any, kind: str, address: Any) -> list[Source]:
    found = []
    for verb, at, _id, *rest in query.order_by(Signal.id.desc()).limit(SOURCES).tuples():
        more = rules.added(verb, [(kind, "x")]).get((kind, "x"), 0.0)
        if more:
            name, url = address(*rest)
            found.append(Source(verb, name, url, at, rules.decayed(more, at, now())))
    return found


def _itself(member_id: int, kind: str, key: str) -> list[Source]:
    """What they followed or searched for by its own name."""
    model: Any = {"tag": Tag, "category": Category, "brand": Brand}.get(kind)
    if model is None:
        return []
    item = model.select(model.id).where(model.slug == key).limit(1)
    rows = Signal.select(Signal.verb, Signal.at, Signal.id, SQL("''")).where(
        Signal.member == member_id, Signal.kind == kind, Signal.item == item
    )
    name = words.names([(kind, key)])[kind, key]
    return _made(rows, kind, lambda _none: (name, ""))
