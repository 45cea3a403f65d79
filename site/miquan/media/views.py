"""A member's private files, the way to each of them, and the log of who looked."""

import re
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_wtf import FlaskForm

from miquan.accounts.freshness import requires_fresh
from miquan.fields import reason_field
from miquan.hypermedia import respond
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.media.access import Look, is_logged, look_of, needs_fresh
from miquan.media.accesses import REASON_LIMIT, accesses_of, record_look
from miquan.media.masters import NoSuchKey
from miquan.media.models import File
from miquan.media.originals import open_original
from miquan.media.privates import PAGE, by_name, private_files
from miquan.media.sealing import Damaged
from miquan.media.serving import called, headers, part_of
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.streams import Stream
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("files", __name__)
_LISTS = ("files", "looks")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


class LookForm(FlaskForm):  # type: ignore[misc]
    """Why one looks at somebody else's file; its owner will read it."""

    reason = reason_field(lazy("為什麼要看"), lazy("寫下為什麼要看"), REASON_LIMIT)


@bp.get("/me/files")
@requires(Permission.ME_SEE)
def index() -> Any:
    page = {name: _number(name) for name in _LISTS}
    member = viewer().id or 0
    return respond(
        "me/files.html",
        files=_page(private_files(member, page["files"], viewer().zone), "files"),
        looks=_page(accesses_of(member, page["looks"], viewer().zone), "looks"),
        seo=seo(_("我的文件"), "", index=False),
    )


def _page(rows: list[Any], name: str) -> dict[str, Any]:
    """Rows of one page and the address of the next; one row more than a page says that there is one."""
    more = len(rows) > PAGE
    kept = {other: request.args[other] for other in _LISTS if other in request.args}
    address = url_for("files.index", **{**kept, name: rows[PAGE - 1].id}) if more else None
    return {"rows": rows[:PAGE], "next": address}


def _number(name: str) -> int | None:
    asked = request.args.get(name, "")
    return int(asked) if is_number(asked, 9) else None


@bp.route("/me/files/<name>", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def show(name: str) -> Any:
    """The file itself. The desk is asked why first, and sends the reason: the answer is the file.

    No address holds that right: the next look needs a reason again.
    """
    file, look, reason = _found(name)
    if look is Look.DESK:
        form = LookForm()
        if not form.validate_on_submit():
            return _asking(file, form, 422 if form.is_submitted() else 200)
        return _served(file, look, form.reason.data)
    if request.method == "POST":
        abort(404)
    return (requires_fresh(_served) if needs_fresh(file) else _served)(file, look, reason)


def _found(name: str) -> tuple[File, Look, str]:
    """404 as well for what the viewer may not see: whether it exists is nobody else's business."""
    file = by_name(name) if _NAME.fullmatch(name) else None
    allowed = look_of(viewer(), file) if file is not None and file.original else None
    if file is None or allowed is None:
        abort(404)
    return file, *allowed


def _asking(file: File, form: LookForm, status: int = 200) -> Any:
    title = _("看%(name)s的%(what)s", name=file.owner.display_name if file.owner else "—", what=called(file.purpose))
    return respond("media/look.html", status=status, file=file, form=form, title=title, seo=seo(title, "", index=False))


def _served(file: File, look: Look, reason: str) -> Response:
    part = part_of(file, request.range, conditional="If-Range" in request.headers)
    if part is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{file.bytes}"})
    if request.method == "HEAD":
        return Response(status=200, headers=headers(file, part))
    if is_logged(file, look):
        record_look(file, by=viewer().id or 0, reason=reason, address=request.remote_addr or "")
    try:
        pieces = open_original(file) if part.whole else open_original(file, part.start, part.end)
    except FileNotFoundError:
        abort(404)
    except (Damaged, NoSuchKey):
        abort(500)
    status = 200 if part.whole else 206
    return Response(Stream(pieces), status, headers(file, part), direct_passthrough=True)  # type: ignore[arg-type]
