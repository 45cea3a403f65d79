"""The rows that hang on a product: options, variants, pictures, attributes, tags. Rows that stay keep their id."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from miquan import text
from miquan.db import now
from miquan.i18n import lazy
from miquan.media.models import File
from miquan.money import in_euro_cents
from miquan.products.actions.tags import ensure_tags, recount_tags
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import (
    PriceChange,
    Product,
    ProductAttribute,
    ProductOption,
    ProductPicture,
    ProductTag,
    Variant,
)
from miquan.products.queries.prices import variant_key as history_key
from miquan.products.rules import NotReady, Problem, is_available

_NO_OPTIONS = ("", "", "")


def sync_parts(product: Product, draft: ProductDraft) -> None:
    """Make the product's parts equal to the draft's, inside the caller's transaction."""
    _replace(ProductOption, product, [{"name": name} for name in draft.options], first=1)
    pictures = _sync_pictures(product, draft)
    _sync_variants(product, draft, pictures)
    _replace(ProductAttribute, product, [attribute_row(name, value) for name, value in draft.attributes])
    recount_tags(sync_tags(product, draft.tags))


def variant_key(options: tuple[str, ...]) -> tuple[str, str, str]:
    """The three option columns, filled up with empty text."""
    one, two, three, *_rest = (*options, *_NO_OPTIONS)
    return one, two, three


def _replace(model: Any, product: Product, rows: list[dict[str, Any]], first: int = 0) -> None:
    fresh = [{**row, "position": first + i} for i, row in enumerate(rows)]
    columns = list(fresh[0]) if fresh else ["position"]
    kept = list(
        model.select(*[getattr(model, c) for c in columns])
        .where(model.product == product.id)
        .order_by(model.position)
        .dicts()
    )
    if kept == fresh:
        return
    model.delete().where(model.product == product.id).execute()
    if fresh:
        model.insert_many([{**row, "product": product.id} for row in fresh]).execute()


def attribute_row(name: str, value: str) -> dict[str, str]:
    """A free fact as its table keeps it, without its product and place."""
    return {"name": name, "value": value, "name_key": text.fold(name)[:60], "value_key": text.fold(value)[:300]}


def _sync_pictures(product: Product, draft: ProductDraft) -> list[int]:
    """Ids of the picture rows in order. A picture that only moved keeps its row, so variants still point at it."""
    old = {(p.file_id, p.source_url): p for p in ProductPicture.select().where(ProductPicture.product == product.id)}
    # Out of the way first: (product, position) is unique while rows change places.
    ProductPicture.update(position=-1 - ProductPicture.position).where(ProductPicture.product == product.id).execute()
    ids = []
    for position, wanted in enumerate(draft.pictures):
        row = old.pop((wanted.file_id, wanted.source_url), None) or ProductPicture(product=product)
        row.file, row.source_url, row.alt, row.position = wanted.file_id, wanted.source_url, wanted.alt, position
        row.save()
        ids.append(row.id)
    if old:
        ProductPicture.delete().where(ProductPicture.id.in_([row.id for row in old.values()])).execute()
    choose_cover(product)
    return ids


def choose_cover(product: Product) -> bool:
    """The first picture that can be shown stands for the product. Returns whether that is another one than before."""
    shown = (
        ProductPicture.select(ProductPicture.file)
        .join(File)
        .where(ProductPicture.product == product.id, File.state == "ready")
        .order_by(ProductPicture.position)
        .limit(1)
    )
    cover, before = next((row[0] for row in shown.tuples()), None), product.cover_id
    Product.update(cover=cover).where(Product.id == product.id).execute()
    product.cover_id = cover
    return bool(cover != before)


def _sync_variants(product: Product, draft: ProductDraft, pictures: list[int]) -> None:
    rows = list(Variant.select().where(Variant.product == product.id).order_by(Variant.position))
    taken = match_variants(rows, draft.variants)
    gone = [row for row in rows if row not in taken]
    if any(row.reserved for row in gone):
        raise NotReady([Problem("variants", "reserved", lazy("有訂單還在等這個款式，先不能刪掉"))])
    if gone:
        Variant.delete().where(Variant.id.in_([row.id for row in gone])).execute()
    kept = [_write_variant(product, taken[i], v, i, pictures) for i, v in enumerate(draft.variants)]
    product.available = is_available(draft.kind, [(v.stock, v.reserved) for v in kept])
    product.price_eur = in_euro_cents(product.price, product.currency)
    Product.update(available=product.available, price_eur=product.price_eur).where(Product.id == product.id).execute()


def match_variants(rows: Sequence[Variant], wanted: Sequence[VariantDraft]) -> list[Variant | None]:
    """The stored row of each wanted variant, None for a new one: by options, then by a SKU that only one of each has.

    Whoever takes over other options by SKU takes some that no row has, so rows can be written in any order.
    """
    by_options = {(row.option1, row.option2, row.option3): row for row in rows}
    found = [by_options.get(variant_key(v.options)) for v in wanted]
    left = _by_sku((row.sku, row) for row in rows if row not in found)
    places = _by_sku((v.sku, i) for i, v in enumerate(wanted) if found[i] is None)
    for sku, place in places.items():
        found[place] = left.get(sku)
    return found


def _by_sku(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """By SKU, without those that have none or share it."""
    found: dict[str, list[Any]] = {}
    for sku, item in items:
        if sku:
            found.setdefault(sku, []).append(item)
    return {sku: same[0] for sku, same in found.items() if len(same) == 1}


def _write_variant(
    product: Product, row: Variant | None, wanted: VariantDraft, position: int, pictures: list[int]
) -> Variant:
    before = (row.price, row.compare_at) if row else None
    row = row or Variant(product=product)
    row.option1, row.option2, row.option3 = variant_key(wanted.options)
    if wanted.stock is not None and wanted.stock < (row.reserved or 0):
        raise NotReady([Problem("stock", "reserved", lazy("庫存不能少於訂單已經留住的數量"))])
    row.position, row.price, row.compare_at, row.stock = position, wanted.price, wanted.compare_at, wanted.stock
    row.sku, row.weight_g, row.barcode = wanted.sku, wanted.weight_g, wanted.barcode
    row.picture_id = pictures[wanted.picture] if wanted.picture is not None else None
    row.save()
    if before != (row.price, row.compare_at):
        PriceChange.insert(price_row(product, row, now())).execute()
    return row


def price_row(product: Product, variant: Variant, at: datetime) -> dict[str, Any]:
    """What the price history keeps of a variant's price as it is from now on."""
    options = (variant.option1, variant.option2, variant.option3)
    money = {"currency": product.currency, "price": variant.price, "compare_at": variant.compare_at}
    return {"product": product.id, "variant_key": history_key(options), **money, "at": at}


def sync_tags(product: Product, names: tuple[str, ...]) -> list[int]:
    """Make the product's tags these, inside the caller's transaction; new ones come into being.

    Returns those that were taken away: nothing leads from the product to them any more, so the caller counts them.
    """
    wanted = {text.fold(name)[:60]: name for name in names if text.fold(name)}
    ids = set(ensure_tags(wanted).values())
    mine = ProductTag.product == product.id
    have = {row[0] for row in ProductTag.select(ProductTag.tag).where(mine).tuples()}
    if gone := have - ids:
        ProductTag.delete().where(mine, ProductTag.tag.in_(list(gone))).execute()
    if new := sorted(ids - have):
        ProductTag.insert_many([{"product": product.id, "tag": tag} for tag in new]).execute()
    return sorted(gone)
