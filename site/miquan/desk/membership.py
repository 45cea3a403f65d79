"""`/desk/members`: finding a member, seeing how they stand, and what may be done about it."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.accounts.models import Member
from miquan.desk import queries, words
from miquan.desk.forms import ReasonForm
from miquan.desk.orders import NEWEST, ORDERS
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.moderation.actions import sign_member_out
from miquan.moderation.deciding import Wish, decide, let_in_again
from miquan.moderation.rules import CannotDecide
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("members", __name__, url_prefix="/desk/members")


@bp.get("")
@requires(Permission.MEMBER_SEE)
def index() -> Any:
    asked = clean_line(request.args.get("q", ""), queries.QUERY_LIMIT)
    state = request.args.get("state", "all")
    state = state if state in queries.STATES else "all"
    since, until = _day("since"), _day("until")
    order = request.args.get("order", NEWEST)
    order = order if order in ORDERS else NEWEST
    rows, after = queries.found(
        asked, state, request.args.get("before", ""), sees_mail=_sees_mail(), since=since, until=until, order=order
    )
    return respond(
        "desk/members.html", query=asked, state=state, order=order, orders=ORDERS, since=since, until=until, rows=rows, after=after, roles=words.ROLES,
        seo=seo(_("會員名單"), "", index=False),
    )  # fmt: skip


@bp.get("/<int:member_id>")
@requires(Permission.MEMBER_SEE)
def show(member_id: int) -> Any:
    return _page(member_id, ReasonForm())


@bp.post("/<int:member_id>/suspension")
@requires(Permission.MEMBER_SUSPEND)
@limiter.limit(WRITING, key_func=who)
def suspend(member_id: int) -> Any:
    member, form = _target(member_id), ReasonForm()
    if not can(viewer(), Permission.MEMBER_SUSPEND, member):
        abort(403)
    if not form.validate():
        return _page(member_id, form, 422)
    try:
        if member.suspended_at is None:
            decide("member", member_id, Wish("ban", "other", form.reason.data or ""), by=viewer().id or 0)
            flash(_("停用了，所有瀏覽器都登出了"), "success")
    except CannotDecide as error:
        flash(error.message, "error")
    return _back(member_id)


@bp.post("/<int:member_id>/suspension/removal")
@requires(Permission.MEMBER_SUSPEND)
@limiter.limit(WRITING, key_func=who)
def reinstate(member_id: int) -> Any:
    _target(member_id)
    form = ReasonForm()
    if not form.validate():
        return _page(member_id, form, 422)
    try:
        if let_in_again(member_id, by=viewer().id or 0, reason=form.reason.data or ""):
            flash(_("恢復了，頁面和東西都回來了"), "success")
    except CannotDecide as error:
        flash(error.message, "error")
    return _back(member_id)


@bp.post("/<int:member_id>/sessions/removal")
@requires(Permission.MEMBER_SIGN_OUT)
@limiter.limit(WRITING, key_func=who)
def sign_out(member_id: int) -> Any:
    _target(member_id)
    sign_member_out(member_id, by=viewer().id or 0)
    flash(_("在所有瀏覽器都登出了"), "success")
    return _back(member_id)


@bp.post("/<int:member_id>/sessions/<int:session_id>/removal")
@requires(Permission.MEMBER_SIGN_OUT)
@limiter.limit(WRITING, key_func=who)
def end_session(member_id: int, session_id: int) -> Any:
    _target(member_id)
    if session_id >= 2**31 or not sign_member_out(member_id, by=viewer().id or 0, session_id=session_id):
        abort(404)
    flash(_("那個瀏覽器登出了"), "success")
    return _back(member_id)


def _day(name: str) -> date | None:
    """A day as a date field sends it, near enough to be one of any zone; None for anything else."""
    try:
        told = date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None
    return told if 1900 <= told.year < 9999 else None


def _sees_mail() -> bool:
    """Addresses are for those who may act on them; moderators see them masked."""
    return can(viewer(), Permission.MEMBER_SUSPEND)


def _target(member_id: int) -> Member:
    found = queries.target(member_id)
    if found is None:
        abort(404)
    return found


def _page(member_id: int, form: ReasonForm, status: int = 200) -> Any:
    file = queries.dossier(member_id, sees_mail=_sees_mail()) if member_id < 2**31 else None
    if file is None:
        abort(404)
    member = file.row.member
    return respond(
        "desk/member.html", status=status, file=file, form=form, roles=words.ROLES, happened=words.happened, why=words.why,
        report_states=words.REPORT_STATES, may_suspend=can(viewer(), Permission.MEMBER_SUSPEND, member),
        may_sign_out=can(viewer(), Permission.MEMBER_SIGN_OUT), seo=seo(member.display_name, "", index=False),
    )  # fmt: skip


def _back(member_id: int) -> Any:
    return redirect_to(f"{viewer().root}/desk/members/{member_id}")
