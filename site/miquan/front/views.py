"""The front page: the circle, people first. And whether the site is well."""

from typing import Any

from flask import Blueprint, Response, current_app, request

from miquan.circle.queries.following import newer
from miquan.db import database
from miquan.front import members, visitors
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.limits import limiter, who
from miquan.pagecache import cached, not_kept
from miquan.permissions import Permission, requires
from miquan.viewer import viewer

bp = Blueprint("front", __name__)


@bp.get("/")
@cached(query=("before", "feed", "first"))
def index() -> Any:
    if not viewer().signed_in:
        return visitors.page()
    # Whom somebody follows is theirs alone.
    not_kept()
    return members.page()


@bp.get("/new-posts")
@limiter.limit("120 per minute", key_func=who)
@requires(Permission.ME_SEE)
def new_posts() -> Any:
    """How much has come out since a moment, or with `show` all of it; without scripts the front page itself."""
    if not is_partial():
        return redirect_to(f"{viewer().root}/")
    since = request.args.get("since", "")[:20]
    feed = newer(viewer().id or 0, since)
    shown = "show" in request.args
    waiting = [] if shown else feed.things
    goods = sum(thing.kind == "storefront" for thing in waiting)
    return respond(
        "front/_new.html",
        new_posts=len(waiting) - goods,
        new_goods=goods,
        top=feed.top if shown else since,
        blocks=members.blocks_of(feed) if shown else [],
    )


@bp.get("/healthz")
def healthz() -> Response:
    """ok when the database answers; degraded (503) when it does not."""
    try:
        database.execute_sql("SELECT 1")
    except Exception:
        current_app.logger.warning("healthz: the database does not answer")
        return Response("degraded\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
