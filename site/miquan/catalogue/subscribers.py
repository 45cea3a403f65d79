"""Pictures that imported goods only name by an address, fetched after they are published, where an operator allows it."""

import time

import structlog

from miquan.catalogue import queries
from miquan.catalogue.fetcher import NotFetched, fetch
from miquan.config import settings
from miquan.db import transaction
from miquan.media.actions import store_picture
from miquan.media.decoding import Busy
from miquan.media.refusals import Refused
from miquan.outbox import Event, EventRow, record, subscribes
from miquan.products.actions.importing import attach_pictures

log = structlog.get_logger("miquan.catalogue")

# A lease lasts a minute; one picture may take twenty seconds.
_BUDGET_SECONDS = 35.0


@subscribes(Event.PRODUCT_PUBLISHED, Event.PRODUCT_CHANGED, name="catalogue.fetch_pictures", lane="pictures")
def fetch_pictures(event: EventRow) -> None:
    """Fetch the pictures of one product that wait, as far as time allows.

    Those that were fetched make the product change, which brings us here again for the rest. A round in which none
    could be fetched ends it: the placeholder stays until the product changes.
    """
    if not settings().fetch_pictures or event.subject_id is None:
        return
    waiting = queries.waiting_pictures(event.subject_id)
    owner = queries.owner_of(event.subject_id) if waiting else None
    if owner is None:
        return
    # No transaction is open here: the network may take its time.
    files: dict[str, int] = {}
    until = time.monotonic() + _BUDGET_SECONDS
    for address in dict.fromkeys(waiting):
        if time.monotonic() > until:
            break
        try:
            files[address] = store_picture(fetch(address), owner=owner).id
        except (NotFetched, Refused, Busy) as error:
            log.info("picture not fetched", product=event.subject_id, reason=str(error))
    if files:
        attach_pictures(event.subject_id, files)


@subscribes(Event.PRODUCTS_CHANGED, name="catalogue.fetch_for_many", lane="pictures")
def fetch_for_many(event: EventRow) -> None:
    """Of many that became public at once, those with pictures that wait have them fetched one after another."""
    if not settings().fetch_pictures or "state" not in event.data["what"]:
        return
    with transaction():
        for product_id in queries.with_waiting_pictures(event.data["ids"]):
            record(Event.PRODUCT_CHANGED, subject=("product", product_id), by=event.actor_id)
