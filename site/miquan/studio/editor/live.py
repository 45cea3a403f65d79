"""What the editor's scripts ask for while somebody writes: keeping, looking ahead, suggestions. Each works as a page too."""

from typing import Any

from flask import abort, flash, request

from miquan import text
from miquan.brands.queries import brands_starting
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import LOOKING, WRITING, limiter, who
from miquan.permissions import Permission, requires, sign_in_address
from miquan.products import presenting
from miquan.products.models import Product
from miquan.products.queries import imagined_page
from miquan.seo.page import seo
from miquan.studio.blueprint import bp, mine, own
from miquan.studio.editor import actions, conflicts, pictures, queries, showing, tickets
from miquan.studio.editor.conflicts import Conflict
from miquan.studio.editor.forms import ProductForm
from miquan.studio.editor.guard import draft_address, kept_or_checked, writing_now
from miquan.studio.editor.tickets import Ticket
from miquan.viewer import viewer

_BRANDS = 8


@bp.post("/products/drafts")
@limiter.limit(LOOKING, key_func=who)
@kept_or_checked
@requires(Permission.PRODUCT_EDIT)
def keep_draft() -> Any:
    """Keep what stands in the form. Answers the line that says so, and what another has written meanwhile."""
    shop = mine()
    ticket = tickets.read(request.form.get("ticket", "")) or abort(400)
    product = own(shop, ticket.product) if ticket.product else None
    writing = writing_now()
    kept = actions.keep_words(ticket, shop, writing)
    conflict = _conflict(ProductForm(currency=shop.currency), product, kept, writing.version)
    if not is_partial():
        return redirect_to(draft_address(kept.draft))
    return respond(
        "studio/editor/_told.html", status=409 if conflict else 200, conflict=conflict, state="kept", draft=kept.draft,
        ticket=tickets.sign(Ticket(ticket.member, kept.draft.key, ticket.product)), kept_at=showing.clock(),
        address=draft_address(kept.draft), sign_in=sign_in_address(viewer(), draft_address(kept.draft)),
    )  # fmt: skip


def _conflict(form: ProductForm, product: Product | None, kept: actions.Kept, version: int | None) -> Conflict | None:
    if kept.other is not None:
        return conflicts.with_draft(form, kept.other)
    if product is not None and version is not None and version < product.version:
        return conflicts.with_saved(form, product, product.version)
    return None


@bp.post("/products/drafts/<key>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.PRODUCT_EDIT)
def drop_draft(key: str) -> Any:
    product_id = request.form.get("product", "")
    if not actions.forget_words(viewer().id or 0, key):
        abort(404)
    flash(_("丟掉了"), "success")
    where = product_id if text.is_number(product_id, 9) and int(product_id) else "new"
    return redirect_to(f"{viewer().root}/studio/products/{where}")


@bp.post("/products/preview")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.PRODUCT_EDIT)
def preview() -> Any:
    """What shoppers would see: the card and the list beside the form, or the whole page in a window of its own."""
    shop = mine()
    ticket = tickets.read(request.form.get("ticket", ""))
    product = own(shop, ticket.product) if ticket and ticket.product else None
    form = ProductForm(currency=product.currency if product else shop.currency)
    shown = showing.pictures_of(form, product)
    if is_partial():
        parts = {"suggestions": showing.suggestions(form), **showing.side(form, shown, shop.ships_to)}
        return respond("studio/editor/_ahead.html", form=form, product=product, **parts)
    before = queries.snapshot_of(product) if product else None
    draft = showing.readable_draft(form, pictures.named(form, viewer().id or 0), before)
    page = imagined_page(draft, shop, viewer().member, showing.gallery(form, shown))
    first = page.variants[0] if page.variants else None
    return respond(
        "studio/editor/preview.html", page=page, estimates=showing.estimates(form), seo=seo(draft.title, "", index=False),
        **presenting.context(page, first.values if first else (), first),
    )  # fmt: skip


@bp.get("/brands")
@requires(Permission.PRODUCT_EDIT)
def brands() -> Any:
    """Brands that begin with what is being typed, as choices of a list."""
    typed = text.fold(text.clean_line(request.args.get("brand", "")[:200], 80))
    found = brands_starting(typed, _BRANDS) if typed else []
    return respond("studio/editor/_brands.html", names=[name for name, _slug in found])
