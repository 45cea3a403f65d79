"""What products do about events: counters that pages show."""

from peewee import fn

from miquan.db import transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.models import Product, ProductTag, Tag
from miquan.products.rules import PUBLIC_STATES


@subscribes(
    Event.PRODUCT_PUBLISHED,
    Event.PRODUCT_CHANGED,
    Event.PRODUCT_ARCHIVED,
    Event.PRODUCT_REMOVED,
    name="products.count_tags",
)
def count_tags(event: EventRow) -> None:
    """Bring the tags of one product to the number of public products that carry them."""
    tags = [row[0] for row in ProductTag.select(ProductTag.tag).where(ProductTag.product == event.subject_id).tuples()]
    if tags:
        with transaction():
            recount_tags(tags)


def recount_tags(tags: list[int] | None = None) -> int:
    """Set the counter of these tags (of all when None). Returns how many were wrong."""
    counted = dict(
        ProductTag.select(ProductTag.tag, fn.COUNT(ProductTag.id))
        .join(Product)
        .where(Product.state.in_(PUBLIC_STATES), *([ProductTag.tag.in_(tags)] if tags is not None else []))
        .group_by(ProductTag.tag)
        .tuples()
    )
    scope = Tag.select(Tag.id, Tag.products)
    wrong = [
        (tag, counted.get(tag, 0))
        for tag, held in (scope.where(Tag.id.in_(tags)) if tags is not None else scope).tuples()
        if held != counted.get(tag, 0)
    ]
    for tag, count in wrong:
        Tag.update(products=count).where(Tag.id == tag).execute()
    return len(wrong)
