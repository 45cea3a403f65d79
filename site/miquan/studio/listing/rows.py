"""A product as the studio's list shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from miquan import urls
from miquan.db import now
from miquan.media.shown import Picture, shown
from miquan.money import Money, Price, decimal_text, price_shown
from miquan.products.models import Variant
from miquan.products.rules import PUBLIC_STATES
from miquan.studio.listing.filters import LOW


@dataclass(frozen=True)
class Parts:
    """What hangs on a page of products: variants in their order, readings of 30 days, who has unsaved words."""

    variants: dict[int, list[Variant]]
    views: dict[int, int]
    unsaved: set[int]


@dataclass(frozen=True)
class Row:
    """`left`: how many of all variants, None where any is not counted. `problem`: a code, the first there is."""

    id: int
    title: str
    lang: str
    kind: str
    state: str
    price: Price
    picture: Picture | None
    changed: datetime
    url: str
    version: int
    variants: int
    left: int | None
    is_low: bool
    views: int
    unsaved: bool
    problem: str
    price_text: str
    stock_text: str

    @property
    def is_single(self) -> bool:
        """Whether price and stock can be changed here: there is one of each."""
        return self.variants == 1


def row_of(found: tuple[Any, ...], handle: str, parts: Parts) -> Row:
    """From the list's columns, in their order."""
    (id_, title, lang, kind, state, price, price_to, currency, name, width, height, changed, slug, version,
     category, ships_by) = found  # fmt: skip
    variants = parts.variants.get(id_, [])
    left = _left(variants)
    picture = shown(name, width, height, at=320)
    return Row(
        id=id_, title=title, lang=lang, kind=kind, state=state,
        price=price_shown(price, currency, currency, from_=price_to > price),
        picture=picture, changed=changed, url=urls.product(handle, id_, slug), version=version,
        variants=len(variants), left=left,
        is_low=kind == "stock" and state == "published" and left is not None and 1 <= left <= LOW,
        views=int(parts.views.get(id_, 0)), unsaved=id_ in parts.unsaved,
        problem=_problem(state, price_to, picture, category, _is_late(kind, state, ships_by)),
        price_text=decimal_text(Money(price, currency)),
        stock_text="" if len(variants) != 1 or variants[0].stock is None else str(variants[0].stock),
    )  # fmt: skip


def _left(variants: list[Variant]) -> int | None:
    stocks: list[tuple[int | None, int]] = [(v.stock, v.reserved) for v in variants]
    counted = [stock - reserved for stock, reserved in stocks if stock is not None]
    return sum(counted) if stocks and len(counted) == len(stocks) else None


def _is_late(kind: str, state: str, ships_by: date | None) -> bool:
    return kind == "preorder" and state in PUBLIC_STATES and ships_by is not None and ships_by < now().date()


def _problem(state: str, price_to: int, picture: Picture | None, category: int | None, late: bool) -> str:
    """As `conditions.is_wrong` judges it."""
    if state == "archived":
        return ""
    found = (("price", not price_to), ("picture", picture is None), ("category", category is None), ("late", late))
    return next((code for code, wrong in found if wrong), "")
