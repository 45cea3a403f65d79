"""A product as the studio's list shows it."""

from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from miquan.db import now
from miquan.i18n import HTML_LANGS, iso_datetime, lazy, ngettext
from miquan.media.shown import Picture, shown
from miquan.money import Money, Price, decimal_text, price_shown
from miquan.products.rules import PUBLIC_STATES, UNCOUNTED
from miquan.studio.listing.filters import LOW
from miquan.templating import when

PROBLEMS = {
    "price": lazy("需填價格"),
    "picture": lazy("需補照片"),
    "category": lazy("需選種類"),
    "late": lazy("寄出日過了"),
}


class Row(NamedTuple):
    """The list's columns in their order, whether somebody has unsaved words of it, and why its former price is not shown.

    Everything else is worked out when it is asked for: most rows are shown as they were kept (`rowcache`).
    """

    id: int
    title: str
    lang: str
    kind: str
    state: str
    lowest: int
    highest: int
    currency: str
    file: str | None
    width: int | None
    height: int | None
    changed: datetime
    version: int
    category: int | None
    ships_by: date | None
    cover: int | None
    stock_left: int
    variants: int
    views: int
    unsaved: bool
    untrue: str = ""

    @property
    def price(self) -> Price:
        return price_shown(self.lowest, self.currency, self.currency, from_=self.highest > self.lowest)

    @property
    def price_text(self) -> str:
        return decimal_text(Money(self.lowest, self.currency))

    @property
    def picture(self) -> Picture | None:
        return shown(self.file, self.width, self.height, at=320)

    @property
    def is_single(self) -> bool:
        """Whether price and stock can be changed here: there is one of each."""
        return self.variants == 1

    @property
    def left(self) -> int | None:
        """How many of all variants, None where any is not counted."""
        return None if self.stock_left == UNCOUNTED else self.stock_left

    @property
    def is_low(self) -> bool:
        return self.kind == "stock" and self.state == "published" and 1 <= self.stock_left <= LOW

    @property
    def is_late(self) -> bool:
        """As `conditions.is_late` judges it."""
        due = self.kind == "preorder" and self.state in PUBLIC_STATES and self.ships_by is not None
        return due and self.ships_by < now().date()  # type: ignore[operator]

    @property
    def problem(self) -> str:
        """A code, the first there is, as `conditions.is_wrong` judges it."""
        if self.state == "archived":
            return ""
        found = (
            ("price", not self.highest), ("picture", self.cover is None), ("category", self.category is None),
            ("late", self.is_late),
        )  # fmt: skip
        return next((code for code, wrong in found if wrong), "")

    @property
    def problem_words(self) -> Any:
        return PROBLEMS[self.problem]

    @property
    def html_lang(self) -> str:
        return HTML_LANGS.get(self.lang, self.lang)

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


class Links(NamedTuple):
    """Where the rows of one list lead: to the list with a row's fields, and to the row alone."""

    page: str
    part: str
    end: str

    def to_page(self, row: Row) -> str:
        return f"{self.page}edit={row.id}#product-{row.id}"

    def to_part(self, row: Row) -> str:
        return f"{self.part}/{row.id}{self.end}"


def links(here: str) -> Links:
    """The links of a list; `here` is its own address, for its rows to come back to."""
    path, _mark, query = here.partition("?")
    return Links(f"{path}?{query}{'&' if query else ''}", path, f"/row?edit=1&back={quote(here, safe='')}")
