"""Products that somebody may want to put into a post, while they type."""

from miquan.products.models import Product
from miquan.products.queries import ProductCard, product_cards
from miquan.products.rules import PUBLIC_STATES
from miquan.search.service import find
from miquan.storefronts.models import Storefront
from miquan.text import clean_line

_MOST = 8
_OWN = 4


def products_for(member_id: int, typed: str) -> list[ProductCard]:
    """Their own that match come first, then others'; without words their newest own."""
    typed = clean_line(typed[:200], 60)
    own = (
        Product.select(Product.id)
        .join(Storefront)
        .where(Storefront.owner == member_id, Product.state.in_(PUBLIC_STATES))
    )
    if typed:
        own = own.where(Product.title.contains(typed))
    newest = own.order_by(Product.published_at.desc(), Product.id.desc()).limit(_OWN if typed else _MOST)
    ids = [row[0] for row in newest.tuples()]
    found = [int(i) for i in find(typed, prefix=True).hits.ids[:_MOST]] if typed else []
    return product_cards(list(dict.fromkeys([*ids, *found]))[:_MOST])
