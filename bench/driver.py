"""Drives the whole server in this process and counts the CPU time it takes: no network, no second process to lose."""

import asyncio
import gc
import time
from typing import Any

from flask import Flask, Response

from miquan.asgi import build


class Answer:
    """Status, headers and body of one request."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""


def scope_of(path: str, headers: dict[str, str]) -> dict[str, Any]:
    plain, _mark, query = path.partition("?")
    from urllib.parse import unquote

    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquote(plain), "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), *((k.lower().encode(), v.encode()) for k, v in {"accept-encoding": "br, gzip", **headers}.items())],
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip


class Driver:
    """One server around one Flask app, with an event loop of its own."""

    def __init__(self, app: Flask) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = build(app, app.extensions["miquan"])
        # As the process of a server does once it stands: what the bench made before is none of this page's doing.
        gc.collect()
        gc.freeze()

    def get(self, path: str, **headers: str) -> Answer:
        return self.loop.run_until_complete(self._get(path, {k.replace("_", "-"): v for k, v in headers.items()}))

    async def _get(self, path: str, headers: dict[str, str]) -> Answer:
        answer, sent = Answer(), False

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if sent:
                await asyncio.sleep(3600)
            sent = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        await self.server(scope_of(path, headers), receive, send)  # type: ignore[arg-type]
        return answer

    def cpu_ms(self, path: str, times: int, **headers: str) -> float:
        """CPU milliseconds a request, the best of three rounds: noise only ever adds."""
        return min(self._round(path, times, headers) for _round in range(3))

    def _round(self, path: str, times: int, headers: dict[str, str]) -> float:
        spelled = {k.replace("_", "-"): v for k, v in headers.items()}

        async def run() -> None:
            for _ in range(times):
                answer = await self._get(path, spelled)
                assert answer.status == 200, (path, answer.status)

        began = time.process_time()
        self.loop.run_until_complete(run())
        return (time.process_time() - began) * 1000 / times


def constant_app(like: Flask, body: bytes) -> Flask:
    """A Flask app that answers the same bytes at every address: the yardstick."""
    app = Flask("constant", static_folder=None)
    app.extensions["miquan"] = like.extensions["miquan"]

    @app.get("/")
    @app.get("/<path:_path>")
    def page(_path: str = "") -> Response:
        answer = Response(body, mimetype="text/html")
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return app
