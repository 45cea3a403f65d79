"""`/studio/export`: a storefront's goods as a file, whole or some of them."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from flask import Blueprint, Response, abort, request, url_for

from miquan.catalogue.exporting import queries
from miquan.categories.tree import tree
from miquan.db import now
from miquan.hypermedia import respond
from miquan.i18n import _, lazy
from miquan.limits import REPORTING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import absolute, seo
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.storefronts.queries import own_storefront
from miquan.streams import Stream
from miquan.viewer import viewer

STATES = {
    "": lazy("全部"), "draft": lazy("草稿"), "published": lazy("上架中"), "sold_out": lazy("已售出"), "archived": lazy("已下架"),
}  # fmt: skip
bp = Blueprint("exports", __name__, url_prefix="/studio/export")


@bp.get("")
@requires(Permission.PRODUCT_EDIT)
def index() -> Any:
    mine, wanted = _mine(), queries.read_filter(request.args)
    handle = viewer().member.handle
    lang = viewer().lang
    categories = [("", _("全部種類")), *((n.slug, "　" * n.depth + n.name(lang)) for n in tree().order)]
    return respond(
        "studio/export.html", block="chosen", wanted=wanted, states=STATES.items(), categories=categories,
        count=queries.count(mine, wanted), file=url_for("exports.file", **{k: v for k, v in vars(wanted).items() if v}),
        feeds=[absolute(url_for("storefronts.merchant", handle=handle)), absolute(url_for("storefronts.atom", handle=handle))],
        is_open=mine.state in PUBLIC, seo=seo(_("匯出"), "", index=False),
    )  # fmt: skip


@bp.get("/products.csv")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(REPORTING, key_func=who)
def file() -> Any:
    mine, wanted = _mine(), queries.read_filter(request.args)
    # Nameless, gone with the answer: a large storefront does not lie in memory.
    kept = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the stream)
    for piece in queries.lines(mine, wanted):
        kept.write(piece.encode())
    size = kept.tell()
    kept.seek(0)
    name = f"miquan-{viewer().member.handle}-{now():%Y%m%d}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "Content-Length": str(size),
    }
    return Response(Stream(_pieces(kept)), mimetype="text/csv", headers=headers, direct_passthrough=True)  # type: ignore[arg-type]


def _pieces(kept: IO[bytes]) -> Iterator[bytes]:
    with kept:
        while piece := kept.read(64 * 1024):
            yield piece


def _mine() -> Storefront:
    found = own_storefront(viewer().id or 0)
    if found is None:
        abort(404)
    return found
