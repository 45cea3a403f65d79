"""`/desk/replies`: the words that moderators use again and again, in three languages, kept by operators."""

from typing import Any

from flask import Blueprint, abort, flash

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.moderation import casework, noting
from miquan.moderation.forms import CannedForm
from miquan.moderation.registry import REASONS
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("canned", __name__, url_prefix="/desk/replies")


@bp.get("")
@requires(Permission.REPORT_DECIDE)
def index() -> Any:
    return respond(
        "desk/replies.html", rows=casework.canned(), reasons=REASONS, lang=viewer().lang, may_keep=can(viewer(), Permission.MODERATION_KEEP),
        seo=seo(_("常用的話"), "", index=False),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@bp.route("/<int:reply_id>", methods=["GET", "POST"])
@requires(Permission.MODERATION_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def edit(reply_id: int | None = None) -> Any:
    row = next((one for one in casework.canned() if one.id == reply_id), None)
    if reply_id is not None and row is None:
        abort(404)
    said = {lang.replace("-", "_"): words for lang, words in row.words.items()} if row else {}
    form = CannedForm(data={"title": row.title, "reason": row.reason, **said} if row else None)
    if form.validate_on_submit():
        noting.keep_reply(form.title.data, form.reason.data, form.said, by=viewer().id or 0, reply_id=reply_id)
        flash(_("存好了"), "success")
        return redirect_to(f"{viewer().root}/desk/replies")
    status = 422 if form.is_submitted() else 200
    return respond(
        "desk/reply.html", block="form", status=status, form=form, row=row, seo=seo(_("常用的話"), "", index=False)
    )


@bp.post("/<int:reply_id>/removal")
@requires(Permission.MODERATION_KEEP)
@limiter.limit(WRITING, key_func=who)
def drop(reply_id: int) -> Any:
    if reply_id >= 2**31 or not noting.drop_reply(reply_id, by=viewer().id or 0):
        abort(404)
    flash(_("拿掉了，說過的還在"), "success")
    return redirect_to(f"{viewer().root}/desk/replies")
