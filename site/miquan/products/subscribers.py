"""What products do about events: counters that pages show."""

from miquan.db import transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.actions.tags import recount_tags
from miquan.products.models import ProductTag


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
