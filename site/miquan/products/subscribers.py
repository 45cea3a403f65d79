"""What products do about events: counters that pages show, pictures that become ready."""

from peewee import chunked

from miquan.db import transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.actions.comparing import compare_again
from miquan.products.actions.pictures import picture_looked_at
from miquan.products.actions.summaries import summarise
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


@subscribes(Event.PRODUCTS_CHANGED, name="products.count_tags_of_many")
def count_tags_of_many(event: EventRow) -> None:
    """The same for the tags of many; those that were taken away were counted when they went."""
    if not {"state", "tags"} & set(event.data["what"]):
        return
    having = ProductTag.select(ProductTag.tag).where(ProductTag.product.in_(event.data["ids"])).distinct()
    tags = [row[0] for row in having.tuples()]
    if tags:
        with transaction():
            recount_tags(tags)


@subscribes(Event.TAG_RENAMED, name="products.words_of_tag")
def spell_again(event: EventRow) -> None:
    """In the studio too, products are found by the new name of a tag."""
    carrying = ProductTag.select(ProductTag.product).where(ProductTag.tag == event.subject_id)
    for some in chunked([row[0] for row in carrying.tuples()], 500):
        with transaction():
            summarise(some)


@subscribes(Event.RATES_CHANGED, name="products.compare_prices")
def compare_prices(event: EventRow) -> None:
    """Prices are sorted and filtered by what they come to in euro, which a new rate changes."""
    compare_again(event.data["codes"])


@subscribes(Event.FILE_READY, Event.FILE_REFUSED, name="products.picture_looked_at")
def show_picture(event: EventRow) -> None:
    """A picture that was still being looked at when its product was saved can be shown now, or never."""
    if event.subject_id is not None:
        picture_looked_at(event.subject_id)
