"""Bringing many products to new drafts at once: what `save_product` and the verbs of states do for one, in a few
statements for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from miquan import text
from miquan.brands.actions import brands_named
from miquan.bulk import insert_rows, update_rows
from miquan.categories.placing import category_ids
from miquan.db import held, now, transaction
from miquan.i18n import lazy
from miquan.money import in_euro_cents
from miquan.outbox import Event, record_many
from miquan.products import rules
from miquan.products.actions.changing import snapshots_of, steps
from miquan.products.actions.counting import Moves
from miquan.products.actions.parts import attribute_row, price_row, sync_tags, variant_key
from miquan.products.actions.renditions import renditions_of
from miquan.products.actions.summaries import summarise
from miquan.products.actions.tags import recount_tags
from miquan.products.draft import COPIED, ProductDraft
from miquan.products.machine import PRODUCT
from miquan.products.models import PriceChange, Product, ProductAttribute, ProductRevision, ProductText, Variant
from miquan.products.rules import PUBLIC_STATES, NotReady
from miquan.versions import bump

_TOLD = {
    "publish": Event.PRODUCT_PUBLISHED, "sell_out": Event.PRODUCT_SOLD_OUT, "restock": Event.PRODUCT_RESTOCKED,
    "archive": Event.PRODUCT_ARCHIVED, "restore": Event.PRODUCT_CHANGED,
}  # fmt: skip
_OF_VARIANTS = ("price", "compare_at", "stock", "sku", "weight_g", "barcode")
_OF_PRODUCTS = (
    *COPIED, "slug", "story_html", "category", "brand", "price", "price_to", "price_eur", "available", "state", "version",
    "updated_at", "published_at", "import_hash",
)  # fmt: skip
# What the words in other languages and the other script are made of.
_OF_WORDS = ("title", "story", "story_format", "lang", "brand", "words")


@dataclass(frozen=True)
class Renewed:
    """What a product is to be now. `state`: draft, published or archived; `digest`: what its file says, in short."""

    product: int
    draft: ProductDraft
    state: str
    digest: str = ""


@dataclass(frozen=True)
class Renewal:
    """What became of a product: version and state, before and after."""

    before: tuple[int, str]
    after: tuple[int, str]

    @property
    def is_change(self) -> bool:
        return self.before != self.after


def renew_many(wanted: Sequence[Renewed], *, by: int | None) -> dict[int, Renewal]:
    """Bring products to their drafts and states, all or none of them; at most a hundred or so.

    Left out are those whose pictures or options become others: rows that hang on each other are left to `save_product`.
    Raises rules.NotReady and states.NotAllowed because of the first that cannot be.
    """
    if not wanted:
        return {}
    with transaction():
        return _Batch(wanted, by).write()


class _Batch:
    """The products of one transaction, locked, and the rows that are to be written for them."""

    def __init__(self, wanted: Sequence[Renewed], by: int | None) -> None:
        self.by, self.at = by, now()
        ids = sorted({one.product for one in wanted})
        self.products = {p.id: p for p in held(Product.select().where(Product.id.in_(ids)).order_by(Product.id))}
        self.snapshots, self.after = snapshots_of(ids), {one.product: one.draft.snapshot() for one in reversed(wanted)}
        self.variants: dict[int, list[Variant]] = {}
        for row in Variant.select().where(Variant.product.in_(ids)).order_by(Variant.product, Variant.position):
            self.variants.setdefault(row.product_id, []).append(row)
        once = {one.product: one for one in reversed(wanted)}
        self.wanted = [one for one in once.values() if self._is_plain(one)]
        self.brands = brands_named({one.draft.brand for one in self.wanted if one.draft.brand})
        self.categories = category_ids(one.draft.category for one in self.wanted)
        self.revised: list[Renewed] = []
        self.changed_variants: list[dict[str, Any]] = []
        self.prices: list[dict[str, Any]] = []
        # What is to be told of each product, in its order.
        self.told: dict[int, list[Event]] = {}
        self.moves = Moves()

    def _is_plain(self, one: Renewed) -> bool:
        """Whether its rows stay the ones they are."""
        before, rows = self.snapshots.get(one.product), self.variants.get(one.product, [])
        if before is None or one.product not in self.products:
            return False
        after = self.after[one.product]
        alike = all(before[name] == after[name] for name in ("pictures", "options"))
        same = [(v["options"], v["picture"]) for v in before["variants"]]
        stored = [(row.option1, row.option2, row.option3) for row in rows]
        return (
            alike
            and same == [(v["options"], v["picture"]) for v in after["variants"]]
            and stored == [variant_key(v.options) for v in one.draft.variants]
        )

    def write(self) -> dict[int, Renewal]:
        found = {one.product: self._take(one) for one in self.wanted}
        self._write_rows()
        self._write_words()
        self._write_facts()
        summarise([one.product for one in self.revised])
        self._tell(found)
        return found

    def _take(self, one: Renewed) -> Renewal:
        product = self.products[one.product]
        before = (product.version, product.state)
        _check(product, one)
        if self.snapshots[one.product] != self.after[one.product]:
            product.version += 1
            self._set(product, one.draft)
            self.revised.append(one)
            if product.state in PUBLIC_STATES:
                self.told.setdefault(product.id, []).append(Event.PRODUCT_CHANGED)
        self._move(product, one.state)
        product.import_hash = one.digest or None
        return Renewal(before, (product.version, product.state))

    def _set(self, product: Product, draft: ProductDraft) -> None:
        for name in COPIED:
            setattr(product, name, getattr(draft, name))
        product.slug = text.slugify(draft.title)
        product.story_html = text.story_html(draft.story, draft.story_format)
        product.category_id, product.brand_id = self.categories.get(draft.category), self.brands.get(draft.brand)
        rows = self.variants[product.id]
        for row, wanted in zip(rows, draft.variants, strict=True):
            self._set_variant(product, row, wanted)
        prices = [wanted.price for wanted in draft.variants]
        product.price, product.price_to = min(prices), max(prices)
        product.price_eur = in_euro_cents(product.price, product.currency)
        product.available = rules.is_available(draft.kind, [(row.stock, row.reserved) for row in rows])
        product.updated_at = self.at

    def _set_variant(self, product: Product, row: Variant, wanted: Any) -> None:
        if wanted.stock is not None and wanted.stock < row.reserved:
            raise NotReady([rules.Problem("stock", "reserved", lazy("庫存不能少於訂單已經留住的數量"))])
        told = {name: getattr(wanted, name) for name in _OF_VARIANTS}
        if told == {name: getattr(row, name) for name in _OF_VARIANTS}:
            return
        priced = (row.price, row.compare_at) != (wanted.price, wanted.compare_at)
        for name, value in told.items():
            setattr(row, name, value)
        self.changed_variants.append({"id": row.id, **told})
        if priced:
            self.prices.append(price_row(product, row, self.at))

    def _move(self, product: Product, wanted: str) -> None:
        """Take the steps to the wanted state; where stock is counted and nothing is left, it is shown as sold out."""
        before = product.state
        verbs = steps(product.state, wanted, product.available)
        for verb in verbs:
            product.state = PRODUCT.step(product.state, verb).to
            self.told.setdefault(product.id, []).append(_TOLD[verb])
        if product.state in PUBLIC_STATES:
            product.published_at = product.published_at or self.at
        if verbs:
            product.updated_at = self.at
        self.moves.note(product.storefront_id, before, product.state)

    def _write_rows(self) -> None:
        rows = [self.products[one.product] for one in self.wanted]
        keys = {"category": "category_id", "brand": "brand_id"}
        update_rows(Product, [{"id": p.id, **{n: getattr(p, keys.get(n, n)) for n in _OF_PRODUCTS}} for p in rows])
        update_rows(Variant, self.changed_variants)
        insert_rows(PriceChange, self.prices)
        common = {"by": self.by, "at": self.at}
        insert_rows(ProductRevision, [
            {**common, "product": one.product, "version": self.products[one.product].version, "data": self.after[one.product]}
            for one in self.revised
        ])  # fmt: skip

    def _differ(self, names: Sequence[str]) -> list[Renewed]:
        """Those of which one of these is another than before."""
        pairs = ((one, self.snapshots[one.product], self.after[one.product]) for one in self.revised)
        return [one for one, before, after in pairs if any(before.get(name) != after[name] for name in names)]

    def _write_words(self) -> None:
        reworded = self._differ(_OF_WORDS)
        ids = [one.product for one in reworded]
        if ids:
            ProductText.delete().where(ProductText.product.in_(ids)).execute()
        insert_rows(ProductText, [
            {"product": one.product, "version": self.products[one.product].version, "lang": lang, **row}
            for one in reworded
            for lang, row in renditions_of(one.draft, self.products[one.product].story_html).items()
        ])  # fmt: skip
        if kept := [one.product for one in self.revised if one.product not in set(ids)]:
            version = Product.select(Product.version).where(Product.id == ProductText.product)
            ProductText.update(version=version).where(ProductText.product.in_(kept)).execute()

    def _write_facts(self) -> None:
        told = self._differ(["attributes"])
        if told:
            ProductAttribute.delete().where(ProductAttribute.product.in_([one.product for one in told])).execute()
        insert_rows(ProductAttribute, [
            {"product": one.product, "position": place, **attribute_row(name, value)}
            for one in told for place, (name, value) in enumerate(one.draft.attributes)
        ])  # fmt: skip
        gone = {tag for one in self._differ(["tags"]) for tag in sync_tags(self.products[one.product], one.draft.tags)}
        recount_tags(sorted(gone))

    def _tell(self, found: dict[int, Renewal]) -> None:
        for turn in range(max(map(len, self.told.values()), default=0)):
            of_turn = [(id_, events[turn]) for id_, events in self.told.items() if turn < len(events)]
            for event in dict.fromkeys(event for _id, event in of_turn):
                record_many(event, "product", [id_ for id_, its in of_turn if its is event], by=self.by)
        self.moves.write()
        if any(one.is_change and {one.before[1], one.after[1]} & set(PUBLIC_STATES) for one in found.values()):
            bump("pages")


def _check(product: Product, one: Renewed) -> None:
    public = product.state in PUBLIC_STATES or one.state == "published"
    if problems := (rules.problems_for_publishing if public else rules.problems_with)(one.draft):
        raise NotReady(problems)
