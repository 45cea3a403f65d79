"""What is read of bulk changes, always starting at the viewer's storefront; and the facts they are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import JOIN, fn

from miquan.accounts.models import Member
from miquan.categories.tree import tree
from miquan.db import db_now, now
from miquan.products.models import Product, ProductRevision, Variant
from miquan.products.rules import shown_state
from miquan.storefronts.models import Storefront
from miquan.studio.bulk.rules import Facts
from miquan.studio.models import BulkChange, BulkItem
from miquan.text import is_number

SHOWN = 50
PAGE = 30
PREVIEW_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """One product of a change, as its page shows it."""

    product: int
    title: str
    lang: str
    currency: str
    before: dict[str, Any]
    after: dict[str, Any]
    outcome: str
    reason: str


def own_change(storefront: Storefront, change_id: int) -> BulkChange | None:
    """A change of this storefront; None for anyone else's."""
    found: BulkChange | None = (
        BulkChange.select(BulkChange, Member)
        .join(Member)
        .where(BulkChange.id == change_id, BulkChange.storefront == storefront.id)
        .first()
    )
    return found


def own_changes(storefront: Storefront, before: str = "") -> tuple[list[BulkChange], str]:
    """A page of what was done to many goods at once, newest first, and the key of the next page."""
    mine = BulkChange.select(BulkChange, Member).join(Member)
    mine = mine.where(BulkChange.storefront == storefront.id, BulkChange.state != "preview")
    if is_number(before, 9):
        mine = mine.where(BulkChange.id < int(before))
    rows = list(mine.order_by(BulkChange.id.desc()).limit(PAGE + 1))
    return rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else ""


def outcomes(change: BulkChange) -> dict[str, int]:
    """How many items of each outcome; "" are still to be done."""
    query = BulkItem.select(BulkItem.outcome, fn.COUNT(BulkItem.id)).where(BulkItem.change == change.id)
    return dict(query.group_by(BulkItem.outcome).tuples())


def items(change: BulkChange, outcomes_: Sequence[str], limit: int = SHOWN) -> list[Item]:
    """The first items of a change with these outcomes."""
    query = BulkItem.select(
        Product.id, Product.title, Product.lang, Product.currency, BulkItem.before, BulkItem.after, BulkItem.outcome, BulkItem.reason
    ).join(Product)  # fmt: skip
    mine = query.where(BulkItem.change == change.id, BulkItem.outcome.in_(list(outcomes_)))
    return [Item(*row) for row in mine.order_by(BulkItem.id).limit(limit).tuples()]


def can_undo(change: BulkChange) -> bool:
    """By this process's clock, for showing the button; the action asks the database's."""
    return change.state in ("done", "cancelled") and change.undo_until is not None and change.undo_until > now()


def may_still_be_undone() -> Any:
    return BulkChange.state.in_(("done", "cancelled")) & (BulkChange.undo_until > db_now())


def facts_of(storefront: int, ids: Sequence[int], *, tags: bool = False) -> dict[int, Facts]:
    """What these products of a storefront are now, removed ones left out; their tags only when asked for."""
    rows = Product.select(
        Product.id, Product.state, Product.currency, Product.category, Product.ships_within_days, Product.version
    ).where(Product.id.in_(list(ids)), Product.storefront == storefront, Product.state != "removed")
    prices = _prices(ids)
    tagged = _tags(ids) if tags else {}
    found = {}
    for id_, state, currency, category, ships, version in rows.order_by(Product.id).tuples():
        node = tree().get(category)
        slug, mine = node.slug if node else "", tuple(tagged.get(id_, ()))
        found[id_] = Facts(id_, shown_state(state), currency, slug, ships, prices.get(id_, {}), mine, version)
    return found


def _prices(ids: Sequence[int]) -> dict[int, dict[int, tuple[int, int | None]]]:
    rows = Variant.select(Variant.product, Variant.id, Variant.price, Variant.compare_at)
    found: dict[int, dict[int, tuple[int, int | None]]] = {}
    for product, id_, price, compare_at in rows.where(Variant.product.in_(list(ids))).order_by(Variant.id).tuples():
        found.setdefault(product, {})[id_] = (price, compare_at)
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    """As the author wrote them, from the last revision."""
    last = (ProductRevision.product == Product.id) & (ProductRevision.version == Product.version)
    rows = Product.select(Product.id, ProductRevision.data).join(ProductRevision, JOIN.INNER, on=last)
    return {id_: data.get("tags", []) for id_, data in rows.where(Product.id.in_(list(ids))).tuples()}
