"""What the studio reads: always starting at the viewer's own storefront."""

from miquan.products.models import Product
from miquan.storefronts.models import Storefront


def own_product(storefront: Storefront, product_id: int) -> Product | None:
    """A product of this storefront, in any state but removed; None for anyone else's."""
    found: Product | None = Product.get_or_none(
        Product.id == product_id, Product.storefront == storefront.id, Product.state != "removed"
    )
    return found


def version_of(product: Product) -> int:
    """The version as it is stored now."""
    return int(Product.select(Product.version).where(Product.id == product.id).scalar())
