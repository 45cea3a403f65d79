"""Error pages. They render with no database and no session, in the language of the address, with the request's id."""

from typing import Any

import structlog
from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFError
from peewee import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from miquan import faults, i18n
from miquan.db import rendering
from miquan.hypermedia import is_partial, respond
from miquan.logs import request_id
from miquan.seo.page import seo
from miquan.viewer import viewer

log = structlog.get_logger()

_PAGES = {400, 403, 404, 410, 413, 429, 500, 503}


def page(status: int, **context: Any) -> Response:
    """The error page of a status, in the language of the address."""
    lang = request.environ.get("miquan.lang") or i18n.negotiate(request.headers.get("Accept-Language", ""))
    i18n.speak(lang)
    shown = status if status in _PAGES else 400 if status < 500 else 500
    context = {
        "lang": lang,
        "html_lang_code": i18n.HTML_LANGS[lang],
        "root": f"/{lang}",
        "code": request_id(),
        **context,
    }
    with rendering(f"errors/{shown}.html"):
        body = current_app.jinja_env.get_template(f"errors/{shown}.html").render(context)
    answer = Response(body, status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _with_bars(error: HTTPException) -> Response | None:
    """What a member looked for and is not there: their menu stays. Anything else is told without the database."""
    if error.code != 404 or "viewer" not in g or not viewer().signed_in or is_partial():
        return None
    answer = respond("errors/missing.html", status=404, seo=seo(i18n._("這一頁不在這裡"), "", index=False))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def http_error(error: HTTPException) -> Any:
    """What the application or the router refused."""
    if error.response is not None:
        return error.response
    answer = _with_bars(error) or page(error.code or 500)
    if error.code == 503:
        answer.headers["Retry-After"] = "5"
    for key, value in error.get_headers(request.environ):
        if key in {"Allow", "Retry-After"}:
            answer.headers[key] = value
    return answer


def forged(error: CSRFError) -> Any:
    """A form without its token: nothing was done."""
    log.warning("csrf_refused", reason=str(error.description)[:100])
    return page(400)


def failed(error: Exception) -> Any:
    """Our own fault, or the database is away for a while."""
    unavailable = isinstance(error, OperationalError | InterfaceError)
    log.exception("request_failed", kind=type(error).__name__)
    answer = page(503 if unavailable else 500)
    if unavailable:
        answer.headers["Retry-After"] = "5"
    else:
        faults.note(type(error).__name__, f"{request.method} {request.url_rule or ''}", request_id())
    return answer


def without_nul() -> None:
    """No page's path holds NUL, nothing that is asked for needs it, and PostgreSQL raises where it is compared with."""
    if "\x00" in request.path:
        abort(404)
    if b"%00" in request.query_string:
        request.query_string = request.environ["QUERY_STRING"].encode("latin-1").replace(b"%00", b"+")
        request.environ["QUERY_STRING"] = request.query_string.decode("latin-1")
        # Somebody may have read it already.
        vars(request).pop("args", None)


def init_app(app: Flask) -> None:
    app.before_request(without_nul)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(Exception, failed)
