"""Structured logs: JSON lines in production, readable ones in development, each with the request's id.

The id is made here. What a client sends as X-Request-ID is never used, so nobody can file lines under another's id.
"""

import logging
import re
import sys
from contextvars import ContextVar
from typing import Any, TextIO
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.types import EventDict, Processor

REQUEST_ID_HEADER = "X-Request-Id"
# What follows these is a key to somebody's account, or to a step of signing in.
_KEY = re.compile(r"(/(?:reset|confirm|email-change|email-stop|totp|passkeys?)/).*")
# What could start a new line, move a terminal's cursor or turn the reading direction.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_access = structlog.get_logger("miquan.access")


def configure(*, production: bool, stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's loggers to `stream` (standard error), one event a line."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _printable,
    ]
    ending = _json_ending() if production else _readable_ending(out)
    structlog.configure(
        processors=[*shared, *ending],
        logger_factory=structlog.WriteLoggerFactory(file=out),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[drop_meta, *ending], foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def begin_request() -> str:
    """Forget what an earlier request bound in this context, bind a new id and return it (32 hex digits)."""
    found = uuid4().hex
    _request_id.set(found)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=found)
    return found


def request_id() -> str:
    """The id of the request that runs in this context; empty outside one."""
    return _request_id.get()


def access(method: str, path: str, status: int, started_ms: float, member: int | None) -> None:
    """One line for an answered request. `path` comes without its query, which may hold what members search for."""
    _access.info(
        "request", method=method, path=_KEY.sub(r"\1", path), status=status, ms=round(started_ms, 1), member=member
    )


def init_app(app: Flask) -> None:
    """Give every answer its id, also when Flask runs without the server around it."""

    @app.before_request
    def begin() -> None:
        if "asgi.scope" not in request.environ:
            begin_request()

    @app.after_request
    def tell(answer: Response) -> Response:
        answer.headers[REQUEST_ID_HEADER] = request_id()
        viewer = g.get("viewer")
        if viewer is not None and "asgi.scope" in request.environ:
            request.environ["asgi.scope"]["miquan.member"] = viewer.id
        return answer


def _printable(_logger: Any, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if isinstance(value, str) and _UNSAFE.search(value):
            event[key] = _UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), value)
    return event


def _json_ending() -> list[Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]


def _readable_ending(out: TextIO) -> list[Processor]:
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=plain)]
