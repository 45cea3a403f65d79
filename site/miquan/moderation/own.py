"""`/me/decisions`: what was decided about a member, why, and objecting to it; and what of theirs still waits."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import REPORTING, limiter, who
from miquan.moderation import casework, rules
from miquan.moderation.appealing import appeal
from miquan.moderation.forms import AppealForm
from miquan.moderation.models import Decision
from miquan.moderation.registry import KINDS, REASONS, things
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("decisions", __name__, url_prefix="/me/decisions")
# What its writer cannot read in its place any more, they read here.
_OUT_OF_SIGHT = ("hide", "remove", "refuse")


@bp.get("")
@requires(Permission.ME_SEE)
def index() -> Any:
    return _page(AppealForm())


@bp.post("/<int:decision_id>/appeal")
@requires(Permission.ME_SEE)
@limiter.limit(REPORTING, key_func=who)
def object_to(decision_id: int) -> Any:
    form = AppealForm()
    if decision_id >= 2**31:
        abort(404)
    if not form.validate():
        return _page(form, decision_id, 422)
    try:
        appeal(decision_id, form.words.data or "", by=viewer().id or 0)
        flash(_("收到了，會由另一個人重新看"), "success")
    except LookupError:
        abort(404)
    except rules.CannotDecide:
        flash(_("這個決定不能再申訴了"), "error")
    return redirect_to(f"{viewer().root}/me/decisions#d{decision_id}")


def _page(form: AppealForm, at: int = 0, status: int = 200) -> Any:
    mine = (Decision.member == viewer().id) & Decision.verb.in_(rules.TOLD)
    rows, after = casework.decided(mine, before=request.args.get("before", "")[:10])
    said = [(one.row.subject_kind, one.row.subject_id) for one in rows if one.row.verb in _OUT_OF_SIGHT]
    texts = {key: found.words for key, found in things(said).items() if found.author == viewer().id}
    return respond(
        "moderation/decisions.html", status=status, rows=rows, texts=texts, after=after, waiting=casework.waiting_of(viewer().id or 0), form=form,
        at=at, kinds=KINDS, reasons=REASONS, done=rules.DONE, why=casework.WHY, seo=seo(_("關於你的決定"), "", index=False),
    )  # fmt: skip
