"""Everything that is read of brands."""

from typing import Any

from miquan.accounts.models import Member
from miquan.brands.models import Brand, BrandAddress
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront

PAGE = 120


def with_goods() -> Any:
    """Brands of which something is public: what a buyer only prepares is not told."""
    query = Product.select(Product.brand).join(Storefront).join(Member)
    return query.where(Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)


def brand(slug: str) -> Brand | None:
    """A brand by the last part of its address."""
    found: Brand | None = Brand.get_or_none(Brand.slug == slug, Brand.id.in_(with_goods()))
    return found


def became(slug: str) -> str:
    """The address of the brand that had this one before; "" for none."""
    row = BrandAddress.select(Brand.slug).join(Brand).where(BrandAddress.slug == slug[:80]).tuples().first()
    return str(row[0]) if row else ""


def brands_starting(key: str, limit: int) -> list[tuple[str, str]]:
    """(name, slug) of brands whose folded name begins so."""
    rows = Brand.select(Brand.name, Brand.slug).where(Brand.key.startswith(key), Brand.id.in_(with_goods()))
    return list(rows.order_by(Brand.key).limit(limit).tuples())


def brands_after(key: str) -> tuple[list[Brand], str]:
    """A page of brands by folded name, and the key of the next page ("" at the end)."""
    shown = Brand.select().where(Brand.key > key, Brand.id.in_(with_goods()))
    rows = list(shown.order_by(Brand.key).limit(PAGE + 1))
    return rows[:PAGE], rows[PAGE - 1].key if len(rows) > PAGE else ""
