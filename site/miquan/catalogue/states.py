"""Bringing a product to the state that its file names, by the verbs of its machine."""

from miquan.products.actions import archive, publish, restore, sell_out_or_restock
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES


def bring_to(product: Product, wanted: str, by: int | None) -> bool:
    """Move a product to draft, published or archived. Returns whether anything moved. Raises states.NotAllowed."""
    before = product.state
    if wanted == "published":
        if before not in PUBLIC_STATES:
            product.state = publish(product.id, by=by).state
        if product.available != (product.state == "published"):
            # Where stock is counted and nothing is left, it is shown as sold out.
            product.state = sell_out_or_restock(product.id, by=by).state
        return bool(product.state != before)
    if wanted == before:
        return False
    if before != "archived":
        archive(product.id, by=by)
    if wanted == "draft":
        restore(product.id, by=by)
    return True
