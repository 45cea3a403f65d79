"""Product cards: one query for a page of them, plain objects for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from peewee import JOIN, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.db import beside
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.money import Price, price_shown
from miquan.people.shown import WIDTH, Person, columns, person
from miquan.prepared import Prepared, padded
from miquan.products.models import Product, ProductPicture, ProductText
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.viewer import viewer

_Cover = File.alias("cover_file")
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class ProductCard:
    """One product as a card shows it. `highlight` is the title with search words marked."""

    id: int
    url: str
    title: str
    title_lang: str
    kind: str
    state: str
    picture: Picture | None
    price: Price
    person: Person | None
    highlight: Markup | None = None


def product_cards(ids: Sequence[int]) -> list[ProductCard]:
    """Cards of these products in this order; a product that is gone, or of somebody whom a block parts, is left out."""
    if not ids:
        return []
    who = viewer()
    rows = _ROWS.rows(who.lang, *padded(ids))
    found = {row[0]: _card(row) for row in rows if row[-WIDTH] not in who.parted}
    return [found[i] for i in ids if i in found]


def _rows(lang: Any, *ids: Any) -> Any:
    return (
        Product.select(
            Product.id, Product.slug, fn.COALESCE(ProductText.title, Product.title),
            fn.COALESCE(ProductText.lang, Product.lang), Product.kind, Product.state,
            Product.price, Product.price_to, Product.currency,
            _Cover.name, _Cover.width, _Cover.height, ProductPicture.alt,
            *columns(_Avatar),
        )
        .join(Storefront)
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join(_Cover, JOIN.LEFT_OUTER, on=((_Cover.id == Product.cover) & (_Cover.state == "ready")))
        .join(
            ProductPicture,
            JOIN.LEFT_OUTER,
            on=((ProductPicture.product == Product.id) & (ProductPicture.file == Product.cover)),
        )
        .join(
            ProductText,
            JOIN.LEFT_OUTER,
            on=((ProductText.product == Product.id) & (ProductText.lang == lang)),
        )
        .where(Product.id.in_(ids), beside(Product.state).in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
        .tuples()
    )  # fmt: skip


_ROWS = Prepared(_rows)


def _card(row: tuple[Any, ...]) -> ProductCard:
    (id_, slug, title, lang, kind, state, price, price_to, currency, cover, width, height, alt,
     *who) = row  # fmt: skip
    return ProductCard(
        id=id_,
        url=urls.product(who[1], id_, slug),
        title=title,
        title_lang=lang,
        kind=kind,
        state=state,
        picture=shown(cover, width, height, alt or title),
        price=price_shown(price, currency, viewer().currency, from_=price_to > price),
        person=person(*who),
    )
