"""Request bodies are taken in whole before a thread is: a slow sender costs a socket, never a thread.

A body has limits of size, rate and time. What is above 256 KB lies in an unlinked temporary file.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from time import monotonic
from typing import IO

from miquan.asgi.types import Headers, Receive, Scope, has, header
from miquan.networks import network_of

KB = 1024
MB = 1024 * KB
LARGEST = 1 * MB
# By path behind the language; only for members, whose session is looked up first. Larger files come to /me/uploads in parts of 8 MB.
UPLOADS: tuple[tuple[str, int], ...] = (
    ("/studio/imports", 51 * MB),
    ("/studio/", 25 * MB),
    ("/me/uploads", 25 * MB),
    ("/me/profile", 16 * MB),
)
_SESSIONS = (b"miquan=", b"__Host-miquan=")


class Refused(Exception):
    """The request is not taken further; `whole` when its body has been read to the end."""

    def __init__(self, status: int, *, whole: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.whole = whole


class Gone(Exception):
    """The sender hung up before the body was whole."""


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds, rates in bytes a second: `rate` over each `window`, `pace` from the beginning on.

    Whoever falls behind `pace` by more than `total` seconds is cut: a large file on a slow line takes its time, a trickle
    does not. `idle_large` is how long an upload may stand still, `idle` how long any other body.
    """

    memory: int = 256 * KB
    idle: float = 10.0
    idle_large: float = 30.0
    window: float = 20.0
    rate: int = 1 * KB
    total: float = 180.0
    pace: int = 8 * KB
    at_once: int = 256
    at_once_each: int = 64
    uploads: tuple[tuple[str, int], ...] = UPLOADS

    def largest(self, scope: Scope) -> int:
        """How large a body this request may have."""
        path = "/" + scope["path"].lstrip("/").partition("/")[2]
        cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
        if any(name in cookies for name in _SESSIONS):
            return next((size for prefix, size in self.uploads if path.startswith(prefix)), LARGEST)
        return LARGEST


@dataclass
class Body:
    """A whole body, at its beginning. Close it when the request is answered."""

    file: IO[bytes]
    size: int


@dataclass
class Spool:
    """Takes bodies in, a bounded number at once, and of one address. `is_member` judges the Cookie header; it may block."""

    limits: Limits = field(default_factory=Limits)
    is_member: Callable[[str], bool] | None = None
    _open: Counter[str] = field(default_factory=Counter)

    async def take(self, scope: Scope, receive: Receive) -> Body:
        """The whole body. Raises Refused (400, 408, 413; 503 when too many send or the disk is full) and Gone."""
        declared = _declared(scope["headers"])
        if declared == 0:
            return Body(BytesIO(), 0)
        intake = _Intake(receive, self.limits, await self._largest(scope, declared))
        if declared is not None and declared > intake.largest:
            raise Refused(413)
        try:
            # Most forms are here at once, and need no place among the slow.
            if await intake.step():
                with self._place(scope):
                    while await intake.step():
                        pass
        except OSError as error:
            intake.file.close()
            raise Refused(503) from error
        except BaseException:
            intake.file.close()
            raise
        return intake.whole()

    async def _largest(self, scope: Scope, declared: int | None) -> int:
        """How large this body may be: a cookie that somebody made up opens no door for large ones. Raises Refused."""
        largest = self.limits.largest(scope)
        if largest <= LARGEST or (declared is not None and declared <= LARGEST):
            return largest
        cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
        try:
            known = self.is_member is not None and await asyncio.to_thread(self.is_member, cookies)
        except Exception as error:
            raise Refused(503) from error
        return largest if known else LARGEST

    @contextmanager
    def _place(self, scope: Scope) -> Iterator[None]:
        client = network_of((scope.get("client") or ("",))[0])
        if self._open.total() >= self.limits.at_once or self._open[client] >= self.limits.at_once_each:
            raise Refused(503)
        self._open[client] += 1
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]


class _Intake:
    """One body on its way in."""

    def __init__(self, receive: Receive, limits: Limits, largest: int) -> None:
        self.receive = receive
        self.limits = limits
        self.largest = largest
        self.file: IO[bytes] = BytesIO()
        self.size = 0
        self.began = self.window_began = monotonic()
        self.window_size = 0

    async def step(self) -> bool:
        """Take one message; whether there is more."""
        left = self.began + self.limits.total + self.size / self.limits.pace - monotonic()
        idle = self.limits.idle_large if self.largest > LARGEST else self.limits.idle
        try:
            async with asyncio.timeout(max(0.0, min(idle, left))):
                message = await self.receive()
        except TimeoutError:
            raise Refused(408) from None
        if message["type"] == "http.disconnect":
            raise Gone
        await self._write(message.get("body", b""))
        more: bool = message.get("more_body", False)
        if more:
            self._check_rate()
        return more

    async def _write(self, chunk: bytes) -> None:
        if self.size + len(chunk) > self.largest:
            raise Refused(413)
        in_memory = isinstance(self.file, BytesIO)
        if in_memory and self.size + len(chunk) > self.limits.memory:
            self.file = await asyncio.to_thread(_to_disk, self.file)
            in_memory = False
        if in_memory:
            self.file.write(chunk)
        else:
            await asyncio.to_thread(self.file.write, chunk)
        self.size += len(chunk)

    def _check_rate(self) -> None:
        at = monotonic()
        if at - self.window_began < self.limits.window:
            return
        if self.size - self.window_size < self.limits.rate * (at - self.window_began):
            raise Refused(408)
        self.window_began, self.window_size = at, self.size

    def whole(self) -> Body:
        self.file.seek(0)
        return Body(self.file, self.size)


def _to_disk(begun: IO[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the body)
    try:
        begun.seek(0)
        file.write(begun.read())
    except BaseException:
        file.close()
        raise
    return file


def _declared(headers: Headers) -> int | None:
    """The declared length; 0 without a body, None for a chunked one. Raises Refused for nonsense."""
    if has(headers, b"transfer-encoding"):
        return None
    told = header(headers, b"content-length") or b"0"
    if not told.isdigit() or len(told) > 15:
        raise Refused(400)
    return int(told)
