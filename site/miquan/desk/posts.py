"""`/desk/posts`: what repeats itself or holds many links. Hiding a post is done on its own page, where all of it is seen."""

from typing import Any

from flask import Blueprint, flash, request

from miquan.circle.care import settle
from miquan.circle.queries.noticed import noticed
from miquan.desk.words import NOTICES
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("desk_posts", __name__, url_prefix="/desk/posts")


@bp.get("")
@requires(Permission.POST_HIDE)
def index() -> Any:
    rows, then = noticed(request.args.get("before", "")[:10])
    return respond("desk/posts.html", rows=rows, next=then, words=NOTICES, seo=seo(_("待看的帖"), "", index=False))


@bp.post("/<int:notice_id>/settling")
@requires(Permission.POST_HIDE)
@limiter.limit(WRITING, key_func=who)
def settling(notice_id: int) -> Any:
    if notice_id < 2**31 and settle(notice_id, by=viewer().id or 0):
        flash(_("記下了，這篇沒有問題"), "success")
    else:
        flash(_("已經有人看過了"), "info")
    return redirect_to(f"{viewer().root}/desk/posts")
