"""What a request line may ask for, judged before anything else looks at it."""

from urllib.parse import unquote, urlsplit

from miquan.asgi.types import Headers, Scope, replace

_LONGEST = 4096


def judge(scope: Scope) -> int:
    """0 for a usable target, else the status to answer. Puts an absolute target (`GET http://host/path`) right."""
    if scope["path"].lower().startswith(("http://", "https://")):
        _make_relative(scope)
    path: str = scope["path"]
    if len(path) > _LONGEST:
        return 414
    if not path.startswith("/") or any(ord(c) < 32 or ord(c) == 127 or c == "\ufffd" for c in path):
        return 400
    # Two slashes in front would be another host's address in a redirect.
    return 404 if path.startswith(("//", "/\\")) else 0


def _make_relative(scope: Scope) -> None:
    """The target's host counts, not the Host header's (RFC 9112, 3.2.2)."""
    raw = scope["raw_path"].decode("ascii", "replace")
    try:
        parts = urlsplit(raw)
    except ValueError:
        return
    scope["path"] = unquote(parts.path) or "/"
    scope["raw_path"] = (parts.path or "/").encode("ascii", "replace")
    scope["headers"] = replace(scope["headers"], b"host", parts.netloc.rpartition("@")[2].encode("ascii", "replace"))


def without_lookalikes(headers: Headers) -> Headers:
    """Drops names with an underscore: as variables of WSGI they could pose as a trusted header with a hyphen."""
    return [pair for pair in headers if b"_" not in pair[0]]
