"""The shapes of ASGI, as far as this package uses them."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Names lower case, as ASGI wants them.
Headers = list[tuple[bytes, bytes]]


def header(headers: Headers, name: bytes) -> bytes:
    """The first value under a name, or nothing."""
    return next((value for found, value in headers if found == name), b"")


def has(headers: Headers, name: bytes) -> bool:
    return any(found == name for found, _value in headers)


def replace(headers: Headers, name: bytes, value: bytes) -> Headers:
    """The headers with exactly one value under a name."""
    return [pair for pair in headers if pair[0] != name] + [(name, value)]


def add_vary(headers: Headers, *names: str) -> Headers:
    """The headers with these names in one Vary header, each once."""
    told = [part.strip() for found, value in headers if found == b"vary" for part in value.decode("latin-1").split(",")]
    known = {part.lower() for part in told}
    told += [name for name in names if name.lower() not in known]
    return replace(headers, b"vary", ", ".join(part for part in told if part).encode("latin-1"))
