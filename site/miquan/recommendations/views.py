"""Less of this: a small form beside every recommendation, undone by its opposite."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.hypermedia import is_partial, redirect_to, respond, safe_next
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.products.queries.saved import saved_of
from miquan.recommendations import actions
from miquan.recommendations.queries import goods_shown, recommended_goods, recommended_people
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("recommendations", __name__, url_prefix="/recommendations")
_PEOPLE = 9


@bp.get("")
@requires(Permission.ME_SEE)
def index() -> Any:
    """People and goods that were found for them, each with its reason."""
    me, before = viewer().id or 0, request.args.get("before", "")[:20]
    found = recommended_goods(me, before)
    goods = goods_shown(found)
    return respond(
        "recommendations/index.html", block="results", saved=saved_of([card.id for _one, card in goods]), people=[] if before else recommended_people(me, _PEOPLE),
        goods=goods, next=found.next, seo=seo(_("替你找的"), "", index=False),
    )  # fmt: skip


@bp.post("/<kind>/<int:item>/hiding")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def hide(kind: str, item: int) -> Any:
    if item >= 2**31:
        abort(404)
    try:
        actions.dismiss(kind, item, by=viewer().id or 0)
    except actions.NotHere:
        abort(404)
    return _answer(kind, item, _("好，少給你看這樣的"), hidden=True)


@bp.post("/<kind>/<int:item>/hiding/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def bring_back(kind: str, item: int) -> Any:
    if kind not in actions.KINDS or item >= 2**31:
        abort(404)
    actions.take_back(kind, item, by=viewer().id or 0)
    return _answer(kind, item, _("好，又會推薦給你了"), hidden=False)


def _answer(kind: str, item: int, words: str, *, hidden: bool) -> Any:
    """The line that says so for htmx, else back to where it stood."""
    if is_partial():
        return respond("recommendations/_hidden.html", kind=kind, item=item, words=words, hidden=hidden)
    flash(words, "success")
    return redirect_to(safe_next(request.form.get("next"), f"{viewer().root}/"))
