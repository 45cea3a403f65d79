"""From the editor's form to a stored product: in one transaction with the draft that it makes superfluous."""

from dataclasses import replace
from typing import Any

from flask import request

from miquan.i18n import _
from miquan.media.actions import keep
from miquan.media.models import File
from miquan.once import fresh, once
from miquan.products import actions as products
from miquan.products.draft import ProductDraft
from miquan.products.models import TITLE_LIMIT, Product
from miquan.products.rules import NotReady, Outdated
from miquan.storefronts.models import Storefront
from miquan.studio import queries as studio
from miquan.studio.editor import actions, conflicts, drafting, queries, tickets
from miquan.studio.editor.conflicts import Conflict
from miquan.studio.editor.forms import ProductForm
from miquan.text import is_number
from miquan.viewer import viewer

# Problems that the rules tell of a part of the product -> the field of the form that they stand beside.
_BESIDE = {
    "price": "variants",
    "options": "option1",
    "attributes": "facts",
    "stock": "variants",
    "compare_at": "variants",
}


def save(shop: Storefront, product: Product | None, form: ProductForm, files: dict[str, File]) -> str | Conflict | None:
    """Store what the form says and tell where to go on; None, with the problems beside their fields, when it cannot be.

    When somebody has saved since, what they made of it stands beside the form, which may then be sent again.
    """
    try:
        return once(form.nonce.data or fresh(), viewer().id or 0, lambda: _store(shop, product, form, files))
    except Outdated:
        assert product is not None
        version = studio.version_of(product)
        form.version.data = str(version)
        found = conflicts.with_saved(form, product, version)
        form.form_errors.append(found.words)
        return found
    except NotReady as error:
        for problem in error.problems:
            field = form[_BESIDE.get(problem.field, problem.field)]
            field.errors = [*field.errors, problem.text]
        return None


def _store(shop: Storefront, product: Product | None, form: ProductForm, files: dict[str, File]) -> str:
    before = queries.snapshot_of(product) if product else None
    draft = drafting.draft_from(form, files, before)
    saved, _changed = products.save_product(shop, draft, by=viewer().id, product=product, version=_number(form.version))
    keep(viewer().id or 0, [picture.file_id for picture in draft.pictures if picture.file_id])
    products.sell_out_or_restock(saved.id, by=viewer().id)
    if request.form.get("then") == "publish" and saved.state in ("draft", "archived"):
        products.publish(saved.id, by=viewer().id)
    ticket = tickets.read(form.ticket.data or "")
    if ticket and ticket.member == viewer().id:
        actions.forget_words(ticket.member, ticket.key, seq=_number(form.seq) or 0, nonce=form.nonce.data or "")
    conflicts.settle()
    return f"{viewer().root}/studio/products/{saved.id}"


def _number(field: Any) -> int | None:
    told = field.data or ""
    return int(told) if is_number(told, 9) else None


def copied(shop: Storefront, product: Product) -> Product:
    """A new draft like the product. What names one thing only, its SKUs and barcodes, is not copied."""
    snapshot = queries.present(queries.snapshot_of(product) or {})
    draft = ProductDraft.of_snapshot(snapshot)
    title = _("%(title)s（複製）", title=draft.title)
    variants = tuple(replace(v, sku="", barcode="") for v in draft.variants)
    draft = replace(draft, title=title if len(title) <= TITLE_LIMIT else draft.title, variants=variants)
    return products.save_product(shop, draft, by=viewer().id)[0]


def restored(shop: Storefront, product: Product, version: int) -> Product | None:
    """The product as it was at a version, saved as its newest. None when there was no such version.

    Raises NotReady where what was allowed then is not now.
    """
    snapshot = queries.snapshot_of(product, version)
    if snapshot is None:
        return None
    draft = ProductDraft.of_snapshot(queries.present(snapshot))
    saved, _changed = products.save_product(shop, draft, by=viewer().id, product=product, version=product.version)
    return products.sell_out_or_restock(saved.id, by=viewer().id)
