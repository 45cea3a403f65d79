"""`/me/preview`: one's own page as somebody else sees it, inside one's own frame."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, request
from markupsafe import Markup

from miquan import i18n
from miquan.hypermedia import render_block, respond
from miquan.i18n import _
from miquan.permissions import Permission, requires
from miquan.products.facets import chosen
from miquan.seo.page import seo
from miquan.storefronts.page import page_context
from miquan.storefronts.queries import profile
from miquan.viewer import Viewer, seen_by, viewer, visitor

bp = Blueprint("preview", __name__)
_TEMPLATE = "storefronts/show.html"
# Nobody in particular: owns nothing, and has no more rights than any member.
_SOMEBODY = SimpleNamespace(id=0, handle="", display_name="", role_names=frozenset({"member"}), partings=0)


@bp.get("/me/preview")
@requires(Permission.ME_SEE)
def show() -> Any:
    as_member = request.args.get("as") == "member"
    handle = viewer().member.handle
    with seen_by(_other(as_member)):
        found = profile(handle, any_state=True)
        if found is None:
            abort(404)
        context = page_context(found, chosen(request.args))
        middle = "".join(render_block(_TEMPLATE, block, **context) for block in ("top", "main"))
    return respond(
        "storefronts/preview.html",
        middle=Markup(middle),  # noqa: S704  made by the template of the public page
        as_member=as_member,
        seo=seo(_("別人看到的樣子"), "", index=False),
    )


def _other(as_member: bool) -> Viewer:
    """A reader of the same language."""
    base = visitor(i18n.current_lang())
    return Viewer(base.lang, base.currency, base.zone, base.root, _SOMEBODY) if as_member else base
