"""Takes an answer out of Flask's thread at full speed, so that a slow reader never holds a thread."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import WSGIResponder

from miquan.asgi.types import Headers, Message, Receive, Scope, header

_MEMORY = 1024 * 1024
_CHUNK = 256 * 1024


class Collector:
    """Keeps the messages of an answer; above 1 MB its body lies in an unlinked temporary file."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: Headers = []
        self.size = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115 (see close)

    def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif body := message.get("body", b""):
            self.size += len(body)
            self._file.write(body)

    def declared(self) -> int:
        """The length that the answer says it has: what counts for HEAD, whose body is empty."""
        told = header(self.headers, b"content-length")
        return int(told) if told.isdigit() else self.size

    def without_length(self) -> Headers:
        return [pair for pair in self.headers if pair[0] not in (b"content-length", b"x-request-id")]

    def headers_of_stream(self) -> Headers:
        """With the length: it is known, though nothing has been collected."""
        return [*self.without_length(), (b"content-length", str(self.declared()).encode())]

    def body(self) -> bytes | Iterator[bytes]:
        """The whole body when it is small, else its pieces."""
        self._file.seek(0)
        return self._file.read() if self.size <= _MEMORY else iter(lambda: self._file.read(_CHUNK), b"")

    def close(self) -> None:
        self._file.close()


class Threads(WSGIMiddleware):
    """a2wsgi, with answers that are collected in the thread: handing each message to the event loop cost 0.2 ms."""

    async def answer(self, scope: Scope, receive: Receive, into: Collector) -> None:
        """Run the WSGI app in a thread. Raises what it raises."""
        await _Responder(self.app, self.executor, into)(scope, receive, None)


class _Responder(WSGIResponder):
    def __init__(self, app: Any, executor: Any, into: Collector) -> None:
        super().__init__(app, executor, 1)
        self.into = into

    def send(self, message: Message | None) -> None:
        if message is not None:
            self.into.take(message)
