"""What storefronts hold of a member."""

from collections.abc import Iterator
from typing import Any

from miquan.db import now, transaction
from miquan.departures.section import Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.products.models import Product
from miquan.storefronts.models import ExpertBrand, Expertise, Storefront, StorefrontReview, StorefrontText
from miquan.versions import bump

_PARTS = (StorefrontText, Expertise, ExpertBrand, StorefrontReview)
_STAYS = {"id", "owner", "currency", "opened_at"}


def _storefront(member_id: int) -> Iterator[Row]:
    rows = rows_of(Storefront, Storefront.owner == member_id, ("owner",))
    texts = (StorefrontText, StorefrontText.storefront, ())
    brands = (ExpertBrand, ExpertBrand.storefront, ())
    reviews = (StorefrontReview, StorefrontReview.storefront, ("decided_by",))
    return with_parts(
        rows, texts=texts, expertise=(Expertise, Expertise.storefront, ()), brands=brands, reviews=reviews
    )


def _erase(member_id: int, _keep_words: bool) -> None:
    """Closed and empty where goods that were public still need it for their 410, else gone."""
    with transaction():
        shop = Storefront.get_or_none(Storefront.owner == member_id)
        if shop is None:
            return
        for model in _PARTS:
            model.delete().where(model.storefront == shop.id).execute()
        mine = Storefront.id == shop.id
        if Product.select().where(Product.storefront == shop.id).exists():
            Storefront.update(_empty()).where(mine).execute()
        else:
            Storefront.delete().where(mine).execute()
        bump("pages")


def _empty() -> dict[str, Any]:
    fields = [field for field in Storefront._meta.sorted_fields if field.name not in _STAYS]
    values = {f.name: (f.default() if callable(f.default) else f.default) for f in fields}
    return {**values, "state": "closed", "updated_at": now()}


SECTIONS = (Section("storefront", lazy("你的小店：介紹、規矩、擅長"), (Storefront, *_PARTS), _storefront, _erase),)
