"""The site's own address: what a request says in its Host header never gets into a page or a letter."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

Environ = dict[str, Any]
Start = Callable[..., Any]


_ASKED = "miquan.asked_host"


def asked_name(environ: Environ) -> str:
    """The name or number, without a port, by which a client has called this site; "" for nonsense. Only to refuse by."""
    try:
        return urlsplit(f"//{environ.get(_ASKED, '')}").hostname or ""
    except ValueError:
        return ""


class OwnAddress:
    """WSGI middleware. Absolute addresses are built from `MIQUAN_URL`, whatever Host a client has sent."""

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]], url: str) -> None:
        parts = urlsplit(url)
        self.app, self.scheme, self.host = app, parts.scheme, parts.netloc

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        environ[_ASKED] = environ.get("HTTP_HOST", "")
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self.scheme, self.host
        return self.app(environ, start_response)
