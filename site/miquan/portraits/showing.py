"""A portrait as its owner sees it: what it holds, how much each counts, and where it came from."""

from dataclasses import dataclass
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

# So many of a kind stand on the page, and so many are drawn.
MOST_OF_A_KIND, MOST_DRAWN = 60, 16
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
    """All of it, by kind, what counts most first."""

    row: Portrait
    likings: dict[str, list[Liking]]
    picture: Picture
    drawn: list[Liking]

    @property
    def is_empty(self) -> bool:
        return not any(self.likings.values())


@dataclass(frozen=True)
class Source:
    """Something they did that something of the portrait came from; `left` is what is left of it now."""

    verb: str
    name: str
    url: str
    at: datetime
    left: float


def shown_portrait(member_id: int) -> Shown:
    """Five queries, however much there is."""
    row, (learnt, said) = portrait(member_id), learnt_and_said(member_id)
    kept = [one for one in learnt.keys() | said.keys() if one in said or abs(learnt[one]) >= rules.FAINT]
    named = words.names(kept)
    found = [_liking(one, named[one], said.get(one, ""), learnt.get(one, 0.0)) for one in kept]
    found.sort(key=lambda one: (-one.standing, one.name))
    likings = {kind: [one for one in found if one.kind == kind][:MOST_OF_A_KIND] for kind in rules.KINDS}
    best = [one for one in found if one.kind in DRAWN and one.standing > 0][:MOST_DRAWN]
    return Shown(row, likings, drawn([(one.name, one.standing) for one in best]), best)


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
