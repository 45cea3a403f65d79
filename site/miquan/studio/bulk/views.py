"""`/studio/changes`: what is to be done to many goods at once, looked at first; and the list of what was done."""

from typing import Any

from flask import Blueprint, abort, flash, request
from werkzeug.wrappers import Response

from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import LIMIT, fresh
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.storefronts.models import Storefront
from miquan.studio.blueprint import mine
from miquan.studio.bulk import actions, queries, words
from miquan.studio.bulk.forms import form_for
from miquan.studio.bulk.rules import VERBS
from miquan.studio.listing import presenting
from miquan.studio.listing.filters import read_kept
from miquan.studio.listing.queries import ids_matching
from miquan.studio.models import BulkChange
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("bulk", __name__, url_prefix="/studio/changes")

_MOST_TICKED = 1_000
_QUERY_LIMIT = 1_500


@bp.get("")
@requires(Permission.PRODUCT_EDIT)
def index() -> Any:
    shop = mine()
    rows, after = queries.own_changes(shop, request.args.get("before", ""))
    return respond(
        "studio/changes/index.html", rows=rows, after=after, words=words, currency=shop.currency,
        can_undo=queries.can_undo, seo=seo(_("整批修改"), "", index=False),
    )  # fmt: skip


@bp.post("")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def create() -> Any:
    """Begin a change of the rows that were ticked, or of all that the list's filters mean."""
    shop, verb = mine(), request.form.get("verb", "")
    if verb not in VERBS:
        abort(400)
    wanted = read_kept(request.form.get("query", "")[:_QUERY_LIMIT])
    told = request.form.getlist("id")[:_MOST_TICKED]
    everything = bool(request.form.get("all"))
    ids = ids_matching(shop, wanted, actions.MOST) if everything else [int(id_) for id_ in told if is_number(id_, 9)]
    if not ids:
        flash(_("先選幾件商品"), "error")
        return redirect_to(presenting.address(wanted))
    nonce = request.form.get("nonce", "")[:LIMIT] or fresh()
    change = actions.create(shop, verb, ids, by=viewer().id or 0, nonce=nonce)
    return redirect_to(_address(change))


def _address(change_id: int) -> str:
    return f"{viewer().root}/studio/changes/{change_id}"


def _own(shop: Storefront, change_id: int) -> BulkChange:
    found = queries.own_change(shop, change_id) if change_id < 2**31 else None
    if found is None:
        abort(404)
    return found


@bp.get("/<int:change_id>")
@requires(Permission.PRODUCT_EDIT)
def show(change_id: int) -> Any:
    shop = mine()
    change = _own(shop, change_id)
    return _page(shop, change, form_for(change.verb, shop.currency, _typed(change)))


def _typed(change: BulkChange) -> dict[str, Any]:
    """What the form was filled with when the preview was made."""
    spec = change.spec
    if "looked" not in spec:
        return {}
    if change.verb == "price":
        percent = spec["mode"] == "percent"
        return {**spec, "by": f"{spec['by'] / 100:g}" if percent else words.plain_amount(spec["by"], spec["currency"])}
    if change.verb == "tags":
        return {name: "、".join(spec[name]) for name in ("add", "remove")}
    if change.verb == "ships":
        return {"days": "" if spec["days"] is None else str(spec["days"])}
    return dict(spec)


@bp.post("/<int:change_id>")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def look(change_id: int) -> Any:
    """Tell the change what it has to know, and see what it would do."""
    shop = mine()
    change = _own(shop, change_id)
    form = form_for(change.verb, shop.currency)
    if form is None or change.state != "preview":
        return redirect_to(_address(change_id))
    if not form.validate():
        return _page(shop, change, form, 422)
    actions.look(change, form.wishes())
    return redirect_to(_address(change_id))


@bp.post("/<int:change_id>/application")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def apply(change_id: int) -> Any:
    actions.start(_own(mine(), change_id).id, by=viewer().id or 0)
    return redirect_to(_address(change_id))


@bp.post("/<int:change_id>/cancellation")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def cancel(change_id: int) -> Any:
    change = _own(mine(), change_id)
    was_preview = change.state == "preview"
    actions.cancel(change.id)
    if was_preview:
        flash(_("沒有改任何東西"), "success")
        return redirect_to(f"{viewer().root}/studio/products")
    return redirect_to(_address(change_id))


@bp.post("/<int:change_id>/undo")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def undo(change_id: int) -> Any:
    if not actions.undo(_own(mine(), change_id).id, by=viewer().id or 0):
        flash(_("過了24小時，不能整批還原了"), "error")
    return redirect_to(_address(change_id))


def _page(shop: Storefront, change: BulkChange, form: Any, status: int = 200) -> Response:
    under_way = change.state in ("running", "undoing")
    counts = queries.outcomes(change)
    good = {"preview": [""], "undone": ["undone"]}.get(change.state, ["", "done"])
    left_out = ["kept"] if change.state in ("undone", "undoing") else ["refused"]
    shown = [] if under_way and is_partial() else queries.items(change, good)
    return respond(
        "studio/changes/show.html", block="progress" if under_way or is_partial() else None, status=status, change=change,
        form=form if change.state == "preview" else None, counts=counts, rows=shown, left_out=queries.items(change, left_out),
        left_out_count=sum(counts.get(name, 0) for name in left_out), words=words, currency=shop.currency,
        can_undo=queries.can_undo(change), under_way=under_way, title=words.in_words(change, shop.currency),
        seo=seo(_("整批修改"), "", index=False),
    )  # fmt: skip
