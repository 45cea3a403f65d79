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
from miquan.moderation.queries import has_reported
from miquan.moderation.registry import REPORTABLE, reasons_for, thing
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("moderation", __name__)


class ReportForm(FlaskForm):  # type: ignore[misc]
    """Why, and in one's own words."""

    reason = RadioField(lazy("哪裡不對"), validators=[DataRequired(lazy("選一個原因"))])
    note = TextAreaField(lazy("想補充的話"), validators=[at_most(NOTE_LIMIT)])
    next = HiddenField(validators=[Length(max=300)])


@bp.route("/reports/<kind>/<int:subject_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_FILE)
@limiter.limit(REPORTING, key_func=who, methods=["POST"])
def new(kind: str, subject_id: int) -> Any:
    if kind not in REPORTABLE or subject_id >= 2**31 or not REPORTABLE[kind](subject_id, viewer().id or 0):
        abort(404)
    found = thing(kind, subject_id) or abort(404)
    if found.author == viewer().id:
        flash(_("這是你自己的，不用檢舉"), "info")
        return redirect_to(found.url)
    again = has_reported(viewer().id or 0, kind, subject_id)
    form = ReportForm(next=request.args.get("next", "")[:300])
    form.reason.choices = options(reasons_for(kind))
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
        flash(_("你檢舉過了，換成這次寫的") if again else _("收到了，會有人來看"), "success")
        return redirect_to(safe_next(form.next.data, found.url))
    status = 422 if form.is_submitted() else 200
    return respond(
        "moderation/new.html", block="form", status=status, form=form, again=again, seo=seo(_("檢舉"), "", index=False)
    )
