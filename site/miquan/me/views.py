"""The member's own corner: who they are, and every setting from here."""

from typing import Any

from flask import Blueprint

from miquan.accounts.queries import sessions_of
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.storefronts.queries import own_storefront, profile
from miquan.viewer import viewer

bp = Blueprint("me", __name__)


@bp.get("/me")
@requires(Permission.ME_SEE)
def index() -> Any:
    member = viewer().member
    return respond(
        "me/index.html",
        profile=profile(member.handle),
        open_sessions=len(sessions_of(member.id)),
        storefront=own_storefront(member.id),
        sees_desk=can(viewer(), Permission.DESK_SEE),
        seo=seo(_("我"), "", index=False),
    )
