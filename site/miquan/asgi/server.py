"""Which part of the server answers a request, and what every answer carries."""

import asyncio
import time
from collections.abc import Callable, Iterable

import structlog
from flask import Flask

from miquan import logs
from miquan.asgi import files
from miquan.asgi.answers import HTTPS_ONLY, deliver, plain_page
from miquan.asgi.pages import Pages
from miquan.asgi.spool import MB, Gone, Limits, Refused
from miquan.asgi.target import judge, without_lookalikes
from miquan.asgi.types import Message, Receive, Scope, Send, header
from miquan.assets import Assets
from miquan.config import Settings
from miquan.media.storage import cache_of

_LINGER_SECONDS = 3.0
_LINGER_BYTES = 64 * MB

_log = structlog.get_logger("miquan.server")


class Server:
    """The ASGI application. `limits` are those of request bodies."""

    def __init__(self, app: Flask, settings: Settings, limits: Limits | None = None) -> None:
        self._production = settings.production
        cache = cache_of(settings)
        self._pictures = files.Pictures(cache.root if cache else settings.media / "public", cache)
        self._assets: Assets | None = app.extensions.get("assets")
        self._pages = Pages(app, settings.threads, limits or Limits())
        # Whoever counts what is read: told of every answer, and when the server ends.
        names = ("readings", "portrait_readings", "thread_marks")
        self._readings = [app.extensions[name] for name in names if name in app.extensions]
        if self._assets is not None:
            self._assets.warm()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] == "lifespan":
            await _live(receive, send, [readings.close for readings in self._readings])

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: its id, its answer, its line in the log."""
        began = time.perf_counter()
        request_id = logs.begin_request()
        status = 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._guarded(scope, receive, tell)
        except Exception:
            _log.exception("server failed", path=scope["path"])
            if status:
                # Half an answer may not look like a whole one: uvicorn closes the connection.
                raise
            await self._plain(scope, tell, 500)
        finally:
            for readings in self._readings:
                readings.note(scope, status)
            spent = (time.perf_counter() - began) * 1000
            logs.access(scope["method"], scope["path"], status, spent, scope.get("miquan.member"))

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._route(scope, receive, send)
        except Gone:
            return
        except Refused as refused:
            await self._plain(scope, send, refused.status, None if refused.whole else receive)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = judge(scope)
        path: str = scope["path"]
        if refused:
            raise Refused(refused)
        if path.startswith(("/static/", "/media/")) or path == "/favicon.ico":
            await self._file(scope, send)
            return
        scope["headers"] = without_lookalikes(scope["headers"])
        await self._pages.answer(scope, receive, send)

    async def _file(self, scope: Scope, send: Send) -> None:
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused(405)
        if path.startswith("/media/"):
            found = await files.media(self._pictures, scope)
        else:
            found = files.static(self._assets, scope, "/static/favicon.ico" if path == "/favicon.ico" else path)
        if found is None:
            await self._plain(scope, send, 404)
            return
        headers = [*found.headers, HTTPS_ONLY] if self._production else found.headers
        await deliver(send, found.status, headers, found.body, size=len(found.body))

    async def _plain(self, scope: Scope, send: Send, status: int, unread: Receive | None = None) -> None:
        """A small page. With `unread` the connection ends, after what still comes has been thrown away for a while.

        Closed at once, unread bytes would reset the connection and the sender might never see the page.
        """
        accept = header(scope["headers"], b"accept-language").decode("latin-1")
        headers, body = plain_page(status, scope["path"], logs.request_id(), accept)
        if self._production:
            headers.append(HTTPS_ONLY)
        if unread is None:
            await deliver(send, status, headers, body, size=len(body))
            return
        headers.append((b"connection", b"close"))
        await deliver(send, status, headers, body, size=len(body), more=True)
        await _throw_away(unread)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _throw_away(receive: Receive) -> None:
    left = _LINGER_BYTES
    try:
        async with asyncio.timeout(_LINGER_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def _live(receive: Receive, send: Send, at_end: Iterable[Callable[[], None]]) -> None:
    while True:
        message = await receive()
        for run in at_end if message["type"] == "lifespan.shutdown" else ():
            await asyncio.to_thread(run)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
