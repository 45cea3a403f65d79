"""`/desk/groups`: groups whose owners are all shut out or leaving; the site gives them to somebody who is in them."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.groups import actions, words
from miquan.groups.queries.ownerless import ownerless
from miquan.groups.rules import NotAllowed, NotHere
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("desk_groups", __name__, url_prefix="/desk/groups")


@bp.get("")
@requires(Permission.MEMBER_SUSPEND)
def index() -> Any:
    return respond("desk/groups.html", rows=ownerless(), words=words, seo=seo(_("沒有群主的群"), "", index=False))


@bp.post("/<int:group_id>/owner")
@requires(Permission.MEMBER_SUSPEND)
@limiter.limit(WRITING, key_func=who)
def appoint(group_id: int) -> Any:
    told = request.form.get("member", "")
    try:
        if group_id >= 2**31 or not is_number(told, 9):
            raise NotHere
        actions.appoint_owner(group_id, int(told), by=viewer().id or 0)
        flash(_("群交出去了"), "success")
    except NotHere:
        abort(404)
    except NotAllowed as error:
        flash(str(error), "error")
    return redirect_to(f"{viewer().root}/desk/groups")
