"""The front page: people first, then what they brought back. And whether the site is well."""

from typing import Any

from flask import Blueprint, Response, current_app

from miquan.categories.tree import tree
from miquan.db import database
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.products import cardcache
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.browsing.mixed import mixed_newest
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.storefronts.queries import buyers

bp = Blueprint("front", __name__)


@bp.get("/")
@cached()
def index() -> Any:
    found = seo(
        _("先認識人，再買東西"),
        _("住在各地的買手，在小蜜圈寫下他們真正的日常，也替你帶回只有當地才找得到的那一件。"),
    )
    found.data = [jsonld.website(), jsonld.organization()]
    counts = browse(Scope(), Filters(), size=1).categories
    people = buyers(limit=12)
    return respond(
        "front/index.html",
        people=people,
        heroes=[buyer for buyer in people if buyer.picture][:3],
        cards=cardcache.cards_html(mixed_newest(24)),
        topics=[node for node in tree().children(None) if counts.get(node.slug)][:12],
        seo=found,
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
