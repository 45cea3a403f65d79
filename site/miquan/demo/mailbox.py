"""`/demo/mail`: the letters that a demo installation would have sent, to be read where they are expected."""

import re
from typing import Any

from flask import Response, abort, request

from miquan import text
from miquan.config import settings
from miquan.demo.views import bp
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.mail import files
from miquan.mail.files import KeptLetter
from miquan.seo.page import seo

PAGE = 30
_LINK = re.compile(r"(https?://[^\s<>\"]+)")
# The HTML part is not ours to trust: no script, no form, nothing loaded, an origin of its own.
_SHUT_IN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@bp.get("/demo/mail")
def mailbox() -> Any:
    """Newest first, by key."""
    _only_without_a_server()
    told = request.args.get("before", "")
    found = files.newest(PAGE + 1, int(told) if text.is_number(told) else None)
    older = found[PAGE - 1].number if len(found) > PAGE else 0
    about = seo(_("示範信箱"), "", index=False)
    return respond("demo/mailbox.html", letters=found[:PAGE], older=older, seo=about)


@bp.get("/demo/mail/<int:number>")
def one(number: int) -> Any:
    letter = _letter(number)
    # Every second piece is an address.
    pieces = [(piece, bool(n % 2)) for n, piece in enumerate(_LINK.split(letter.text))]
    return respond("demo/letter.html", letter=letter, pieces=pieces, seo=seo(letter.subject, "", index=False))


@bp.get("/demo/mail/<int:number>/html")
def html_part(number: int) -> Any:
    letter = _letter(number)
    if not letter.html:
        abort(404)
    answer = Response(letter.html, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = _SHUT_IN
    # A sandboxed page may not ask for a group of its own: browsers refuse to show it.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _letter(number: int) -> KeptLetter:
    _only_without_a_server()
    found = files.letter(number)
    if found is None:
        abort(404)
    return found


def _only_without_a_server() -> None:
    if settings().smtp_url:
        abort(404)
