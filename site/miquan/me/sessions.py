"""Where the member is signed in, and signing out elsewhere."""

from typing import Any

from flask import Blueprint, abort, flash, session

from miquan.accounts import queries
from miquan.accounts.sessions import sign_out_one, sign_out_others
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, ngettext
from miquan.limits import WRITING, limiter, who
from miquan.me.presenting import open_session
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("sessions", __name__, url_prefix="/me/sessions")


def _this() -> int | None:
    found: int | None = getattr(session, "row_id", None)
    return found


@bp.get("")
@requires(Permission.ME_SEE)
def index() -> Any:
    rows = [open_session(row, _this()) for row in queries.sessions_of(viewer().id or 0)]
    rows.sort(key=lambda row: not row.is_this)
    return respond("me/sessions.html", block="sessions", rows=rows, seo=seo(_("登入中的瀏覽器"), "", index=False))


@bp.post("/<int:session_id>/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def remove(session_id: int) -> Any:
    """Sign one browser out. One that is gone already, or somebody else's, is not found."""
    if session_id >= 2**31 or not sign_out_one(viewer().id or 0, session_id):
        abort(404)
    flash(_("那個瀏覽器登出了"), "success")
    return redirect_to(f"{viewer().root}/me/sessions")


@bp.post("/others/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def remove_others() -> Any:
    ended = sign_out_others(viewer().id or 0, _this())
    flash(ngettext("登出了%(num)s個瀏覽器", "登出了%(num)s個瀏覽器", ended), "success")
    return redirect_to(f"{viewer().root}/me/sessions")
