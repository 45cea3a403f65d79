"""A group's shelf: its members find a good and say why it belongs there."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.circle.queries.finding import products_for
from miquan.groups import actions
from miquan.groups.forms import ShelfForm, said
from miquan.groups.frame import found, found_for, frame, told
from miquan.groups.queries.finding import GroupPage
from miquan.groups.rules import NotAllowed, NotHere, NotReady, Verb
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.products.queries import product_cards
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("group_shelving", __name__, url_prefix="/g/<slug>/shelf")


@bp.route("/new", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.GROUP_JOIN)
def new(slug: str) -> Any:
    """One form does both: `more` looks for goods and picks one, without it the good that was picked is put there."""
    page = found_for(Verb.WRITE, slug)
    if page.is_archived:
        abort(403)
    form = ShelfForm(data={"nonce": fresh(), "product": request.args.get("product", "")[:12]})
    more = request.form.get("more", "")
    if more.startswith("pick:"):
        form.product.data = more.removeprefix("pick:")[:12]
    fine = form.validate() if form.is_submitted() else False
    if fine and not more:
        if is_number(form.product.data or "", 9):
            try:
                return redirect_to(once(form.nonce.data or fresh(), viewer().id or 0, lambda: _put(page, form)))
            except NotHere:
                form.product.data = ""
            except NotReady as error:
                said(form, error)
                return _page(page, form, searched=False)
        form.find.errors = [_("先找到商品，再選一件")]
    return _page(page, form, searched=more == "find")


def _put(page: GroupPage, form: ShelfForm) -> str:
    actions.put_on_shelf(page.id, int(form.product.data or 0), form.note.data or "", by=viewer().id or 0)
    return f"{page.url}/shelf"


def _page(page: GroupPage, form: ShelfForm, *, searched: bool) -> Any:
    picked = int(form.product.data) if is_number(form.product.data or "", 9) else 0
    chosen = next(iter(product_cards([picked])), None) if picked else None
    offered = [] if chosen else products_for(viewer().id or 0, form.find.data or "")
    return respond(
        "groups/put.html", block="form", status=422 if form.errors else 200,
        **frame(
            page, "shelf", form=form, chosen=chosen, offered=offered, searched=searched,
            seo=told(page, _("放一件商品上來"), "/shelf/new"),
        ),
    )  # fmt: skip


@bp.post("/<int:product_id>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def remove(slug: str, product_id: int) -> Any:
    page = found(slug)
    if product_id >= 2**31:
        abort(404)
    try:
        if actions.take_off_shelf(page.id, product_id, by=viewer().id or 0):
            flash(_("拿下來了"), "success")
    except NotAllowed:
        abort(403)
    return redirect_to(f"{page.url}/shelf")
