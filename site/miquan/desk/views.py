"""The desk: where those who look after the site begin; the look's components, and wishes that nobody met."""

from typing import Any

from flask import Blueprint

from miquan.desk.queries import figures
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.permissions import Permission, requires
from miquan.search.queries import misses
from miquan.seo.page import seo

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("")
@requires(Permission.DESK_SEE)
def index() -> Any:
    return respond(
        "desk/index.html",
        figures=figures(),
        seo=seo(_("管理台"), "", index=False),
    )


@bp.get("/components")
@cached()
def components() -> Any:
    """Every component in every state. Holds nothing but the look, so that anyone may see it."""
    return respond("desk/components.html", seo=seo(_("元件"), "", index=False))


@bp.get("/searches")
@requires(Permission.DESK_SEE)
def searches() -> Any:
    """What people looked for and did not find."""
    return respond("desk/searches.html", misses=misses(), seo=seo(_("找了卻沒有的"), "", index=False))
