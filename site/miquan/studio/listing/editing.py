"""A row's form, and what it makes of a product: only what differs from what its sender saw is changed."""

from typing import Any

from miquan.products.actions import Change, change_many
from miquan.products.models import Variant
from miquan.products.pricing import still_true
from miquan.products.rules import Problem, shown_state
from miquan.storefronts.models import Storefront
from miquan.studio.listing.forms import RowForm
from miquan.studio.listing.rows import Row
from miquan.text import is_number

_FIELDS = {"price": "price", "stock": "stock"}


def form_of(row: Row, variant: Variant | None, storefront: Storefront, back: str) -> RowForm:
    """The form of a row as it stands; `variant` is the only one of the product, None where there are several."""
    stock = "" if variant is None or variant.stock is None else str(variant.stock)
    values = {
        "version": str(row.version), "back": back, "price": row.price_text, "stock": stock,
        "state": shown_state(row.state),
    }  # fmt: skip
    return RowForm(data=values, currency=row.price.code or storefront.currency, single=row.is_single)


def change_of(row: Row, variant: Variant | None, form: RowForm) -> Change:
    """What the form wants to be different; `variant` is the only one of the product, None where there are several."""
    version = form.version.data or ""
    more: dict[str, Any] = {}
    if variant is not None and form.minor is not None and form.minor != variant.price:
        more["prices"] = {variant.id: (form.minor, still_true(variant.compare_at, form.minor))}
    if variant is not None and form.amount != variant.stock:
        more["stocks"] = {variant.id: form.amount}
    if form.state.data != shown_state(row.state):
        more["state"] = form.state.data
    return Change(row.id, version=int(version) if is_number(version, 9) else None, **more)


def save(change: Change, form: RowForm, by: int) -> bool:
    """Make the change. False when it is refused, with the reason beside its field."""
    if not (change.prices or change.stocks or change.state):
        return True
    outcome = change_many([change], by=by).get(change.product)
    if not isinstance(outcome, Problem):
        return outcome is not None
    field = form[_FIELDS[outcome.field]] if _FIELDS.get(outcome.field, "") in form else form.state
    field.errors = [*field.errors, outcome.text]
    return False
