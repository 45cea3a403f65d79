"""The whole server as one ASGI application: files, bodies, cached pages, and Flask behind a2wsgi."""

import gc
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from miquan.asgi.server import Server
    from miquan.config import Settings


def build(app: Flask, settings: "Settings") -> "Server":
    """The server around a Flask app. Its assets and page cache are used when the app has them."""
    # Imported late: the page cache and the worker use small parts of this package without its server.
    from miquan.asgi.server import Server

    return Server(app, settings)


def application() -> "Server":
    """The factory that uvicorn calls."""
    from miquan.factory import create_app

    app = create_app()
    server = build(app, app.extensions["miquan"])
    # What is there now stays: a collection that walked all of it would hold up the request it falls into.
    gc.collect()
    gc.freeze()
    return server
