"""Around Flask, in its thread: the body that was taken in goes in, the answer comes out compressed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from miquan.asgi import encoding
from miquan.asgi.types import Headers, add_vary, has, header, replace
from miquan.streams import Stream

Environ = dict[str, Any]
Start = Callable[..., Any]
WsgiApp = Callable[[Environ, Start], Iterable[bytes]]

# What is larger is passed on as it is, in pieces.
_LARGEST = 2 * 1024 * 1024


class Finished:
    """WSGI middleware: input from the spool, then ETag, 304 and compression.

    A stream is left to the server, which sends it as fast as its reader reads.
    An answer that the view offers to all visitors stays uncompressed: the page cache compresses it once.
    """

    def __init__(self, app: WsgiApp) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        _feed(environ)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told.append((status, headers))

        pieces = self.app(environ, start)
        if isinstance(pieces, Stream):
            environ["asgi.scope"]["miquan.stream"] = pieces
            start_response(*told[-1])
            return
        try:
            body = iter(pieces)
            # A generator calls start_response when it is first asked.
            first = next(body, b"")
            status, raw = told[-1]
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in raw]
            status, headers, out = _finish(environ, status, _private(headers), chain([first], body))
            start_response(status, [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers])
            yield from out
        finally:
            getattr(pieces, "close", lambda: None)()


def _feed(environ: Environ) -> None:
    """Point Flask at the whole body, and take out headers that mean something else by the time they arrive."""
    body = environ["asgi.scope"]["miquan.body"]
    environ["wsgi.input"] = body.file
    environ["wsgi.input_terminated"] = True
    environ["CONTENT_LENGTH"] = str(body.size)
    for name in ("HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_PROXY"):
        environ.pop(name, None)


def _private(headers: Headers) -> Headers:
    """An answer that sets a cookie is one person's, whatever its view said."""
    if not has(headers, b"set-cookie"):
        return headers
    return add_vary(replace(headers, b"cache-control", b"private, no-store"), "Cookie")


def _finish(
    environ: Environ, status: str, headers: Headers, body: Iterator[bytes]
) -> tuple[str, Headers, Iterable[bytes]]:
    kind = header(headers, b"content-type").decode("latin-1")
    size = header(headers, b"content-length")
    known = size.isdigit() and int(size) <= _LARGEST
    offered = _is_offered(environ, status, headers)
    if not known or has(headers, b"content-encoding") or not encoding.is_text(kind):
        return status, headers, body
    headers = add_vary(headers, "Accept-Encoding")
    if offered or environ["REQUEST_METHOD"] == "HEAD":
        return status, headers, body
    whole = b"".join(body)
    headers = _tagged(status, headers, whole)
    if status.startswith("200") and _unchanged(environ, headers):
        return "304 Not Modified", [pair for pair in headers if pair[0] not in _BODY_HEADERS], []
    chosen = _encoding(environ, headers) if len(whole) >= encoding.SMALLEST else ""
    if chosen:
        whole = encoding.compress(whole, chosen)
        headers = replace(headers, b"content-encoding", chosen.encode())
        headers = replace(headers, b"content-length", str(len(whole)).encode())
        if etag := header(headers, b"etag"):
            headers = replace(headers, b"etag", encoding.weaken(etag))
    return status, headers, [whole]


def _is_offered(environ: Environ, status: str, headers: Headers) -> bool:
    """Whether the page cache takes this answer; a promise that did not come true is withdrawn."""
    scope = environ["asgi.scope"]
    if scope.get("miquan.keeps") and status.startswith("200") and not has(headers, b"set-cookie"):
        return "miquan.plan" in scope
    scope.pop("miquan.plan", None)
    return False


_BODY_HEADERS = frozenset({b"content-length", b"content-type", b"content-encoding"})


def _tagged(status: str, headers: Headers, whole: bytes) -> Headers:
    """An ETag for what may be kept by others and has none."""
    public = header(headers, b"cache-control").startswith(b"public")
    if not status.startswith("200") or not public or has(headers, b"etag"):
        return headers
    return [*headers, (b"etag", encoding.weak_etag(whole))]


def _unchanged(environ: Environ, headers: Headers) -> bool:
    told = environ.get("HTTP_IF_NONE_MATCH", "").encode("latin-1")
    asks = environ["REQUEST_METHOD"] == "GET"
    return asks and encoding.matches(told, header(headers, b"etag"))


def _encoding(environ: Environ, headers: Headers) -> str:
    """br, gzip or nothing.

    BREACH reads a secret out of the compressed size of pages that hold it beside what the attacker chose. The CSRF
    token is signed with its second, so it is another one on every page and cannot be guessed letter by letter; cookies
    are SameSite=Lax, so another site can only navigate here. What is left, a member's page asked for by another site,
    is sent as it is.
    """
    personal = not header(headers, b"cache-control").startswith(b"public") and "HTTP_COOKIE" in environ
    if personal and environ.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        return ""
    return encoding.choose(environ.get("HTTP_ACCEPT_ENCODING", "").encode("latin-1"))
