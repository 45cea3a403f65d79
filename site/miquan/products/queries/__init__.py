"""Everything that is read of products."""

from miquan.products.queries.cards import ProductCard, product_cards
from miquan.products.queries.one import ProductPage, VariantShown, product_page

__all__ = ["ProductCard", "ProductPage", "VariantShown", "product_cards", "product_page"]
