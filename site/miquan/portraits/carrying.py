"""What posts, people and products carry that a portrait knows: conditions in SQL, alike for the three."""

from abc import ABC, abstractmethod
from typing import Any

from peewee import SQL, Case, Value, fn

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.circle.models import Post, PostProduct, PostTag
from miquan.portraits.rules import BANDS
from miquan.products.models import Product, ProductTag, Tag
from miquan.storefronts.models import Expertise, Storefront

_ONE = SQL("1")
_NEVER = SQL("1 = 0")
_Kind = Category.alias("carried_kind")
_Made = Brand.alias("carried_brand")
_Named = Tag.alias("carried_tag")
_In = Product.alias("carried_good")
_Told = Post.alias("told_post")
_Kept = Storefront.alias("kept_shop")
_Me = Member.alias("the_reader")


class Target(ABC):
    """A kind of thing as a query has it: `id` its column, `who` the column of the member whose it is."""

    kind = ""
    id: Any
    who: Any

    def carries(self, kind: Any, key: Any) -> Any:
        """SQL: it is about this; `kind` and `key` are columns of a portrait."""
        about = {
            "tag": self.tagged(_Named.slug == key), "category": self.of_category(key), "brand": self.of_brand(key),
            "country": self.country() == key, "language": self.language() == key, "band": self.band() == key,
        }  # fmt: skip
        found: Any = _NEVER
        for name, condition in about.items():
            found |= (kind == name) & condition
        return found

    def carries_tag_id(self, id_: Any) -> Any:
        return self.tagged(_Named.id == id_)

    def is_near(self, me: int, key: Any) -> Any:
        """SQL: it is from where the reader lives; `key` is a country's code, or that and a city."""
        mine = Case(None, [(_Me.city == "", _Me.country)], _Me.country.concat("/").concat(_Me.city))
        here = Case(None, [(self.city() == "", self.country())], self.country().concat("/").concat(self.city()))
        live = _Me.select(_ONE).where(_Me.id == me, (key == mine) | (key == _Me.country))
        return fn.EXISTS(live) & ((here == key) | (self.country() == key))

    @abstractmethod
    def tagged(self, which: Any) -> Any:
        """SQL: it carries a tag of which this is true."""

    @abstractmethod
    def of_category(self, key: Any) -> Any:
        """SQL: it is of the category with this slug, or of one beneath."""

    def of_brand(self, key: Any) -> Any:
        return _NEVER

    def country(self) -> Any:
        return Value("")

    def city(self) -> Any:
        return Value("")

    def language(self) -> Any:
        return Value("")

    def band(self) -> Any:
        return Value("")


def beneath(path: Any, key: Any) -> Any:
    """SQL: a category of this `path` is the one with the slug `key`, or lies under it."""
    return Value("/").concat(path).concat("/").contains(Value("/").concat(key).concat("/"))


def band_of(cents: Any) -> Any:
    """SQL: the band of prices that an amount in euro cents lies in; empty for none."""
    return Case(None, [(cents <= 0, ""), *((cents < top, name) for name, top in BANDS[:-1])], BANDS[-1][0])


class Posts(Target):
    """Rows of `Post`."""

    kind, id, who = "post", Post.id, Post.author

    def tagged(self, which: Any) -> Any:
        rows = PostTag.select(_ONE).join(_Named, on=(_Named.id == PostTag.tag))
        return fn.EXISTS(rows.where(PostTag.post == Post.id, which))

    def of_category(self, key: Any) -> Any:
        rows = _in_posts().join(_Kind, on=(_Kind.id == _In.category))
        return fn.EXISTS(rows.where(PostProduct.post == Post.id, beneath(_Kind.path, key)))

    def of_brand(self, key: Any) -> Any:
        rows = _in_posts().join(_Made, on=(_Made.id == _In.brand))
        return fn.EXISTS(rows.where(PostProduct.post == Post.id, _Made.slug == key))

    def country(self) -> Any:
        return Post.country

    def city(self) -> Any:
        return Post.city

    def language(self) -> Any:
        return Post.lang


def _in_posts() -> Any:
    return PostProduct.select(_ONE).join(_In, on=(_In.id == PostProduct.product))


class People(Target):
    """Rows of `Member`. What they do not tell of where they live is no reason."""

    kind, id, who = "member", Member.id, Member.id

    def tagged(self, which: Any) -> Any:
        rows = (
            PostTag.select(_ONE).join(_Named, on=(_Named.id == PostTag.tag)).join(_Told, on=(_Told.id == PostTag.post))
        )
        public = (_Told.author == Member.id, _Told.state == "published", _Told.visibility == "public")
        return fn.EXISTS(rows.where(which, *public))

    def of_category(self, key: Any) -> Any:
        rows = Expertise.select(_ONE).join(_Kept, on=(_Kept.id == Expertise.storefront))
        rows = rows.join(_Kind, on=(_Kind.id == Expertise.category))
        return fn.EXISTS(rows.where(_Kept.owner == Member.id, _Kept.state == "open", beneath(_Kind.path, key)))

    def country(self) -> Any:
        return Case(None, [(Member.place_shown == "nobody", "")], Member.country)

    def city(self) -> Any:
        return Case(None, [(Member.place_shown == "city", Member.city)], "")


class Goods(Target):
    """Rows of `Product`, joined with `Storefront`."""

    kind, id, who = "product", Product.id, Storefront.owner

    def tagged(self, which: Any) -> Any:
        rows = ProductTag.select(_ONE).join(_Named, on=(_Named.id == ProductTag.tag))
        return fn.EXISTS(rows.where(ProductTag.product == Product.id, which))

    def of_category(self, key: Any) -> Any:
        return fn.EXISTS(_Kind.select(_ONE).where(_Kind.id == Product.category, beneath(_Kind.path, key)))

    def of_brand(self, key: Any) -> Any:
        return fn.EXISTS(_Made.select(_ONE).where(_Made.id == Product.brand, _Made.slug == key))

    def country(self) -> Any:
        return fn.COALESCE(fn.NULLIF(Product.shop_country, ""), Product.origin_country)

    def language(self) -> Any:
        return Product.lang

    def band(self) -> Any:
        return band_of(Product.price_eur)


POSTS, PEOPLE, GOODS = Posts(), People(), Goods()
