"""A product as schema.org sees it: Product with an offer, or ProductGroup with its variants."""

from typing import Any

from miquan.money import Money, decimal_text
from miquan.products.queries import ProductPage, VariantShown
from miquan.seo.page import absolute
from miquan.text import html_to_text

_AVAILABLE = {
    "one_off": "LimitedAvailability",
    "stock": "InStock",
    "made_to_order": "MadeToOrder",
    "preorder": "PreOrder",
    "on_demand": "BackOrder",
}


def product_data(page: ProductPage) -> dict[str, Any]:
    """JSON-LD of a product page; only what the page itself shows."""
    data: dict[str, Any] = {
        "@type": "Product",
        "@id": absolute(page.url),
        "name": page.title,
        "url": absolute(page.url),
        "description": html_to_text(str(page.story))[:5000] or page.title,
        "sku": f"{page.id}",
    }
    if page.pictures:
        data["image"] = [absolute(p.src.replace("-640.", "-1280.")) for p in page.pictures[:6]]
    if page.brand:
        data["brand"] = {"@type": "Brand", "name": page.brand.name}
    if page.category:
        data["category"] = page.category.name("en")
    if page.attributes:
        data["additionalProperty"] = [{"@type": "PropertyValue", "name": n, "value": v} for n, v in page.attributes]
    if page.options:
        return _group(page, data)
    return {**data, "offers": _offer(page, page.variants[0])} if page.variants else data


def _group(page: ProductPage, data: dict[str, Any]) -> dict[str, Any]:
    variants = [
        {
            "@type": "Product",
            "name": f"{page.title}（{'・'.join(v.values)}）",
            "sku": v.sku or f"{page.id}-{v.id}",
            **({"image": data["image"][0]} if "image" in data else {}),
            "offers": _offer(page, v),
        }
        for v in page.variants
    ]
    return {
        **data,
        "@type": "ProductGroup",
        "productGroupID": str(page.id),
        "variesBy": [option.name for option in page.options],
        "hasVariant": variants,
    }


def _offer(page: ProductPage, variant: VariantShown) -> dict[str, Any]:
    gone = page.row.state == "sold_out" or not variant.available
    facts = page.price_facts(variant)
    return {
        **({"priceSpecification": _former(facts.was, page.row.currency)} if facts and facts.was else {}),
        "@type": "Offer",
        "url": absolute(page.url),
        "price": decimal_text(Money(variant.minor, page.row.currency)),
        "priceCurrency": page.row.currency,
        "availability": f"https://schema.org/{'SoldOut' if gone else _AVAILABLE[page.row.kind]}",
        "itemCondition": f"https://schema.org/{'UsedCondition' if page.row.condition else 'NewCondition'}",
        "seller": {"@type": "Person", "name": page.person.name, "url": absolute(page.person.url)},
    }


def _former(minor: int, currency: str) -> dict[str, Any]:
    """The price before a reduction; only one that the history bears out."""
    return {
        "@type": "UnitPriceSpecification",
        "priceType": "https://schema.org/StrikethroughPrice",
        "price": decimal_text(Money(minor, currency)),
        "priceCurrency": currency,
    }
