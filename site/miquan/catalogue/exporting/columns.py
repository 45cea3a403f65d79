"""The columns of an export: Shopify's own, and metafields for what those cannot say."""

from miquan.i18n import LANGS

SHOPIFY = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Option2 Name",
    "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src", "Image Position",
    "Image Alt Text", "Gift Card", "Variant Image", "Variant Weight Unit", "Status",
)  # fmt: skip
# Fields of a draft that stand in a column of their own as they are.
PLAIN = (
    "kind", "lang", "category", "condition", "shop", "shop_city", "shop_country", "origin_country", "weight_g", "length_mm",
    "width_mm", "height_mm", "hs_code", "ships_within_days", "lead_days", "ships_by", "preorder_cap",
)  # fmt: skip
# One pair or name a line; Markdown as it was written; other languages.
KEYS = (
    "currency", *PLAIN, "facts", "tags", "story", "story_format",
    *(f"{name}_{lang}" for lang in LANGS for name in ("title", "story")),
)  # fmt: skip


def _name(key: str) -> str:
    return f"Miquan {key.replace('_', ' ')} (product.metafields.miquan.{key})"


HEADER = (*SHOPIFY, *(_name(key) for key in KEYS))
