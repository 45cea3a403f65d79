"""What products hold of a member: all goods of their storefront, in any state, with their history."""

from collections.abc import Iterator
from typing import Any

from miquan.brands.actions import forget_unused
from miquan.db import now, transaction
from miquan.departures.section import BATCH, Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.outbox import Event, record_many
from miquan.products.actions.tags import forget_unused_tags
from miquan.products.models import (
    PriceChange,
    Product,
    ProductAttribute,
    ProductDay,
    ProductOption,
    ProductPicture,
    ProductRevision,
    ProductTag,
    ProductText,
    ProductWords,
    StorefrontDay,
    Tag,
    Variant,
)
from miquan.storefronts.models import Storefront
from miquan.triggers import history_may_be_erased
from miquan.versions import bump

_PARTS: tuple[Any, ...] = (
    Variant,
    ProductPicture,
    ProductOption,
    ProductAttribute,
    ProductTag,
    ProductDay,
    ProductWords,
)
# What a removed product needs for its address to answer 410, and what its author may leave behind in words.
_STAYS = {"id", "storefront", "currency", "lang", "demo", "version", "created_at", "published_at"}
_WORDS = {"title", "slug", "story", "story_format", "story_html"}


def _products(member_id: int) -> Iterator[Row]:
    shops = Storefront.select(Storefront.id).where(Storefront.owner == member_id)
    parts: dict[str, Any] = {
        "texts": ProductText, "options": ProductOption, "variants": Variant, "pictures": ProductPicture,
        "attributes": ProductAttribute, "prices": PriceChange, "days": ProductDay,
    }  # fmt: skip
    told = {name: (model, model.product, ()) for name, model in parts.items()}
    revisions = (ProductRevision, ProductRevision.product, ("by",))
    rows = rows_of(Product, Product.storefront.in_(shops))
    for row in with_parts(rows, revisions=revisions, tags=(ProductTag, ProductTag.product, ()), **told):
        tags = Tag.select(Tag.name).where(Tag.id.in_([tag["tag"] for tag in row["tags"]]))
        row["tags"] = [name for (name,) in tags.order_by(Tag.id).tuples()]
        yield row


def _erase(member_id: int, keep_words: bool) -> None:
    """A batch in a transaction, by id; a batch that a kill has kept is found erased and passed over."""
    shops, last = Storefront.select(Storefront.id).where(Storefront.owner == member_id), 0
    while True:
        query = Product.select(Product.id, Product.published_at, Product.brand).where(
            Product.storefront.in_(shops), Product.id > last
        )
        rows = list(query.order_by(Product.id).limit(BATCH).tuples())
        if rows:
            _erase_some(rows, keep_words)
            last = rows[-1][0]
        if len(rows) < BATCH:
            break
    StorefrontDay.delete().where(StorefrontDay.storefront.in_(shops)).execute()
    with history_may_be_erased():
        # An operator's or helper's hand in others' goods stays there without a name.
        ProductRevision.update(by=None).where(ProductRevision.by == member_id).execute()


def _erase_some(rows: list[tuple[Any, ...]], keep_words: bool) -> None:
    ids, brands = [row[0] for row in rows], {row[2] for row in rows if row[2]}
    public = [id_ for id_, published, _brand in rows if published]
    with transaction():
        tags = [r[0] for r in ProductTag.select(ProductTag.tag).where(ProductTag.product.in_(ids)).distinct().tuples()]
        with history_may_be_erased():
            for history in (ProductRevision, PriceChange):
                history.delete().where(history.product.in_(ids)).execute()
        for part in _PARTS if keep_words else (*_PARTS, ProductText):
            part.delete().where(part.product.in_(ids)).execute()
        Product.update(_empty(keep_words)).where(Product.id.in_(public)).execute()
        Product.delete().where(Product.id.in_(ids), Product.id.not_in(public)).execute()
        forget_unused_tags(tags)
        record_many(Event.PRODUCT_REMOVED, "product", public)
        forget_unused(sorted(brands))
        bump("catalogue")
        bump("pages")


def _empty(keep_words: bool) -> dict[str, Any]:
    stays = _STAYS | (_WORDS if keep_words else set())
    fields = [field for field in Product._meta.sorted_fields if field.name not in stays]
    values = {f.name: (f.default() if callable(f.default) else f.default) for f in fields}
    return {**values, "state": "removed", "updated_at": now(), **({} if keep_words else {"title": ""})}


SECTIONS = (
    Section(
        "products",
        lazy("你的商品：文字、款式、價格、每天被看幾次，和每次改過的樣子"),
        (Product, ProductText, ProductRevision, PriceChange, *_PARTS, StorefrontDay),
        _products,
        _erase,
    ),
)
