"""Storing what an author wants a product to be: one transaction, one revision, one event."""

from typing import Any

from miquan import text
from miquan.brands.actions import brand_named
from miquan.categories.placing import category_ids
from miquan.db import held, now, transaction
from miquan.outbox import Event, record
from miquan.products import rules
from miquan.products.actions.counting import move
from miquan.products.actions.parts import sync_parts
from miquan.products.actions.renditions import store_renditions
from miquan.products.actions.summaries import summarise
from miquan.products.draft import COPIED, ProductDraft
from miquan.products.models import Product, ProductRevision
from miquan.storefronts.models import Storefront
from miquan.versions import bump


def save_product(
    storefront: Storefront,
    draft: ProductDraft,
    *,
    by: int | None,
    product: Product | None = None,
    import_key: str | None = None,
    demo: bool = False,
    version: int | None = None,
) -> tuple[Product, bool]:
    """Create a product, or bring an existing one to the draft. Returns it and whether anything changed.

    Raises rules.NotReady with the problems, field by field, and rules.Outdated when the product is no longer of the
    `version` that its author had before them. A draft equal to the last revision writes nothing.
    """
    if problems := rules.problems_with(draft):
        raise rules.NotReady(problems)
    snapshot = draft.snapshot()
    with transaction():
        product = locked(product.id) if product else None
        _check(product, draft, version)
        if product and last_snapshot(product) == snapshot:
            return product, False
        is_new = product is None
        product = _write_row(product or Product(storefront=storefront, import_key=import_key, demo=demo), draft, is_new)
        sync_parts(product, draft)
        store_renditions(product, draft)
        summarise([product.id])
        ProductRevision.insert(product=product.id, version=product.version, by=by, data=snapshot).execute()
        if is_new:
            move(product, "")
        _tell(product, by, is_new)
    return product, True


def _check(product: Product | None, draft: ProductDraft, version: int | None) -> None:
    """What can only be judged while nobody else may change the product."""
    if product and version is not None and product.version != version:
        raise rules.Outdated
    if product and product.state in rules.PUBLIC_STATES and (problems := rules.problems_for_publishing(draft)):
        raise rules.NotReady(problems)


def locked(product_id: int) -> Product:
    """The row, for changing it inside the caller's transaction."""
    query = Product.select().where(Product.id == product_id)
    found: Product = held(query).get()
    return found


def last_snapshot(product: Product) -> dict[str, Any] | None:
    """What its newest revision keeps; None where there is none."""
    found = (
        ProductRevision.select(ProductRevision.data)
        .where(ProductRevision.product == product.id, ProductRevision.version == product.version)
        .tuples()
        .first()
    )
    return found[0] if found else None


def _write_row(product: Product, draft: ProductDraft, is_new: bool) -> Product:
    for name in COPIED:
        setattr(product, name, getattr(draft, name))
    product.slug = text.slugify(draft.title)
    product.story_html = text.story_html(draft.story, draft.story_format)
    product.category_id = category_ids([draft.category]).get(draft.category)
    product.brand = brand_named(draft.brand) if draft.brand else None
    prices = [variant.price for variant in draft.variants]
    product.price, product.price_to = min(prices), max(prices)
    product.updated_at = now()
    if not is_new:
        product.version += 1
    product.save(force_insert=is_new)
    return product


def _tell(product: Product, by: int | None, is_new: bool) -> None:
    if not is_new and product.state in rules.PUBLIC_STATES:
        record(Event.PRODUCT_CHANGED, subject=("product", product.id), by=by)
        bump("pages")
