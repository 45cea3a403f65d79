"""The language in the address: `/zh-hant/…` is moved into SCRIPT_NAME, so that `url_for` is right by itself."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from miquan.i18n import LANGS, negotiate

# Served without a language: files, feeds of machines, and what the server itself answers.
BARE = frozenset({"static", "media", "events", "healthz", "robots.txt", "sitemap.xml", "sitemaps", "favicon.ico"})

Environ = dict[str, Any]
Start = Callable[..., Any]


class LanguagePrefix:
    """WSGI middleware. Bare page addresses redirect (GET and HEAD only) by the browser's languages."""

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        first, _slash, rest = path.lstrip("/").partition("/")
        if first in LANGS:
            if path == f"/{first}":
                return _redirect(environ, start_response, f"/{first}/", "301 Moved Permanently")
            environ["miquan.lang"] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        elif first not in BARE and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            lang = negotiate(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
            # One slash at most: `//host` would be another site's address.
            target = f"/{lang}/" + path.lstrip("/\\")
            return _redirect(environ, start_response, target, "302 Found")
        return self.app(environ, start_response)


def _redirect(environ: Environ, start_response: Start, path: str, status: str) -> list[bytes]:
    query = environ.get("QUERY_STRING", "")
    address = quote(path.encode("latin-1"), safe="/@:~!$&'()*+,;=%-._") + (f"?{query}" if query else "")
    start_response(
        status,
        [
            ("Location", address.replace("\r", "").replace("\n", "")),
            ("Content-Length", "0"),
            ("Cache-Control", "no-store"),
            ("Vary", "Accept-Language"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return []
