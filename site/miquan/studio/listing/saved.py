"""`/studio/views`: filters that are kept under a name, their names and their order."""

from typing import Any

from flask import Blueprint, abort, flash, request
from werkzeug.wrappers import Response

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.storefronts.models import Storefront
from miquan.studio.blueprint import mine
from miquan.studio.listing import actions, presenting, queries
from miquan.studio.listing.filters import read_kept
from miquan.studio.listing.forms import ViewForm
from miquan.studio.models import VIEW_QUERY_LIMIT, SavedView
from miquan.viewer import viewer

bp = Blueprint("saved_views", __name__, url_prefix="/studio/views")


@bp.get("")
@requires(Permission.PRODUCT_EDIT)
def index() -> Any:
    return _page(mine(), ViewForm(formdata=None, query=request.args.get("query", "")[:VIEW_QUERY_LIMIT]))


@bp.post("")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def keep() -> Any:
    """Keep what the list shows under a name."""
    shop, form = mine(), ViewForm()
    wanted = read_kept(form.query.data or "")
    if form.validate():
        try:
            actions.keep_view(shop, form.name.data or "", wanted)
        except actions.NotKept as refused:
            form.name.errors = [refused.message]
        else:
            flash(_("存好了，在清單上面"), "success")
            return redirect_to(presenting.address(wanted))
    return _page(shop, form, 422)


@bp.post("/<int:view_id>")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def rename(view_id: int) -> Any:
    shop, form = mine(), ViewForm()
    view = _own(shop, view_id)
    if form.validate():
        try:
            actions.rename_view(shop, view, form.name.data or "")
        except actions.NotKept as refused:
            form.name.errors = [refused.message]
        else:
            flash(_("名字改好了"), "success")
            return _back()
    return _page(shop, ViewForm(formdata=None), 422, refused=(view.id, form))


@bp.post("/<int:view_id>/up")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def move_up(view_id: int) -> Any:
    return _moved(view_id, -1)


@bp.post("/<int:view_id>/down")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def move_down(view_id: int) -> Any:
    return _moved(view_id, 1)


def _moved(view_id: int, step: int) -> Any:
    shop = mine()
    actions.move_view(shop, _own(shop, view_id), step)
    return _back()


@bp.post("/<int:view_id>/removal")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def delete(view_id: int) -> Any:
    actions.delete_view(_own(mine(), view_id))
    flash(_("刪掉了"), "success")
    return _back()


def _own(shop: Storefront, view_id: int) -> SavedView:
    found = queries.saved_view(shop, view_id) if view_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _back() -> Any:
    return redirect_to(f"{viewer().root}/studio/views")


def _page(shop: Storefront, form: ViewForm, status: int = 200, refused: tuple[int, ViewForm] | None = None) -> Response:
    views = [(view, read_kept(view.query)) for view in queries.saved_views(shop)]
    wanted = read_kept(form.query.data or "")
    names = queries.names([wanted, *(kept for _view, kept in views)])
    rows = []
    for view, kept in views:
        own = refused[1] if refused and refused[0] == view.id else ViewForm(formdata=None, name=view.name)
        own.name.id = f"name-{view.id}"
        rows.append((view, own, presenting.address(kept), presenting.in_words(kept, names)))
    return respond(
        "studio/products/views.html", status=status, form=form, rows=rows, what=presenting.in_words(wanted, names),
        seo=seo(_("存好的清單"), "", index=False),
    )  # fmt: skip
