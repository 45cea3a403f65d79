"""What a buyer's first page of the day reads: what waits for them, what was read, what they left unsaved."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import Case, fn

from miquan.db import now
from miquan.products.models import Product, ProductDay
from miquan.storefronts.models import Storefront
from miquan.studio.listing import conditions
from miquan.studio.models import EditorDraft

WEEK = 7
_MOST = 5
_COUNTED = ("problems", "low", "no_picture", "old")


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
    """Two queries, however many goods there are."""
    sums = [_count(conditions.need(name, storefront)) for name in _COUNTED]
    states = [_count(Product.state == state) for state in ("published", "draft", "sold_out", "archived")]
    row = (
        Product.select(*sums, *states)
        .where(Product.storefront == storefront.id, Product.state != "removed")
        .tuples()
        .first()
    )
    counts = [int(n or 0) for n in row]
    unsaved = EditorDraft.select().where(EditorDraft.storefront == storefront.id).count()
    needs = dict(zip(_COUNTED, counts, strict=False)) | {"unsaved": unsaved}
    return Waiting(
        needs, dict(zip(("published", "draft", "sold_out", "archived"), counts[len(_COUNTED) :], strict=True))
    )


def _count(where: Any) -> Any:
    return fn.SUM(Case(None, [(where, 1)], 0))


def unsaved(storefront: Storefront) -> list[EditorDraft]:
    """What stands in editors and is not saved, last touched first."""
    mine = EditorDraft.select(EditorDraft.key, EditorDraft.product, EditorDraft.title, EditorDraft.updated_at)
    return list(
        mine.where(EditorDraft.storefront == storefront.id).order_by(EditorDraft.updated_at.desc()).limit(_MOST)
    )


def days(storefront: Storefront, count: int = 2 * WEEK) -> list[Day]:
    """Readings of the last days, oldest first, today last; days without any too."""
    today = now().date()
    first = today - timedelta(days=count - 1)
    query = ProductDay.select(ProductDay.day, fn.SUM(ProductDay.views)).join(Product)
    mine = query.where(Product.storefront == storefront.id, ProductDay.day >= first).group_by(ProductDay.day)
    found = dict(mine.tuples())
    return [Day(day, int(found.get(day, 0))) for day in (first + timedelta(days=n) for n in range(count))]


def most_read(storefront: Storefront) -> list[Read]:
    """The goods that were read most this week."""
    views = fn.SUM(ProductDay.views)
    since = now().date() - timedelta(days=WEEK - 1)
    query = ProductDay.select(Product.id, Product.title, Product.lang, Product.state, views).join(Product)
    mine = query.where(Product.storefront == storefront.id, Product.state != "removed", ProductDay.day >= since)
    grouped = mine.group_by(Product.id, Product.title, Product.lang, Product.state)
    return [Read(*row) for row in grouped.order_by(views.desc(), Product.id).limit(_MOST).tuples()]
