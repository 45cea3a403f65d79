"""The history of prices: what can be said of them, by product and variant. One query, however many."""

from collections.abc import Iterable
from typing import Any

from miquan.db import now
from miquan.products.models import PriceChange, Product, Variant
from miquan.products.pricing import WHY_NOT_SHOWN, Point, VariantFacts, facts

MOST = 3_000
PriceFacts = dict[str, VariantFacts]


def variant_key(values: Iterable[str]) -> str:
    """A variant's name in the history: its option values."""
    return "\x1f".join(values).rstrip("\x1f")


def price_facts(product_id: int) -> PriceFacts:
    """What the history says of one product, by variant (`variant_key` of its values)."""
    return price_facts_of([product_id], MOST).get(product_id, {})


def price_facts_of(ids: Iterable[int], most: int | None = None) -> dict[int, PriceFacts]:
    """The same for many products by one query; `most` is how many changes are looked at, newest first."""
    query = (
        PriceChange.select(
            PriceChange.product, PriceChange.variant_key, PriceChange.price, PriceChange.compare_at, PriceChange.at,
            Product.published_at,
        )
        .join(Product)
        .where(PriceChange.product.in_(list(ids) or [0]), PriceChange.currency == Product.currency)
        .order_by(PriceChange.id.desc())
        .limit(most)
    )  # fmt: skip
    groups: dict[int, dict[str, list[Any]]] = {}
    for product, key, *change in query.tuples():
        groups.setdefault(product, {}).setdefault(key, []).append(change)
    moment = now()
    return {
        product: {key: _facts(changes, moment) for key, changes in variants.items()}
        for product, variants in groups.items()
    }


def _facts(changes: list[Any], moment: Any) -> VariantFacts:
    """`changes`: (price, compare_at, at, published), newest first."""
    _price, compare_at, _at, published = changes[0]
    return facts([Point(at, price) for price, _c, at, _p in reversed(changes)], published, compare_at, moment)


def untrue_compare_at(ids: Iterable[int]) -> dict[int, str]:
    """Products whose former price is kept but not shown to others, with a sentence that says why. Two queries."""
    if not (wanted := list(ids)):
        return {}
    claims = Variant.select(Variant.product, Variant.option1, Variant.option2, Variant.option3).where(
        Variant.product.in_(wanted), Variant.compare_at.is_null(False)
    )
    rows = list(claims.tuples())
    known = price_facts_of({row[0] for row in rows}) if rows else {}
    found: dict[int, str] = {}
    for product, *values in rows:
        fact = known.get(product, {}).get(variant_key(values))
        why = fact.why if fact else "never"
        if why:
            found.setdefault(product, str(WHY_NOT_SHOWN[why]))
    return found
