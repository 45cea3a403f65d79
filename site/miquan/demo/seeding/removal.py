"""`flask demo remove`: every row and file of the demo goes, nothing else does."""

from typing import Any

from miquan.accounts.models import Member
from miquan.config import settings
from miquan.db import transaction
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox import Event, record
from miquan.products.models import PriceChange, Product, ProductRevision
from miquan.storefronts.models import Storefront
from miquan.triggers import history_may_be_erased
from miquan.versions import bump


def remove_demo() -> dict[str, int]:
    """Remove all demo content. Returns what went, by table."""
    with transaction():
        members = Member.select(Member.id).where(Member.demo)
        shops = Storefront.select(Storefront.id).where(Storefront.owner.in_(members))
        products = Product.select(Product.id).where(Product.storefront.in_(shops))
        files = list(File.select(File.id, File.name).where(File.owner.in_(members)).tuples())
        for (product_id,) in products.tuples():
            record(Event.PRODUCT_REMOVED, subject=("product", product_id))
        gone = _erase(members, shops, products)
        File.delete().where(File.id.in_([id_ for id_, _name in files])).execute()
        bump("catalogue")
        bump("pages")
        bump("people")
    for _id, name in files:
        _erase_files(name)
    return {**gone, "files": len(files)}


def _erase(members: Any, shops: Any, products: Any) -> dict[str, int]:
    with history_may_be_erased():
        ProductRevision.delete().where(ProductRevision.product.in_(products)).execute()
        PriceChange.delete().where(PriceChange.product.in_(products)).execute()
    counts = {"products": Product.delete().where(Product.id.in_(products)).execute()}
    counts["storefronts"] = Storefront.delete().where(Storefront.id.in_(shops)).execute()
    counts["members"] = Member.delete().where(Member.demo).execute()
    return counts


def _erase_files(name: str) -> None:
    for width in WIDTHS:
        (settings().media / "public" / name[:2] / f"{name}-{width}.webp").unlink(missing_ok=True)
