"""What an import reads: whose storefront it is, what stands there already, and which pictures wait."""

from collections.abc import Collection
from dataclasses import dataclass

from miquan.accounts.queries import by_handle
from miquan.products.models import Product, ProductPicture
from miquan.storefronts.models import Storefront
from miquan.storefronts.queries import own_storefront


@dataclass(frozen=True)
class Held:
    """A product that came from an earlier import."""

    id: int
    state: str
    digest: str


def storefront_of(handle: str) -> Storefront | None:
    """The storefront of the member with this handle, in any state."""
    member = by_handle(handle.removeprefix("@"))
    return own_storefront(member.id) if member else None


def imported(storefront_id: int) -> dict[str, Held]:
    """Everything in a storefront by the handle that a file may name it by: an export's own, or the one that ours gives it."""
    query = Product.select(Product.import_key, Product.id, Product.state, Product.import_hash)
    found: dict[str, Held] = {}
    for key, id_, state, digest in query.where(Product.storefront == storefront_id).tuples():
        held = Held(id_, state, digest or "")
        found.setdefault(own_handle(storefront_id, id_), held)
        if key is not None:
            found[key] = held
    return found


def own_handle(storefront_id: int, product_id: int) -> str:
    """What our exports call a product that came from no file."""
    return f"miquan-{storefront_id}-{product_id}"


def files_of(product_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Files that were fetched for products already, by the address they came from."""
    query = ProductPicture.select(ProductPicture.product, ProductPicture.source_url, ProductPicture.file).where(
        ProductPicture.product.in_(list(product_ids)),
        ProductPicture.file.is_null(False),
        ProductPicture.source_url != "",
    )
    found: dict[int, dict[str, int]] = {}
    for product, address, file in query.tuples() if product_ids else ():
        found.setdefault(product, {})[address] = file
    return found


def waiting_pictures(product_id: int) -> list[str]:
    """Addresses of a product's pictures that nobody has fetched, in order."""
    query = ProductPicture.select(ProductPicture.source_url).where(
        ProductPicture.product == product_id, ProductPicture.file.is_null(), ProductPicture.source_url != ""
    )
    return [address for (address,) in query.order_by(ProductPicture.position).tuples()]


def with_waiting_pictures(product_ids: list[int]) -> list[int]:
    """Those of the products that have a picture which nobody has fetched."""
    query = ProductPicture.select(ProductPicture.product).where(
        ProductPicture.product.in_(product_ids), ProductPicture.file.is_null(), ProductPicture.source_url != ""
    )
    return sorted({row[0] for row in query.tuples()})


def owner_of(product_id: int) -> int | None:
    """The member who keeps the storefront of a product; None when there is no such product."""
    query = Product.select(Storefront.owner).join(Storefront).where(Product.id == product_id)
    found = query.tuples().first()
    return found[0] if found else None
