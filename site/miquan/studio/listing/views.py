"""`/studio/products`: the list, and changing a row of it where it stands."""

from typing import Any

from flask import Blueprint, abort, flash, request
from werkzeug.wrappers import Response

from miquan.hypermedia import is_partial, redirect_to, respond, safe_next
from miquan.i18n import _
from miquan.limits import limiter, who
from miquan.once import fresh
from miquan.permissions import Permission, requires
from miquan.products.models import Variant
from miquan.seo.page import seo
from miquan.storefronts.models import Storefront
from miquan.studio.blueprint import mine
from miquan.studio.listing import editing, filters, presenting, queries, rowcache
from miquan.studio.listing.forms import BACK_LIMIT, RowForm
from miquan.studio.listing.rows import Row, links
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("listing", __name__, url_prefix="/studio/products")

# A title may be part of it.
KEY_LIMIT = 300
# Whoever goes through hundreds of rows is quick at it.
EDITING = "120 per minute;3000 per hour"


@bp.get("")
@requires(Permission.PRODUCT_EDIT)
def index() -> Any:
    wanted, shop, edited = filters.read(request.args), mine(), request.args.get("edit", "")
    after = request.args.get("after", "")[:KEY_LIMIT]
    row = queries.one_row(shop, int(edited)) if is_number(edited, 9) else None
    form = _form(row, shop, _address(wanted, after)) if row else None
    return _list(shop, wanted, after, (row, form) if row and form else None)


def _address(wanted: filters.Filters, after: str) -> str:
    """A list's own address, for coming back to it."""
    return presenting.address(wanted, **({"after": after} if after else {}))[:BACK_LIMIT]


def _list(
    shop: Storefront, wanted: filters.Filters, after: str, edited: tuple[Row, RowForm] | None, status: int = 200
) -> Response:
    here = _address(wanted, after)
    shelf = queries.shelf(shop, wanted, after)
    if edited and edited[0].id not in {row.id for row in shelf.rows}:
        # The page may have moved on since; what was typed is not lost with it.
        shelf.rows.insert(0, edited[0])
    panel = "panel" in request.args
    choices = queries.choices(shop) if panel else {}
    return respond(
        "studio/products/index.html", block="panel" if panel else "results", status=status, shelf=shelf,
        page=presenting.page(shelf, panel), shown=rowcache.rows_html(shelf.rows, links(here)), choices=choices, panel=panel, edited=edited, here=here, nonce=fresh(),
        seo=seo(_("商品"), "", index=False),
    )  # fmt: skip


@bp.get("/<int:product_id>/row")
@requires(Permission.PRODUCT_EDIT)
def row(product_id: int) -> Any:
    """A row by itself, as it is or with its fields; a page without scripts shows it in its list."""
    shop, back = mine(), _back(request.args.get("back", ""))
    found = _own_row(shop, product_id)
    if not is_partial():
        return redirect_to(_editing(back, product_id))
    form = _form(found, shop, back) if "edit" in request.args else None
    return _row(found, form, back)


@bp.post("/<int:product_id>/row")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(EDITING, key_func=who)
def change(product_id: int) -> Any:
    """Price, stock and state of one row."""
    shop = mine()
    found = _own_row(shop, product_id)
    form = RowForm(currency=found.price.code, single=found.is_single)
    back = _back(form.back.data or "")
    if form.validate() and _saved(found, form):
        if is_partial():
            return _row(_own_row(shop, product_id), None, back, saved=True)
        flash(_("存好了"), "success")
        return redirect_to(f"{back}#product-{product_id}")
    if is_partial():
        return _row(found, form, back, status=422)
    return _refused(shop, found, form, back)


def _form(found: Row, shop: Storefront, back: str) -> RowForm:
    return editing.form_of(found, _variant(found), shop, back)


def _variant(found: Row) -> Variant | None:
    return queries.only_variant(found.id) if found.is_single else None


def _saved(found: Row, form: RowForm) -> bool:
    wanted = editing.change_of(found, _variant(found), form)
    if editing.save(wanted, form, viewer().id or 0):
        return True
    # They have been told: what they send next is meant.
    form.version.data = str(found.version)
    return False


def _refused(shop: Storefront, found: Row, form: RowForm, back: str) -> Response:
    """Without scripts the whole list comes back, with the row's fields as they were typed."""
    told = dict(presenting.pairs(back))
    return _list(shop, filters.read(told), told.get("after", "")[:KEY_LIMIT], (found, form), 422)


def _own_row(shop: Storefront, product_id: int) -> Row:
    found = queries.one_row(shop, product_id) if product_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _row(found: Row, form: RowForm | None, back: str, *, saved: bool = False, status: int = 200) -> Response:
    shown = None if form else rowcache.one_row_html(found, links(back), saved=saved)
    return respond(
        "studio/products/one.html", status=status, row=found, form=form, here=back, shown=shown, seo=None,
    )  # fmt: skip


def _back(told: str) -> str:
    """The list that a row stands in; nothing else can be come back to."""
    start = f"{viewer().root}/studio/products"
    found = safe_next(told[:BACK_LIMIT], start)
    return found if found == start or found.startswith(f"{start}?") else start


def _editing(back: str, product_id: int) -> str:
    return f"{back}{'&' if '?' in back else '?'}edit={product_id}#product-{product_id}"
