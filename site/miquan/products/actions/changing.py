"""Changing a few things of many products at once: a revision and a price history row each, one event for all.

`save_product` brings one product to a whole draft; this touches only what it is told, in few statements, so that
thousands can be done in seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from miquan.bulk import insert_rows, update_rows
from miquan.categories.placing import category_ids
from miquan.db import held, now, transaction
from miquan.i18n import lazy
from miquan.money import in_euro_cents
from miquan.outbox import Event, record
from miquan.products import rules
from miquan.products.actions.counting import Moves
from miquan.products.actions.parts import price_row, sync_tags
from miquan.products.actions.summaries import summarise
from miquan.products.actions.tags import recount_tags
from miquan.products.machine import PRODUCT
from miquan.products.models import PriceChange, Product, ProductRevision, ProductText, Variant
from miquan.products.rules import PUBLIC_STATES, Problem
from miquan.states import NotAllowed
from miquan.versions import bump

# All that a change can touch of the product's own row.
_WRITTEN = (
    "state", "price", "price_to", "price_eur", "available", "ships_within_days", "version", "updated_at", "published_at",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What becomes of one product; what is None or not named stays.

    `prices`: variant id -> (price, compare_at) in minor units; `stocks`: variant id -> how many, None for not counted;
    `category`: a slug, empty for none; `ships_within_days`: -1 for not said; `state`: draft, published or archived;
    `version`: the one that whoever asks for it has seen.
    """

    product: int
    prices: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    stocks: Mapping[int, int | None] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    category: str | None = None
    ships_within_days: int | None = None
    state: str = ""
    version: int | None = None


def change_many(changes: Sequence[Change], *, by: int | None) -> dict[int, int | Problem]:
    """Make the changes, at most a few hundred in one transaction.

    Returns for each product the version it then has, or what keeps it as it was. One that is gone is left out.
    """
    with transaction():
        batch = _Batch(changes, by)
        outcomes = {c.product: batch.take(c) for c in changes if c.product in batch.products}
        batch.write()
    return outcomes


class _Batch:
    """The products of one transaction, locked, with what hangs on them; and the rows that are to be written."""

    def __init__(self, changes: Sequence[Change], by: int | None) -> None:
        self.by, self.at = by, now()
        ids = sorted({change.product for change in changes})
        query = Product.select().where(Product.id.in_(ids)).order_by(Product.id)
        rows = held(query)
        self.products: dict[int, Product] = {p.id: p for p in rows if p.state != "removed"}
        self.snapshots = snapshots_of(ids)
        self.variants: dict[int, list[Variant]] = {}
        for variant in Variant.select().where(Variant.product.in_(ids)).order_by(Variant.product, Variant.position):
            self.variants.setdefault(variant.product_id, []).append(variant)
        self.categories = category_ids(change.category or "" for change in changes)
        self.changed: dict[int, Product] = {}
        self.repriced: list[dict[str, Any]] = []
        self.revisions: list[dict[str, Any]] = []
        self.prices: list[dict[str, Any]] = []
        self.moves = Moves()
        self.gone_tags: set[int] = set()
        self.public: set[int] = set()
        self.what: set[str] = set()

    def take(self, change: Change) -> int | Problem:
        """Change one product, or say why not; what is refused has touched nothing."""
        product, snapshot = self.products[change.product], self.snapshots.get(change.product)
        problem = self._problem(product, snapshot, change)
        if problem is not None or snapshot is None:
            return problem or Problem("product", "failed", lazy("這件的紀錄不完整，打開它存一次再試"))
        was_public = product.state in PUBLIC_STATES
        after = {**snapshot, "variants": [dict(variant) for variant in snapshot["variants"]]}
        self._set_variants(product, after, change)
        self._set_rest(product, after, change)
        if after != snapshot:
            product.version += 1
            self.revisions.append({"product": product.id, "version": product.version, "by": self.by, "data": after})
        self._move(product, change.state)
        product.updated_at = self.at
        self.changed[product.id] = product
        if was_public or product.state in PUBLIC_STATES:
            self.public.add(product.id)
        return int(product.version)

    def _problem(self, product: Product, snapshot: dict[str, Any] | None, change: Change) -> Problem | None:
        if change.version is not None and product.version != change.version:
            return Problem("product", "outdated", lazy("這件商品剛在別的地方改過了"))
        held = {v.id: v for v in self.variants.get(product.id, [])}
        if not {*change.prices, *change.stocks} <= set(held) or len(held) != len((snapshot or {}).get("variants", [])):
            return Problem("product", "outdated", lazy("這件商品剛在別的地方改過了"))
        for id_, stock in change.stocks.items():
            if stock is not None and stock < held[id_].reserved:
                return Problem("stock", "reserved", lazy("庫存不能少於訂單已經留住的數量"))
        if self._is_free(product, held, change):
            return rules.UNPRICED
        return _refused_step(product, change.state)

    def _is_free(self, product: Product, held: dict[int, Variant], change: Change) -> bool:
        """Whether it would be public without a price."""
        public = change.state == "published" or (not change.state and product.state in PUBLIC_STATES)
        return public and not any(change.prices.get(v.id, (v.price, None))[0] for v in held.values())

    def _set_variants(self, product: Product, after: dict[str, Any], change: Change) -> None:
        rows = self.variants.get(product.id, [])
        for place, row in enumerate(rows):
            price = change.prices.get(row.id, (row.price, row.compare_at))
            stock = change.stocks.get(row.id, row.stock)
            if (*price, stock) == (row.price, row.compare_at, row.stock):
                continue
            priced = price != (row.price, row.compare_at)
            row.price, row.compare_at, row.stock = *price, stock
            self.repriced.append({"id": row.id, "price": row.price, "compare_at": row.compare_at, "stock": row.stock})
            told = {"price": row.price, "compare_at": row.compare_at}
            after["variants"][place].update({**told, **({"stock": stock} if row.id in change.stocks else {})})
            if priced:
                self.prices.append(price_row(product, row, self.at))
            self.what.update(("price",) if priced else ("stock",))
        if rows:
            product.price, product.price_to = min(v.price for v in rows), max(v.price for v in rows)
        product.price_eur = in_euro_cents(product.price, product.currency)
        product.available = rules.is_available(product.kind, [(v.stock, v.reserved) for v in rows])

    def _set_rest(self, product: Product, after: dict[str, Any], change: Change) -> None:
        if change.tags is not None and list(change.tags) != after["tags"]:
            after["tags"] = list(change.tags)
            self.gone_tags.update(sync_tags(product, change.tags))
            self.what.add("tags")
        if change.category is not None and change.category != after["category"]:
            after["category"] = change.category
            product.category_id = self.categories.get(change.category)
            self.what.add("category")
        if change.ships_within_days is not None:
            days = None if change.ships_within_days < 0 else change.ships_within_days
            after["ships_within_days"] = product.ships_within_days = days
            self.what.add("ships")

    def _move(self, product: Product, wanted: str) -> None:
        """Take the steps to the wanted state; where nothing is left, a public product is sold out."""
        before = product.state
        for verb in steps(product.state, wanted, product.available):
            product.state = PRODUCT.step(product.state, verb).to
        if product.state in PUBLIC_STATES:
            product.published_at = product.published_at or self.at
        if product.state != before:
            self.what.add("state")
            self.moves.note(product.storefront_id, before, product.state)

    def write(self) -> None:
        """The rows that all products have in common, in few statements."""
        update_rows(Product, [_row(product) for product in self.changed.values()])
        update_rows(Variant, self.repriced)
        insert_rows(PriceChange, self.prices)
        if self.revisions:
            insert_rows(ProductRevision, [{**row, "at": self.at} for row in self.revisions])
            ids = [row["product"] for row in self.revisions]
            version = Product.select(Product.version).where(Product.id == ProductText.product)
            ProductText.update(version=version).where(ProductText.product.in_(ids)).execute()
        if self.what & {"stock", "tags"}:
            summarise(sorted(self.products))
        recount_tags(sorted(self.gone_tags))
        self.moves.write()
        if self.public and self.what:
            record(Event.PRODUCTS_CHANGED, data={"ids": sorted(self.public), "what": sorted(self.what)}, by=self.by)
            bump("pages")


def _row(product: Product) -> dict[str, Any]:
    return {"id": product.id, "category": product.category_id, **{name: getattr(product, name) for name in _WRITTEN}}


def snapshots_of(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The last revision of each product."""
    last = (ProductRevision.product == Product.id) & (ProductRevision.version == Product.version)
    rows = ProductRevision.select(ProductRevision.product, ProductRevision.data).join(Product, on=last)
    return dict(rows.where(Product.id.in_(list(ids))).tuples())


def _refused_step(product: Product, wanted: str) -> Problem | None:
    try:
        state = product.state
        for verb in steps(state, wanted, product.available):
            state = PRODUCT.step(state, verb).to
    except NotAllowed:
        return Problem("state", "not_allowed", lazy("現在不能這樣做"))
    return None


def steps(state: str, wanted: str, available: bool) -> list[str]:
    """The verbs that lead from a state to draft, published or archived; to what the stock says when none is wanted."""
    is_public = state in PUBLIC_STATES
    if wanted == "published" or (not wanted and is_public):
        first = [] if is_public else ["publish"]
        shown = state if is_public else "published"
        if shown == "published" and not available:
            return [*first, "sell_out"]
        return ["restock"] if shown == "sold_out" and available else first
    if not wanted or wanted == state:
        return []
    return [*([] if state == "archived" else ["archive"]), *(["restore"] if wanted == "draft" else [])]
