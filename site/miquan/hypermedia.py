"""Answers for browsers and for htmx: one template, a whole page or one block of it.

The view names the block, never the client. htmx says by `HX-Request-Type: partial` that it wants a part; Back
and boosted links ask for `full` pages. Every answer varies by these headers.
"""

from typing import Any, cast

from flask import Flask, Response, current_app, g, request
from flask import redirect as flask_redirect
from htmx_flask import Htmx
from htmx_flask import make_response as htmx_response
from jinja2_fragments import render_block as _render_block
from werkzeug.wrappers import Response as BaseResponse

from miquan.db import rendering

VARY = "HX-Request, HX-Request-Type"


def is_partial() -> bool:
    """htmx asks for a part of a page and will swap it in."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def render_page(template: str, **context: Any) -> str:
    """A whole template, with the database closed to it."""
    current_app.update_template_context(context)
    with rendering(template):
        return current_app.jinja_env.get_template(template).render(context)


def render_block(template: str, block: str, **context: Any) -> str:
    """One block of a template, with the database closed to it."""
    current_app.update_template_context(context)
    with rendering(f"{template}#{block}"):
        return _render_block(current_app.jinja_env, template, block, **context)


def respond(
    template: str, block: str | None = None, status: int = 200, *, block_of: str = "", **context: Any
) -> Response:
    """The page, or its `block` when htmx asks for a part. `status` is for both.

    `block_of`: the template that holds the block, where the page has it from the one it extends.
    """
    g.page_seo = context.get("seo")
    if block and is_partial():
        answer = htmx_response(render_block(block_of or template, block, **context), status)
        answer.headers["X-Robots-Tag"] = "noindex"
    else:
        answer = htmx_response(render_page(template, **context), status)
    answer.vary.update(["HX-Request", "HX-Request-Type"])
    return cast(Response, answer)


def redirect_to(address: str, code: int = 303) -> BaseResponse:
    """Send the reader on. An htmx part cannot follow a redirect to a page, so it is told to load it."""
    if is_partial():
        answer = htmx_response("", 200, redirect=address)
        answer.vary.update(["HX-Request", "HX-Request-Type"])
        return cast(Response, answer)
    return flask_redirect(address, code)


def safe_next(target: str | None, fallback: str) -> str:
    """A local path to go on to; anything that could leave the site becomes `fallback`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    if any(ord(c) < 33 or c == "\\" for c in target):
        return fallback
    return target


def init_app(app: Flask) -> None:
    Htmx(app)
