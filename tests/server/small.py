"""A small Flask app behind the whole server, and clients for it."""

import asyncio
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from flask import Flask, Response, g, jsonify, make_response, request, stream_with_context

from miquan import assets, logs, pagecache
from miquan.asgi.protocol import Protocol
from miquan.asgi.server import Server
from miquan.asgi.spool import Limits
from miquan.config import Settings, from_environment
from miquan.streams import Stream

T = TypeVar("T")

PAGE = "<p>Matcha from Uji, tasted by Mei.</p>" * 200


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for something to come true, and fail when it does not."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not come true in time"
        time.sleep(0.02)


def write_static(root: Path) -> Path:
    """A static/ with a bundle, two modules, a sprite and something that may not be served."""
    for name, text in {
        "css/app.css": '@layer base, pages;\n@import url("base.css") layer(base);\n@import url("pages/front.css") layer(pages);\n',
        "css/base.css": "body { margin: 0 }\n" * 60,
        "css/pages/front.css": ".front { background: url('../../icons.svg') }\n",
        "js/main.js": 'import { open } from "./menu.js";\nimport("./menu.js");\nopen();\n',
        "js/menu.js": "export function open() { return 1 }\n",
        "icons.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        ".secret.css": "hidden",
        "notes.py": "not for readers",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def settings_in(folder: Path, **more: str) -> Settings:
    return from_environment({"MIQUAN_DATA": str(folder), "MIQUAN_THREADS": "8", **more}, testing=True)


@dataclass
class Counts:
    """What the small app has done, and what tests may change in it."""

    front: int = 0
    closed: int = 0
    version: dict[str, int] = field(default_factory=dict)


def small_app(settings: Settings, static: Path | None = None) -> tuple[Flask, Counts]:
    app = Flask("small", static_folder=None)
    app.extensions["miquan"] = settings
    counts = Counts()
    logs.init_app(app)
    if static:
        assets.init_app(app, static)
    pagecache.init_app(app, lambda: counts.version)
    app.extensions["is_member"] = lambda cookies: "miquan=x" in cookies
    for part in (_shared, _own, _odd, _writes):
        part(app, counts)
    return app, counts


def _shared(app: Flask, counts: Counts) -> None:
    @app.get("/en/front")
    @pagecache.cached(query=("page",), tags=("products",))
    def front() -> str:
        counts.front += 1
        return f"<i>{request.headers.get('HX-Request', 'whole')} {request.full_path}</i>{PAGE}"

    @app.get("/en/counting")
    @pagecache.cached()
    def counting() -> Response:
        answer = make_response(PAGE)
        answer.set_cookie("seen", "1")
        return answer

    @app.get("/en/broken")
    @pagecache.cached()
    def broken() -> tuple[str, int]:
        counts.front += 1
        return PAGE, 404


def _own(app: Flask, _counts: Counts) -> None:
    @app.get("/en/plain")
    def plain() -> str:
        return PAGE

    @app.get("/en/tiny")
    def tiny() -> str:
        return "ok"


_VIDEO = 120


def _video(counts: "Counts", bad: int) -> Iterator[bytes]:
    """30 MB; `counts.front` says how much has been asked for, and `closed` that it was let go."""
    try:
        for number in range(_VIDEO):
            counts.front = number + 1
            if number == bad:
                raise ValueError("damaged")
            yield bytes([number]) * (256 * 1024)
    finally:
        counts.closed += 1


def _odd(app: Flask, counts: Counts) -> None:
    @app.get("/en/crash")
    def crash() -> str:
        raise RuntimeError("no")

    @app.get("/en/stream")
    def stream() -> Response:
        def pieces() -> Iterator[str]:
            for _ in range(40):
                yield "0123456789abcdef" * 4096

        return Response(stream_with_context(pieces()), mimetype="text/csv")

    @app.get("/en/video")
    def video() -> Response:
        pieces = _video(counts, int(request.args.get("bad", -1)))
        length = {"Content-Length": str(_VIDEO * 256 * 1024)}
        return Response(Stream(pieces), headers=length, mimetype="video/mp4", direct_passthrough=True)  # type: ignore[arg-type]

    @app.get("/en/told")
    def told() -> Response:
        g.viewer = type("Viewer", (), {"id": 7})()
        return jsonify({k: v for k, v in request.headers.items()} | {"host": request.host, "id": logs.request_id()})


def _writes(app: Flask, _counts: Counts) -> None:
    @app.post("/en/echo")
    @app.post("/en/studio/pictures")
    def echo() -> Response:
        return jsonify(size=len(request.get_data()), length=request.content_length)

    @app.post("/en/slow")
    def slow() -> str:
        with (app.extensions["miquan"].data / "begun").open("ab") as file:
            file.write(b".")
        time.sleep(float(request.args.get("s", "0.3")))
        return "done"


@dataclass
class Running:
    """A server in a thread."""

    port: int
    counts: Counts
    app: Flask
    server: uvicorn.Server

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request on a connection of its own; header names with underscores for hyphens."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            talk.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = talk.getresponse()
            return answer, answer.read()
        finally:
            talk.close()

    def say(self, raw: bytes, wait: float = 20.0) -> bytes:
        """Send bytes as they are and read until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as talk:
            talk.sendall(raw)
            return b"".join(iter(lambda: talk.recv(65536), b""))


@contextmanager
def running(folder: Path, limits: Limits | None = None, static: Path | None = None, **more: str) -> Iterator[Running]:
    settings = settings_in(folder, **more)
    app, counts = small_app(settings, static)
    config = uvicorn.Config(
        Server(app, settings, limits),
        port=0,
        http=Protocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield Running(server.servers[0].sockets[0].getsockname()[1], counts, app, server)
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive(), f"the server of {os.getpid()} did not end"


def completed(work: Coroutine[Any, Any, T]) -> T:
    """Its result, from a thread of its own: a browser test of the same process may leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
