"""What things are about, as a portrait knows it: a few queries for any number of them.

Only what everyone may see counts; what is for followers, hidden, or by somebody who left says nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.circle.models import Post, PostProduct, PostTag
from miquan.portraits.models import KEY_LIMIT
from miquan.portraits.rules import Aspect, band_of
from miquan.products.models import Product, ProductTag, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Expertise, Storefront

Thing = tuple[str, int]


@dataclass
class About:
    """Whose a thing is (0: nobody's), and what it is about."""

    owner: int = 0
    aspects: set[Aspect] = field(default_factory=set)

    def add(self, kind: str, key: str | None) -> None:
        if key and len(key) <= KEY_LIMIT:
            self.aspects.add((kind, key))


def about(things: Iterable[Thing], *, any_state: bool = False) -> dict[Thing, About]:
    """What these are about; what is not for everyone is left out, unless it is asked for in `any_state`."""
    by_kind: dict[str, set[int]] = {}
    for kind, id_ in things:
        by_kind.setdefault(kind, set()).add(id_)
    found: dict[Thing, About] = {}
    for kind, ids in by_kind.items():
        read = _READERS.get(kind)
        if read is not None:
            found.update({(kind, id_): one for id_, one in read(ids, any_state).items()})
    return found


def _posts(ids: Collection[int], any_state: bool) -> dict[int, About]:
    rows = Post.select(Post.id, Post.author, Post.country, Post.lang).join(Member).where(Post.id.in_(list(ids)))
    if not any_state:
        rows = rows.where(Post.state == "published", Post.visibility == "public", Member.active)
    found: dict[int, About] = {}
    for id_, author, country, lang in rows.tuples():
        found[id_] = one = About(author)
        one.add("country", country)
        one.add("language", lang)
    tags = PostTag.select(PostTag.post, Tag.slug).join(Tag).where(PostTag.post.in_(list(found) or [0]))
    for id_, slug in tags.tuples():
        found[id_].add("tag", slug)
    goods = PostProduct.select(PostProduct.post, Category.slug, Brand.slug, Product.price_eur).join(Product)
    goods = goods.join(Category, JOIN.LEFT_OUTER).join_from(Product, Brand, JOIN.LEFT_OUTER)
    for id_, *good in goods.where(PostProduct.post.in_(list(found) or [0])).tuples():
        _add_good(found[id_], *good)
    return found


def _add_good(one: About, category: str | None, brand: str | None, cents: int) -> None:
    one.add("category", category)
    one.add("brand", brand)
    one.add("band", band_of(cents))


def _products(ids: Collection[int], any_state: bool) -> dict[int, About]:
    rows = (
        Product.select(
            Product.id, Storefront.owner, Product.shop_country, Product.origin_country, Product.lang,
            Category.slug, Brand.slug, Product.price_eur,
        )
        .join(Storefront)
        .join(Member)
        .join_from(Product, Category, JOIN.LEFT_OUTER)
        .join_from(Product, Brand, JOIN.LEFT_OUTER)
        .where(Product.id.in_(list(ids)))
    )  # fmt: skip
    if not any_state:
        rows = rows.where(Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
    found: dict[int, About] = {}
    for id_, owner, bought, made, lang, *good in rows.tuples():
        found[id_] = one = About(owner)
        one.add("country", bought or made)
        one.add("language", lang)
        _add_good(one, *good)
    tags = ProductTag.select(ProductTag.product, Tag.slug).join(Tag).where(ProductTag.product.in_(list(found) or [0]))
    for id_, slug in tags.tuples():
        found[id_].add("tag", slug)
    return found


def _members(ids: Collection[int], any_state: bool) -> dict[int, About]:
    """Where they let others know that they live, and what they say they know as buyers."""
    rows = Member.select(Member.id, Member.country, Member.place_shown).where(Member.id.in_(list(ids)))
    found = {}
    for id_, country, shown in (rows if any_state else rows.where(Member.active)).tuples():
        found[id_] = one = About(id_)
        one.add("country", country if shown != "nobody" else "")
    known = Expertise.select(Storefront.owner, Category.slug).join(Storefront).join_from(Expertise, Category)
    public = Storefront.state.in_(PUBLIC)
    for owner, slug in known.where(Storefront.owner.in_(list(found) or [0]), public).tuples():
        found[owner].add("category", slug)
    return found


def _storefronts(ids: Collection[int], any_state: bool) -> dict[int, About]:
    """What their buyers are about."""
    rows = Storefront.select(Storefront.id, Storefront.owner).where(Storefront.id.in_(list(ids)))
    shops = dict((rows if any_state else rows.where(Storefront.state.in_(PUBLIC))).tuples())
    people = _members(list(shops.values()), any_state)
    return {shop: people[owner] for shop, owner in shops.items() if owner in people}


def _named(kind: str, model: Any) -> Any:
    def read(ids: Collection[int], _any_state: bool) -> dict[int, About]:
        rows = model.select(model.id, model.slug).where(model.id.in_(list(ids)))
        return {id_: About(0, {(kind, slug)}) for id_, slug in rows.tuples()}

    return read


_READERS: dict[str, Any] = {
    "post": _posts, "product": _products, "member": _members, "storefront": _storefronts,
    "tag": _named("tag", Tag), "category": _named("category", Category), "brand": _named("brand", Brand),
}  # fmt: skip
