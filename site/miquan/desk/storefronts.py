"""`/desk/storefronts`: looking at new storefronts before others see them."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.desk import waiting
from miquan.desk.forms import ReasonForm
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.storefronts import actions
from miquan.viewer import viewer

bp = Blueprint("desk_storefronts", __name__, url_prefix="/desk/storefronts")


@bp.get("")
@requires(Permission.DESK_SEE)
def index() -> Any:
    decided = request.args.get("state") == "decided"
    rows = waiting.waiting(decided=decided)
    return respond("desk/storefronts.html", rows=rows, decided=decided, seo=seo(_("等著開店的"), "", index=False))


@bp.get("/<int:storefront_id>")
@requires(Permission.DESK_SEE)
def show(storefront_id: int) -> Any:
    return _page(storefront_id, ReasonForm())


@bp.post("/<int:storefront_id>/approval")
@requires(Permission.STOREFRONT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def approve(storefront_id: int) -> Any:
    found = _found(storefront_id)
    try:
        actions.approve(found.row.id, by=viewer().id or 0)
        flash(_("小店開了，已經寫信告訴本人"), "success")
    except NotAllowed:
        flash(_("這間小店不在等人看"), "error")
    return redirect_to(f"{viewer().root}/desk/storefronts")


@bp.post("/<int:storefront_id>/refusal")
@requires(Permission.STOREFRONT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def refuse(storefront_id: int) -> Any:
    found, form = _found(storefront_id), ReasonForm()
    if not form.validate():
        return _page(storefront_id, form, 422)
    try:
        actions.refuse(found.row.id, by=viewer().id or 0, reason=form.reason.data or "")
        flash(_("已經把理由寫信告訴本人"), "success")
    except NotAllowed:
        flash(_("這間小店不在等人看"), "error")
    return redirect_to(f"{viewer().root}/desk/storefronts")


def _found(storefront_id: int) -> waiting.Candidate:
    found = waiting.candidate(storefront_id) if storefront_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _page(storefront_id: int, form: ReasonForm, status: int = 200) -> Any:
    found = _found(storefront_id)
    return respond(
        "desk/storefront.html", status=status, shop=found, form=form, may_decide=can(viewer(), Permission.STOREFRONT_DECIDE),
        seo=seo(found.profile.person.name, "", index=False),
    )  # fmt: skip
