"""The desk: what operators and moderators see. For now the components of the look."""

from typing import Any

from flask import Blueprint

from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.seo.page import seo

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("/components")
@cached()
def components() -> Any:
    """Every component in every state. Holds nothing but the look, so that anyone may see it."""
    return respond("desk/components.html", seo=seo(_("元件"), "", index=False))
