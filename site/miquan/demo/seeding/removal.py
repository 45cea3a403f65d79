"""`flask demo remove`: every row and file of the demo goes, nothing else does."""

from typing import Any

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.db import transaction
from miquan.media import storage
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox import Event, record
from miquan.products.actions.tags import recount_tags
from miquan.products.models import PriceChange, Product, ProductRevision, ProductTag, Tag
from miquan.storefronts.models import Storefront
from miquan.triggers import history_may_be_erased
from miquan.versions import bump


def remove_demo() -> dict[str, int]:
    """Remove all demo content. Returns what went, by table."""
    with transaction():
        members = Member.select(Member.id).where(Member.demo)
        shops = Storefront.select(Storefront.id).where(Storefront.owner.in_(members))
        products = Product.select(Product.id).where(Product.storefront.in_(shops))
        files = list(File.select(File.id, File.name, File.original).where(File.owner.in_(members)).tuples())
        for (product_id,) in products.tuples():
            record(Event.PRODUCT_REMOVED, subject=("product", product_id))
        gone = _erase(members, shops, products)
        File.delete().where(File.id.in_([id_ for id_, *_rest in files])).execute()
        _erase_words()
        bump("catalogue")
        bump("pages")
        bump("people")
    for _id, name, original in files:
        _erase_files(name, original)
    return {**gone, "files": len(files)}


def _erase(members: Any, shops: Any, products: Any) -> dict[str, int]:
    with history_may_be_erased():
        ProductRevision.delete().where(ProductRevision.product.in_(products)).execute()
        PriceChange.delete().where(PriceChange.product.in_(products)).execute()
        counts = {"products": Product.delete().where(Product.id.in_(products)).execute()}
        counts["storefronts"] = Storefront.delete().where(Storefront.id.in_(shops)).execute()
        # What happened to their accounts goes with them.
        counts["members"] = Member.delete().where(Member.demo).execute()
    return counts


def _erase_words() -> None:
    """Brands and tags that no product bears any more."""
    Brand.delete().where(Brand.id.not_in(Product.select(Product.brand).where(Product.brand.is_null(False)))).execute()
    Tag.delete().where(Tag.id.not_in(ProductTag.select(ProductTag.tag))).execute()
    recount_tags()


def _erase_files(name: str, original: str) -> None:
    if original:
        storage.private().delete(original)
    for width in WIDTHS:
        storage.public().delete(f"{name[:2]}/{name}-{width}.webp")
