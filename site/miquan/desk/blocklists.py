"""`/desk/blocklists`: words, hosts and pictures that are counted, held or refused."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.moderation.blocking import block, entries, unblock
from miquan.moderation.forms import BlockForm
from miquan.moderation.rules import BLOCK_ACTIONS, BLOCKS
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("blocklists", __name__, url_prefix="/desk/blocklists")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MODERATION_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def index() -> Any:
    form = BlockForm()
    if form.validate_on_submit():
        try:
            block(form.kind.data, form.value.data, form.action.data, form.note.data or "", by=viewer().id or 0)
            flash(_("存好了"), "success")
            return redirect_to(f"{viewer().root}/desk/blocklists")
        except ValueError:
            form.value.errors = [_("這不是字詞、網域，也不是照片的指紋")]
    kind = request.args.get("kind", "")
    return respond(
        "desk/blocklists.html", status=422 if form.is_submitted() else 200, form=form, rows=entries(kind), kind=kind, kinds=BLOCKS,
        acts=BLOCK_ACTIONS, seo=seo(_("攔下的清單"), "", index=False),
    )  # fmt: skip


@bp.post("/<int:entry_id>/removal")
@requires(Permission.MODERATION_KEEP)
@limiter.limit(WRITING, key_func=who)
def drop(entry_id: int) -> Any:
    if entry_id >= 2**31 or not unblock(entry_id, by=viewer().id or 0):
        abort(404)
    flash(_("拿掉了"), "success")
    return redirect_to(f"{viewer().root}/desk/blocklists")
