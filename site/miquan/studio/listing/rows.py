"""A product as the studio's list shows it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from miquan.db import now
from miquan.i18n import HTML_LANGS, iso_datetime, lazy, ngettext
from miquan.media.shown import Picture, shown
from miquan.money import Money, Price, decimal_text, price_shown
from miquan.products.rules import PUBLIC_STATES
from miquan.studio.listing.filters import LOW
from miquan.templating import when

PROBLEMS = {
    "price": lazy("需填價格"),
    "picture": lazy("需補照片"),
    "category": lazy("需選種類"),
    "late": lazy("寄出日過了"),
}


@dataclass(frozen=True)
class Parts:
    """What hangs on a page of products: (stock, reserved) of the variants, readings of 30 days, who has unsaved words.

    `untrue`: why a former price that is kept is not shown to shoppers.
    """

    stocks: dict[int, list[tuple[int | None, int]]]
    views: dict[int, int]
    unsaved: set[int]
    untrue: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`left`: how many of all variants, None where any is not counted. `problem`: a code, the first there is.

    `edit_page` is the list with this row's fields, `edit_part` the row alone.
    """

    id: int
    title: str
    lang: str
    kind: str
    state: str
    price: Price
    picture: Picture | None
    changed: datetime
    version: int
    variants: int
    left: int | None
    is_low: bool
    views: int
    unsaved: bool
    problem: str
    price_text: str
    stock_text: str
    untrue: str = ""
    edit_page: str = ""
    edit_part: str = ""

    @property
    def is_single(self) -> bool:
        """Whether price and stock can be changed here: there is one of each."""
        return self.variants == 1

    @property
    def html_lang(self) -> str:
        return HTML_LANGS.get(self.lang, self.lang)

    @property
    def problem_words(self) -> Any:
        return PROBLEMS[self.problem]

    @property
    def left_words(self) -> str:
        return ngettext("剩%(num)s件", "剩%(num)s件", self.left or 0)

    @property
    def views_text(self) -> str:
        return f"{self.views:,}"

    @property
    def changed_iso(self) -> str:
        return iso_datetime(self.changed)

    @property
    def changed_words(self) -> str:
        return when(self.changed)


def row_of(found: tuple[Any, ...], parts: Parts, here: str) -> Row:
    """From the list's columns, in their order; `here` is the list's own address."""
    (id_, title, lang, kind, state, price, price_to, currency, name, width, height, changed, version,
     category, ships_by, cover) = found  # fmt: skip
    stocks = parts.stocks.get(id_, [])
    left = _left(stocks)
    picture = shown(name, width, height, at=320)
    path, _mark, query = here.partition("?")
    return Row(
        id=id_, title=title, lang=lang, kind=kind, state=state,
        price=price_shown(price, currency, currency, from_=price_to > price),
        picture=picture, changed=changed, version=version, variants=len(stocks), left=left,
        is_low=kind == "stock" and state == "published" and left is not None and 1 <= left <= LOW,
        views=int(parts.views.get(id_, 0)), unsaved=id_ in parts.unsaved,
        problem=_problem(state, price_to, cover, category, _is_late(kind, state, ships_by)),
        price_text=decimal_text(Money(price, currency)),
        stock_text="" if len(stocks) != 1 or stocks[0][0] is None else str(stocks[0][0]),
        untrue=parts.untrue.get(id_, ""),
        edit_page=f"{path}?{query}{'&' if query else ''}edit={id_}#product-{id_}",
        edit_part=f"{path}/{id_}/row?edit=1&back={quote(here, safe='')}",
    )  # fmt: skip


def _left(stocks: list[tuple[int | None, int]]) -> int | None:
    counted = [stock - reserved for stock, reserved in stocks if stock is not None]
    return sum(counted) if stocks and len(counted) == len(stocks) else None


def _is_late(kind: str, state: str, ships_by: date | None) -> bool:
    return kind == "preorder" and state in PUBLIC_STATES and ships_by is not None and ships_by < now().date()


def _problem(state: str, price_to: int, cover: int | None, category: int | None, late: bool) -> str:
    """As `conditions.is_wrong` judges it."""
    if state == "archived":
        return ""
    found = (("price", not price_to), ("picture", cover is None), ("category", category is None), ("late", late))
    return next((code for code, wrong in found if wrong), "")
