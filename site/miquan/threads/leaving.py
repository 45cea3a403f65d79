"""`/me/groups/words`: what a member said in groups that they read no longer, for them to take it away."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.asking import ask
from miquan.groups.frame import onward
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.threads import actions, rules
from miquan.threads.queries.left import left_words, one_left
from miquan.viewer import viewer

bp = Blueprint("thread_leaving", __name__, url_prefix="/me/groups/words")


@bp.get("")
@requires(Permission.ME_SEE)
def index() -> Any:
    rows, following = left_words(viewer().id or 0, request.args.get("before", "")[:40])
    return respond(
        "threads/left.html", block="results", rows=rows, next=onward(_here(), following),
        seo=seo(_("你在看不到的群裡說過的話"), "", index=False),
    )  # fmt: skip


@bp.route("/<int:reply_id>/removal", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def remove(reply_id: int) -> Any:
    found = one_left(viewer().id or 0, reply_id) if reply_id < 2**31 else None
    if found is None:
        abort(404)
    if request.method == "GET":
        return ask(
            _("刪掉你說的這句話？"), _("「%(words)s」刪掉以後找不回來，別人的回覆會留著。", words=found.words[:40]), _("刪掉"),
            f"{_here()}/{reply_id}/removal", _here(),
        )  # fmt: skip
    try:
        actions.take_back(found.id, by=viewer().id or 0)
    except rules.NotHere:
        abort(404)
    flash(_("刪掉了"), "success")
    return redirect_to(_here())


def _here() -> str:
    return f"{viewer().root}/me/groups/words"
