"""Everything that is read of products."""

from miquan.products.queries.cards import ProductCard, product_cards
from miquan.products.queries.imagined import imagined_page
from miquan.products.queries.one import ProductPage, VariantShown, product_page
from miquan.products.queries.prices import PriceFacts, price_facts, price_facts_of, untrue_compare_at, variant_key

__all__ = [
    "PriceFacts", "ProductCard", "ProductPage", "VariantShown", "imagined_page", "price_facts", "price_facts_of",
    "product_cards", "product_page", "untrue_compare_at", "variant_key",
]  # fmt: skip
