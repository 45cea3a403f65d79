"""Publishing, archiving, selling out, removing: each checked by the product's state machine."""

from miquan.db import now, transaction
from miquan.moderation.audit import audit
from miquan.outbox import Event, record
from miquan.products import rules
from miquan.products.actions.counting import move
from miquan.products.actions.saving import locked
from miquan.products.actions.summaries import summarise
from miquan.products.machine import PRODUCT
from miquan.products.models import Product, Variant
from miquan.text import clean_line
from miquan.versions import bump


def publish(product_id: int, *, by: int | None) -> Product:
    """Show a draft or archived product to everyone. Raises rules.NotReady, states.NotAllowed."""
    with transaction():
        product = locked(product_id)
        if not product.price_to:
            raise rules.NotReady([rules.UNPRICED])
        product.published_at = product.published_at or now()
        return _move(product, "publish", Event.PRODUCT_PUBLISHED, by)


def archive(product_id: int, *, by: int | None) -> Product:
    """Take a product off the storefront; it can be published again."""
    with transaction():
        return _move(locked(product_id), "archive", Event.PRODUCT_ARCHIVED, by)


def restore(product_id: int, *, by: int | None) -> Product:
    """Bring an archived product back as a draft."""
    with transaction():
        return _move(locked(product_id), "restore", Event.PRODUCT_CHANGED, by)


def remove(product_id: int, *, by: int | None, reason: str = "") -> Product:
    """The owner removes a product for good: its address answers 410."""
    with transaction():
        product = locked(product_id)
        product.removed_reason = reason[:200]
        return _move(product, "remove", Event.PRODUCT_REMOVED, by)


def take_down(product_id: int, *, by: int, reason: str) -> Product:
    """A moderator takes a product off the site; what it was stays, so that it can be put back. Raises states.NotAllowed."""
    with transaction():
        product = locked(product_id)
        product.removed_reason = clean_line(reason, 200)
        was = product.state
        _move(product, "remove", Event.PRODUCT_REMOVED, by)
        audit("product.taken_down", ("product", product.id), by=by, reason=reason, was=was)
    return product


def put_back(product_id: int, *, by: int, was: str = "published") -> Product:
    """A moderator takes that back: it is public again if it was, and archived else. Raises states.NotAllowed."""
    with transaction():
        product = locked(product_id)
        product.removed_reason = ""
        _move(product, "put_back", Event.PRODUCT_CHANGED, by)
        summarise([product.id])
        if was in rules.PUBLIC_STATES:
            publish(product.id, by=None)
            product = sell_out_or_restock(product.id, by=None)
        audit("product.put_back", ("product", product.id), by=by)
    return product


def sell_out_or_restock(product_id: int, *, by: int | None) -> Product:
    """Bring the state to what the stock says, in either direction."""
    with transaction():
        product = locked(product_id)
        stocks = list(Variant.select(Variant.stock, Variant.reserved).where(Variant.product == product_id).tuples())
        product.available = rules.is_available(product.kind, stocks)
        if product.state == "published" and not product.available:
            return _move(product, "sell_out", Event.PRODUCT_SOLD_OUT, by)
        if product.state == "sold_out" and product.available:
            return _move(product, "restock", Event.PRODUCT_RESTOCKED, by)
        return product


def _move(product: Product, verb: str, event: Event, by: int | None) -> Product:
    before = product.state
    product.state = PRODUCT.step(product.state, verb).to
    product.updated_at = now()
    product.save()
    if verb == "remove":
        summarise([product.id])
    move(product, before)
    record(event, subject=("product", product.id), by=by)
    if {before, product.state} & set(rules.PUBLIC_STATES):
        bump("pages")
    return product
