"""What a buyer's first page of the day reads: what waits for them, what was read, what they left unsaved."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from miquan.db import now
from miquan.prepared import Prepared
from miquan.products.models import Product, StorefrontDay
from miquan.products.readings import WEEK
from miquan.storefronts.models import Storefront
from miquan.studio.listing import conditions
from miquan.studio.listing.filters import Filters
from miquan.studio.listing.queries import state_counts
from miquan.studio.models import EditorDraft

_MOST = 5
_COUNTED = ("problems", "low", "old")


@dataclass(frozen=True)
class Waiting:
    """How many goods ask for something, by the name that the list filters by; and of each state."""

    needs: dict[str, int]
    states: dict[str, int]


@dataclass(frozen=True)
class Day:
    """Readings of one day (UTC)."""

    day: date
    views: int


@dataclass(frozen=True)
class Read:
    """A product and how often it was read this week."""

    id: int
    title: str
    lang: str
    state: str
    views: int


def waiting(storefront: Storefront) -> Waiting:
    """One query, which reads nothing but indexes; each count by itself, because each has an index that suits it."""
    row = _COUNTS.first(*conditions.asked(storefront.id, Filters())) or (0,) * len(_COUNTED)
    return Waiting(dict(zip(_COUNTED, row, strict=True)), state_counts(storefront))


def _counts(shop: Any, today: Any, long_ago: Any) -> Any:
    where = [conditions.need(name, shop, today, long_ago) for name in _COUNTED]
    counts = [Product.select(fn.COUNT(Product.id)).where(Product.storefront == shop, one) for one in where]
    return Product.select(*counts).limit(1).tuples()


_COUNTS = Prepared(_counts)


def unsaved(storefront: Storefront) -> list[EditorDraft]:
    """What stands in editors and is not saved, last touched first."""
    return _UNSAVED.rows(storefront.id)


def days(storefront: Storefront, count: int = 2 * WEEK) -> list[Day]:
    """Readings of the last days, oldest first, today last; days without any too."""
    today = now().date()
    first = today - timedelta(days=count - 1)
    found = dict(_DAYS.rows(storefront.id, conditions.stored(StorefrontDay.day, first)))
    return [Day(day, int(found.get(day, 0))) for day in (first + timedelta(days=n) for n in range(count))]


def most_read(storefront: Storefront) -> list[Read]:
    """The goods that were read most this week."""
    return [Read(*row) for row in _READ.rows(storefront.id)]


_UNSAVED = Prepared(
    lambda shop: (
        EditorDraft.select(EditorDraft.key, EditorDraft.product, EditorDraft.title, EditorDraft.updated_at)
        .where(EditorDraft.storefront == shop)
        .order_by(EditorDraft.updated_at.desc())
        .limit(_MOST)
    )
)
_DAYS = Prepared(
    lambda shop, first: (
        StorefrontDay.select(StorefrontDay.day, StorefrontDay.views)
        .where(StorefrontDay.storefront == shop, StorefrontDay.day >= first)
        .tuples()
    )
)
_READ = Prepared(
    lambda shop: (
        Product.select(Product.id, Product.title, Product.lang, Product.state, Product.viewed_week)
        .where(Product.storefront == shop, Product.state != "removed", Product.viewed_week > 0)
        .order_by(Product.viewed_week.desc(), Product.id.desc())
        .limit(_MOST)
        .tuples()
    )
)
