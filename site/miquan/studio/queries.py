"""What the studio reads: always starting at the viewer's own storefront."""

from typing import Any

from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.products.models import Product, ProductPicture, ProductRevision
from miquan.storefronts.models import Storefront


def own_product(storefront: Storefront, product_id: int) -> Product | None:
    """A product of this storefront, in any state but removed; None for anyone else's."""
    found: Product | None = Product.get_or_none(
        Product.id == product_id, Product.storefront == storefront.id, Product.state != "removed"
    )
    return found


def snapshot_of(product: Product) -> dict[str, Any]:
    """What the author last wanted the product to be."""
    row = ProductRevision.get(ProductRevision.product == product.id, ProductRevision.version == product.version)
    found: dict[str, Any] = row.data
    return found


def pictures_by_file(product: Product) -> dict[int, Picture]:
    """File id -> picture in whatever state it is, for the editor's list."""
    rows = File.select(File.id, File.name, File.width, File.height, File.state, File.problem, File.purpose)
    mine = ProductPicture.select(ProductPicture.file).where(ProductPicture.product == product.id)
    return {file.id: shown_to_owner(file) for file in rows.where(File.id.in_(mine))}


def version_of(product: Product) -> int:
    """The version as it is stored now."""
    return int(Product.select(Product.version).where(Product.id == product.id).scalar())
