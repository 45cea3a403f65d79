"""A storefront's public goods for feeds: with every variant six queries, however many there are."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from miquan.brands.models import Brand
from miquan.media.models import File
from miquan.products.models import Product, ProductOption, ProductPicture, ProductText, Variant
from miquan.products.queries.prices import PriceFacts, price_facts_of, variant_key
from miquan.products.rules import PUBLIC_STATES
from miquan.text import html_to_text


@dataclass(frozen=True)
class Offered:
    """One variant. `was` is its former price, if that is true; `left` None is not counted; money in minor units."""

    id: int
    values: tuple[str, ...]
    price: int
    was: int | None
    left: int | None
    barcode: str
    weight_g: int | None
    picture: int | None


@dataclass
class Good:
    """A public product in one language. `pictures` are (row, name of the file) in order; the story is plain words."""

    id: int
    slug: str
    title: str
    story: str
    state: str
    kind: str
    currency: str
    category: int | None
    brand: str
    condition: str
    weight_g: int | None
    lead_days: int | None
    ships_by: date | None
    options: int = 0
    pictures: list[tuple[int, str]] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)

    def pictures_of(self, offer: Offered) -> list[str]:
        """Names of the files, the variant's own first."""
        own = [name for row, name in self.pictures if row == offer.picture]
        return own + [name for row, name in self.pictures if row != offer.picture]


def newest(storefront_id: int, most: int) -> dict[int, tuple[datetime, datetime]]:
    """Product -> when it was published and last changed, of those that can be had, the newest first. One query."""
    query = Product.select(Product.id, Product.published_at, Product.updated_at).where(
        Product.storefront == storefront_id, Product.state == "published"
    )
    rows = query.order_by(Product.published_at.desc(), Product.id.desc()).limit(most)
    return {id_: (published, updated) for id_, published, updated in rows.tuples()}


def goods(storefront_id: int, lang: str, most: int, before: int = 0) -> list[Good]:
    """The newest public products of a storefront that is public itself, in this language where there are words in it.

    `before`: only those older than the product of this id, whether that is still there or not.
    """
    found = {good.id: good for good in _goods(storefront_id, lang, most, before)}
    ids = list(found) or [0]
    widths = ProductOption.select(ProductOption.product, fn.COUNT(ProductOption.id)).where(
        ProductOption.product.in_(ids)
    )
    for product, width in widths.group_by(ProductOption.product).tuples():
        found[product].options = width
    for product, row, name in _pictures(ids):
        found[product].pictures.append((row, name))
    _fill_offers(found, ids)
    return list(found.values())


def _goods(storefront_id: int, lang: str, most: int, before: int) -> list[Good]:
    rows = (
        Product.select(
            Product.id, Product.slug, fn.COALESCE(ProductText.title, Product.title),
            fn.COALESCE(ProductText.story_html, Product.story_html), Product.state, Product.kind, Product.currency,
            Product.category, fn.COALESCE(Brand.name, ""), Product.condition, Product.weight_g, Product.lead_days, Product.ships_by,
        )
        .join(ProductText, JOIN.LEFT_OUTER, on=((ProductText.product == Product.id) & (ProductText.lang == lang)))
        .join_from(Product, Brand, JOIN.LEFT_OUTER)
        .where(Product.storefront == storefront_id, Product.state.in_(PUBLIC_STATES))
        .order_by(Product.id.desc())
        .limit(most)
    )  # fmt: skip
    rows = rows.where(Product.id < before) if before else rows
    return [Good(id_, slug, title, html_to_text(story), *more) for id_, slug, title, story, *more in rows.tuples()]


def _pictures(ids: list[int]) -> Any:
    rows = ProductPicture.select(ProductPicture.product, ProductPicture.id, File.name).join(File)
    return rows.where(ProductPicture.product.in_(ids), File.state == "ready").order_by(ProductPicture.position).tuples()


def _fill_offers(found: dict[int, Good], ids: list[int]) -> None:
    rows = list(Variant.select().where(Variant.product.in_(ids)).order_by(Variant.product, Variant.position))
    claimed = {v.product_id for v in rows if v.compare_at}
    known = price_facts_of(claimed) if claimed else {}
    for variant in rows:
        good = found[variant.product_id]
        good.offers.append(_offered(variant, good.options, known.get(good.id, {})))


def _offered(v: Variant, width: int, known: PriceFacts) -> Offered:
    values = (v.option1, v.option2, v.option3)[:width]
    facts = known.get(variant_key(values))
    left = None if v.stock is None else v.stock - v.reserved
    return Offered(
        v.id, values, v.price, facts.was if facts else None, left, v.barcode, v.weight_g, v.picture_id
    )  # fmt: skip
