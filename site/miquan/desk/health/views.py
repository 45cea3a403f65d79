"""`/desk/health`: whether everything runs, and what to do about what does not."""

from typing import Any

from flask import Blueprint, abort, flash

from miquan.desk.health import actions, queries
from miquan.desk.words import LANES
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, ngettext
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("desk_health", __name__, url_prefix="/desk/health")


@bp.get("")
@requires(Permission.SITE_KEEP)
def index() -> Any:
    return respond(
        "desk/health/index.html", health=queries.health(), lanes=LANES, seo=seo(_("系統狀況"), "", index=False)
    )


@bp.post("/deliveries/<int:delivery_id>/replay")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def replay(delivery_id: int) -> Any:
    _told(actions.replay(_known(delivery_id), by=viewer().id or 0))
    return _back()


@bp.post("/deliveries/replay")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def replay_all() -> Any:
    _told(actions.replay(None, by=viewer().id or 0))
    return _back()


@bp.post("/deliveries/<int:delivery_id>/removal")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def drop(delivery_id: int) -> Any:
    if actions.drop(_known(delivery_id), by=viewer().id or 0):
        flash(_("丟掉了"), "success")
    else:
        flash(_("已經不在了"), "info")
    return _back()


@bp.post("/index/rebuilding")
@requires(Permission.SITE_KEEP)
@limiter.limit("6 per hour", key_func=who)
def rebuild() -> Any:
    actions.rebuild_index(by=viewer().id or 0)
    flash(_("開始重建索引了，好了以後這裡會更新"), "success")
    return _back()


def _known(delivery_id: int) -> int:
    if not 0 < delivery_id < 2**63:
        abort(404)
    return delivery_id


def _told(count: int) -> None:
    if count:
        flash(ngettext("再試%(num)s件", "再試%(num)s件", count), "success")
    else:
        flash(_("已經不在了"), "info")


def _back() -> Any:
    return redirect_to(f"{viewer().root}/desk/health")
