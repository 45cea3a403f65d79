"""`/me/data`: what is held of a member, taking it along, and leaving."""

from typing import Any

from flask import Blueprint, flash, session
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan import places
from miquan.accounts.freshness import requires_fresh
from miquan.accounts.rules import HANDLE_LIMIT
from miquan.departures import actions, queries
from miquan.departures.registry import SECTIONS, STAYS
from miquan.departures.rules import GRACE, KEPT
from miquan.fields import options
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import REPORTING, WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("departures", __name__)
# What people think of first is erased last.
_TOLD = tuple(reversed(SECTIONS))


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """Whether words stay, and one's own handle, typed with or without its @, so that nobody leaves by a slip of the hand."""

    words = RadioField(
        lazy("你公開寫過的文字"),
        choices=options([("erase", lazy("一起刪掉")), ("keep", lazy("留著，作者寫成「已離開的會員」"))]),
        default="erase",
        validators=[DataRequired(lazy("選一個"))],
    )
    handle = StringField(
        lazy("你的帳號名稱"),
        filters=[lambda typed: clean_line(typed or "", HANDLE_LIMIT + 2).lstrip("@")],
        validators=[
            DataRequired(lazy("打上你的帳號名稱")),
            Length(max=HANDLE_LIMIT, message=lazy("帳號名稱沒有這麼長")),
        ],
    )

    def validate_handle(self, field: StringField) -> None:
        if field.data.lower() != viewer().member.handle:
            raise ValidationError(_("和你的帳號名稱不一樣"))


def _me() -> int:
    return int(viewer().member.id)


@bp.get("/me/data")
@requires(Permission.ME_SEE)
def data() -> Any:
    export = queries.newest_export(_me())
    return respond(
        "departures/data.html",
        block="export",
        export=export,
        until=actions.day(export.expires_at, viewer().member) if export and export.expires_at else "",
        sections=_TOLD,
        kept=KEPT.days,
        leaving=viewer().member.leaving_at is not None,
        seo=seo(_("你的資料"), "", index=False),
    )


@bp.post("/me/exports")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def ask() -> Any:
    try:
        actions.ask_export(_me())
    except actions.CannotAsk as error:
        flash(str(error.message), "error")
    return redirect_to(f"{viewer().root}/me/data")


@bp.route("/me/departure", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(REPORTING, key_func=who, methods=["POST"])
def departure() -> Any:
    """The form to leave, or for who is leaving already, until when they may come back."""
    found = queries.open_departure(_me()) if viewer().member.leaving_at else None
    return _leaving(found) if found else _leave()


def _leaving(found: queries.DepartureShown) -> Any:
    due = places.there(viewer().zone, found.due_at)
    title = _("帳號等著刪除")
    return respond("departures/leaving.html", departure=found, due=due, seo=seo(title, "", index=False))


@requires_fresh
def _leave() -> Any:
    form = LeaveForm()
    status = 200
    if form.validate_on_submit():
        try:
            row = getattr(session, "row_id", None)
            actions.leave(_me(), keep_words=form.words.data == "keep", session=row)
            return redirect_to(f"{viewer().root}/me/departure")
        except actions.LastOperator as error:
            form.handle.errors = [str(error.message)]
    if form.is_submitted():
        status = 422
    return respond(
        "departures/leave.html", block="form", status=status, form=form, sections=_TOLD, stays=STAYS,
        days=GRACE.days, seo=seo(_("刪除帳號"), "", index=False),
    )  # fmt: skip


@bp.post("/me/departure/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def come_back() -> Any:
    try:
        actions.come_back(_me())
    except actions.TooLate:
        return redirect_to(f"{viewer().root}/me/departure")
    flash(_("歡迎回來，一切照舊"), "success")
    return redirect_to(f"{viewer().root}/me")
