"""Reporting a thing."""

from typing import Any

from flask import Blueprint, abort, flash, request
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from miquan.fields import at_most, options
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _, lazy
from miquan.limits import REPORTING, limiter, who
from miquan.moderation.actions import NOTE_LIMIT, CannotReport, file_report
from miquan.moderation.registry import REASONS, REPORTABLE
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("moderation", __name__)


class ReportForm(FlaskForm):  # type: ignore[misc]
    """Why, and in one's own words."""

    reason = RadioField(
        lazy("哪裡不對"), choices=options(REASONS.items()), validators=[DataRequired(lazy("選一個原因"))]
    )
    note = TextAreaField(lazy("想補充的話"), validators=[at_most(NOTE_LIMIT)])
    next = HiddenField(validators=[Length(max=300)])


@bp.route("/reports/<kind>/<int:subject_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_FILE)
@limiter.limit(REPORTING, key_func=who, methods=["POST"])
def new(kind: str, subject_id: int) -> Any:
    if kind not in REPORTABLE or subject_id >= 2**31 or not REPORTABLE[kind](subject_id, viewer().id or 0):
        abort(404)
    form = ReportForm(next=request.args.get("next", "")[:300])
    if form.validate_on_submit():
        try:
            file_report(
                by=viewer().id or 0,
                kind=kind,
                subject_id=subject_id,
                reason=form.reason.data,
                note=form.note.data or "",
            )
        except CannotReport:
            abort(404)
        flash(_("收到了，會有人來看"), "success")
        return redirect_to(safe_next(form.next.data, f"{viewer().root}/"))
    status = 422 if form.is_submitted() else 200
    return respond("moderation/new.html", block="form", status=status, form=form, seo=seo(_("檢舉"), "", index=False))
