"""Storing many new products at once: what `save_product` and publishing do for one, in a few statements for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan import text
from miquan.brands.actions import brands_named
from miquan.bulk import insert_rows
from miquan.categories.placing import category_ids
from miquan.db import now, transaction
from miquan.money import in_euro_cents
from miquan.outbox import Event, record_many
from miquan.products import rules
from miquan.products.actions.counting import Moves
from miquan.products.actions.parts import attribute_row, choose_cover, variant_key
from miquan.products.actions.renditions import renditions_of
from miquan.products.actions.summaries import summarise
from miquan.products.actions.tags import ensure_tags
from miquan.products.draft import COPIED, ProductDraft
from miquan.products.machine import PRODUCT
from miquan.products.models import (
    PriceChange,
    Product,
    ProductAttribute,
    ProductOption,
    ProductPicture,
    ProductRevision,
    ProductTag,
    ProductText,
    Variant,
)
from miquan.products.queries.prices import variant_key as history_key
from miquan.storefronts.models import Storefront
from miquan.versions import bump

_TOLD = {"publish": Event.PRODUCT_PUBLISHED, "sell_out": Event.PRODUCT_SOLD_OUT, "archive": Event.PRODUCT_ARCHIVED}
_VERBS = {"published": ("publish",), "archived": ("archive",), "draft": ()}


@dataclass(frozen=True)
class New:
    """A product that is to be. `state`: draft, published or archived; `key` is unique within the storefront."""

    draft: ProductDraft
    key: str
    state: str = "draft"
    digest: str = ""


@dataclass(frozen=True)
class Made:
    """A product that has come into being, in its first version; one that is published may be sold out at once."""

    id: int
    state: str


def create_many(storefront: Storefront, wanted: Sequence[New], *, by: int | None) -> dict[str, Made]:
    """Store new products, all or none of them; at most a hundred or so. Returns them by key.

    Raises rules.NotReady with the problems of the first that cannot be stored or published as it is.
    """
    for one in wanted:
        if problems := _problems(one):
            raise rules.NotReady(problems)
    if not wanted:
        return {}
    with transaction():
        return _Batch(storefront, wanted, by).write()


def _problems(one: New) -> list[rules.Problem]:
    return (rules.problems_for_publishing if one.state == "published" else rules.problems_with)(one.draft)


class _Batch:
    """New products of one storefront, and the rows that are to be written for them."""

    def __init__(self, storefront: Storefront, wanted: Sequence[New], by: int | None) -> None:
        self.storefront, self.wanted, self.by, self.at = storefront, wanted, by, now()
        self.brands = brands_named({one.draft.brand for one in wanted if one.draft.brand})
        self.categories = category_ids(one.draft.category for one in wanted)
        self.stories = [text.story_html(one.draft.story, one.draft.story_format) for one in wanted]
        self.verbs = [_verbs(one) for one in wanted]
        self.states = [_state(verbs) for verbs in self.verbs]

    def write(self) -> dict[str, Made]:
        """Raises peewee.IntegrityError for a key that the storefront has."""
        rows = [self._product(place) for place in range(len(self.wanted))]
        self.ids: dict[str, int] = dict(insert_rows(Product, rows, ("import_key", "id")))
        drafts = [(self.ids[one.key], one.draft) for one in self.wanted]
        _write_options(drafts)
        _write_variants(drafts, _write_pictures(drafts), self.at)
        _write_attributes(drafts)
        _write_tags(drafts)
        self._write_words()
        self._write_revisions()
        summarise(list(self.ids.values()))
        self._tell()
        return {one.key: Made(self.ids[one.key], state) for one, state in zip(self.wanted, self.states, strict=True)}

    def _product(self, place: int) -> dict[str, Any]:
        one, state = self.wanted[place], self.states[place]
        draft, prices = one.draft, [variant.price for variant in one.draft.variants]
        return {
            **{name: getattr(draft, name) for name in COPIED},
            "storefront": self.storefront.id,
            "state": state,
            "slug": text.slugify(draft.title),
            "story_html": self.stories[place],
            "category": self.categories.get(draft.category),
            "brand": self.brands.get(draft.brand),
            "price": min(prices),
            "price_to": max(prices),
            "price_eur": in_euro_cents(min(prices), draft.currency),
            "available": _available(draft),
            "stock_left": rules.stock_left([(v.stock, 0) for v in draft.variants]),
            "variant_count": len(draft.variants),
            "import_key": one.key,
            "import_hash": one.digest or None,
            "created_at": self.at,
            "updated_at": self.at,
            "published_at": self.at if state in rules.PUBLIC_STATES else None,
        }

    def _write_words(self) -> None:
        rows = [
            {"product": self.ids[one.key], "lang": lang, **row}
            for one, story in zip(self.wanted, self.stories, strict=True)
            for lang, row in renditions_of(one.draft, story).items()
        ]
        insert_rows(ProductText, rows)

    def _write_revisions(self) -> None:
        common = {"version": 1, "by": self.by, "at": self.at}
        insert_rows(
            ProductRevision,
            [{**common, "product": self.ids[one.key], "data": one.draft.snapshot()} for one in self.wanted],
        )

    def _tell(self) -> None:
        for verb, event in _TOLD.items():
            told = [self.ids[one.key] for one, verbs in zip(self.wanted, self.verbs, strict=True) if verb in verbs]
            record_many(event, "product", told, by=self.by)
        moves = Moves()
        for state in self.states:
            moves.note(self.storefront.id, "", state)
        moves.write()
        if any(state in rules.PUBLIC_STATES for state in self.states):
            bump("pages")


def _available(draft: ProductDraft) -> bool:
    return rules.is_available(draft.kind, [(variant.stock, 0) for variant in draft.variants])


def _verbs(one: New) -> tuple[str, ...]:
    """How a draft gets where it should be; where stock is counted and nothing is left, it is shown as sold out."""
    sold_out = one.state == "published" and not _available(one.draft)
    return (*_VERBS[one.state], "sell_out") if sold_out else _VERBS[one.state]


def _state(verbs: Sequence[str]) -> str:
    state = "draft"
    for verb in verbs:
        state = PRODUCT.step(state, verb).to
    return state


Drafts = Sequence[tuple[int, ProductDraft]]


def _write_options(drafts: Drafts) -> None:
    insert_rows(ProductOption, [
        {"product": id_, "position": place, "name": name} for id_, draft in drafts for place, name in enumerate(draft.options, 1)
    ])  # fmt: skip


def _write_pictures(drafts: Drafts) -> dict[tuple[int, int], int]:
    """Ids of the pictures by product and position."""
    rows = [
        {"product": id_, "position": place, "file": p.file_id, "source_url": p.source_url, "alt": p.alt}
        for id_, draft in drafts
        for place, p in enumerate(draft.pictures)
    ]
    found = insert_rows(ProductPicture, rows, ("product", "position", "id"))
    for id_, draft in drafts:
        if any(picture.file_id for picture in draft.pictures):
            choose_cover(Product.get_by_id(id_))
    return {(product, place): id_ for product, place, id_ in found}


def _write_variants(drafts: Drafts, pictures: dict[tuple[int, int], int], at: datetime) -> None:
    variants, prices = [], []
    for id_, draft in drafts:
        for place, v in enumerate(draft.variants):
            options = variant_key(v.options)
            picture = pictures[id_, v.picture] if v.picture is not None else None
            variants.append({
                "product": id_, "position": place, "sku": v.sku, "price": v.price, "compare_at": v.compare_at, "stock": v.stock,
                "option1": options[0], "option2": options[1], "option3": options[2], "weight_g": v.weight_g,
                "barcode": v.barcode, "picture": picture,
            })  # fmt: skip
            prices.append({
                "product": id_, "variant_key": history_key(options), "currency": draft.currency, "price": v.price,
                "compare_at": v.compare_at, "at": at,
            })  # fmt: skip
    insert_rows(Variant, variants)
    insert_rows(PriceChange, prices)


def _write_attributes(drafts: Drafts) -> None:
    insert_rows(ProductAttribute, [
        {"product": id_, "position": place, **attribute_row(name, value)}
        for id_, draft in drafts for place, (name, value) in enumerate(draft.attributes)
    ])  # fmt: skip


def _write_tags(drafts: Drafts) -> None:
    folded = {name: text.fold(name)[:60] for _id, draft in drafts for name in draft.tags}
    names = {slug: name for name, slug in folded.items() if slug}
    if not names:
        return
    have = ensure_tags(names)
    insert_rows(ProductTag, [
        {"product": id_, "tag": tag}
        for id_, draft in drafts for tag in sorted({have[folded[name]] for name in draft.tags if folded[name]})
    ])  # fmt: skip
