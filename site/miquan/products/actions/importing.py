"""What an import writes beside the product itself: what the file last said, and pictures that were fetched."""

from collections.abc import Mapping

from miquan.db import now, transaction
from miquan.outbox import Event, record
from miquan.products import rules
from miquan.products.actions.parts import choose_cover
from miquan.products.actions.saving import last_snapshot, locked
from miquan.products.models import Product, ProductPicture, ProductRevision, ProductText
from miquan.versions import bump


def remember_import(product_id: int, digest: str | None) -> None:
    """Keep what the file said of a product (SHA-256, hexadecimal), so that the same file says nothing new."""
    with transaction():
        Product.update(import_hash=digest).where(Product.id == product_id).execute()


def forget_import(product_id: int) -> None:
    """A product that an import brought and that was taken back: the same file may bring it anew."""
    with transaction():
        Product.update(import_key=None, import_hash=None).where(Product.id == product_id).execute()


def attach_pictures(product_id: int, files: Mapping[str, int], *, by: int | None = None) -> int:
    """Give pictures that only had an address (`source_url`) their stored file. Returns how many were given one."""
    with transaction():
        product = locked(product_id)
        waiting = ProductPicture.select().where(ProductPicture.product == product_id, ProductPicture.file.is_null())
        rows = [row for row in waiting.order_by(ProductPicture.position) if row.source_url in files]
        for row in rows:
            row.file = files[row.source_url]
            row.save()
        if rows:
            _revise(product, files, by)
    return len(rows)


def _revise(product: Product, files: Mapping[str, int], by: int | None) -> None:
    snapshot = last_snapshot(product)
    product.version += 1
    product.updated_at = now()
    product.save()
    choose_cover(product)
    ProductText.update(version=product.version).where(ProductText.product == product.id).execute()
    if snapshot is not None:
        for picture in snapshot["pictures"]:
            picture["file_id"] = picture["file_id"] or files.get(picture["source_url"])
        ProductRevision.insert(product=product.id, version=product.version, by=by, data=snapshot).execute()
    if product.state in rules.PUBLIC_STATES:
        record(Event.PRODUCT_CHANGED, subject=("product", product.id), by=by)
        bump("pages")
