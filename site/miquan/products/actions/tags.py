"""Tags of products, and how many public products carry each."""

from typing import Any

from peewee import fn

from miquan.outbox import Event, record_many
from miquan.products.models import Product, ProductTag, Tag
from miquan.products.rules import PUBLIC_STATES


def recount_tags(tags: list[int] | None = None) -> int:
    """Set the counter of these tags (of all when None). Returns how many were wrong."""
    if tags is not None and not tags:
        return 0
    counted = dict(
        ProductTag.select(ProductTag.tag, fn.COUNT(ProductTag.id))
        .join(Product)
        .where(Product.state.in_(PUBLIC_STATES), *([ProductTag.tag.in_(tags)] if tags is not None else []))
        .group_by(ProductTag.tag)
        .tuples()
    )
    scope = Tag.select(Tag.id, Tag.products).order_by(Tag.id)
    wrong = [
        (tag, counted.get(tag, 0))
        for tag, held in (scope.where(Tag.id.in_(tags)) if tags is not None else scope).tuples()
        if held != counted.get(tag, 0)
    ]
    for tag, count in wrong:
        Tag.update(products=count).where(Tag.id == tag).execute()
    return len(wrong)


def forget_unused_tags(tags: list[int]) -> None:
    """Count these anew; those that nothing carries and nobody follows go. Joins a transaction."""
    recount_tags(tags)
    rows = Tag.delete().where(Tag.id.in_(tags), Tag.followers == 0, *unused()).returning(Tag.id).execute()
    record_many(Event.TAG_DROPPED, "tag", sorted(row.id for row in rows))


def unused() -> list[Any]:
    """Conditions: no row of any table points at the tag."""
    return [Tag.id.not_in(key.model.select(key)) for key in Tag._meta.backrefs]
