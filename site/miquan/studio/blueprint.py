"""The workshop's blueprint, and the storefront that every search in it starts at."""

from flask import Blueprint, abort

from miquan.products.models import Product
from miquan.storefronts.models import Storefront
from miquan.storefronts.queries import own_storefront
from miquan.studio import queries
from miquan.viewer import viewer

bp = Blueprint("studio", __name__, url_prefix="/studio")


def mine() -> Storefront:
    """The viewer's storefront; 404 for who has none."""
    found = own_storefront(viewer().id or 0)
    if found is None:
        abort(404)
    return found


def own(shop: Storefront, product_id: int) -> Product:
    """A product of this storefront in any state but removed; 404 for anyone else's."""
    found = queries.own_product(shop, product_id) if product_id < 2**31 else None
    if found is None:
        abort(404)
    return found
