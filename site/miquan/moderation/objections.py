"""Objecting to being shut out: the address comes by mail, or after the right password."""

from typing import Any

from flask import Blueprint, abort, flash
from flask_wtf import FlaskForm

from miquan.accounts.standing import objecting
from miquan.fields import reason_field
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import REPORTING, limiter
from miquan.moderation.actions import NOTE_LIMIT, object_to_suspension
from miquan.moderation.queries import standing
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("objections", __name__)


class ObjectionForm(FlaskForm):  # type: ignore[misc]
    """The member's own words."""

    words = reason_field(lazy("為什麼不對"), lazy("寫下你想說的"), NOTE_LIMIT)


@bp.route("/objection/<token>", methods=["GET", "POST"])
@limiter.limit(REPORTING, methods=["POST"])
def new(token: str) -> Any:
    member = objecting(token)
    if member is None:
        abort(404)
    form = ObjectionForm()
    if form.validate_on_submit():
        object_to_suspension(member.id, form.words.data or "")
        flash(_("收到了，會有人來看"), "success")
        return redirect_to(f"{viewer().root}/sign-in")
    return respond(
        "moderation/objection.html", block="form", status=422 if form.is_submitted() else 200, form=form,
        standing=standing(member), seo=seo(_("覺得停用得不對"), "", index=False),
    )  # fmt: skip
