"""The buyer's workshop: make and edit products, publish and archive them."""

from typing import Any

from flask import request

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.storefronts.queries import own_storefront
from miquan.studio import queries
from miquan.studio.blueprint import bp
from miquan.studio.editor import views as editor
from miquan.viewer import viewer

# The blueprint, with the pages that other modules of the studio have entered into it.
__all__ = ["bp", "editor"]


@bp.get("")
@requires(Permission.STUDIO_SEE)
def index() -> Any:
    storefront = own_storefront(viewer().id or 0)
    if storefront is None:
        return redirect_to(f"{viewer().root}/studio/storefront")
    state = request.args.get("state", "")[:16]
    rows, after = queries.own_products(storefront, viewer().member.handle, state, request.args.get("before", "")[:12])
    return respond(
        "studio/index.html", block="results", storefront=storefront, rows=rows, after=after, state=state,
        seo=seo(_("工作室"), "", index=False),
    )  # fmt: skip
