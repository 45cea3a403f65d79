"""uvicorn's HTTP protocol with two habits more: patience has an end, and a goodbye waits for what is on its way."""

import asyncio
import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from miquan.asgi.answers import plain_page

# Seconds for a request's head to arrive; without it a byte now and then would hold a connection for ever.
HEAD_PATIENCE = 20.0
# Milliseconds in which a reader must take something; then the kernel drops the connection and what waits in it.
READ_PATIENCE = 90_000
# Seconds that a quiet connection still has at shutdown: a request may be under way in it.
LAST_CALL = 0.3
# Seconds in which the rest of a broken request is thrown away, so that its sender can read the answer.
_DEAF = 2.0


class Protocol(H11Protocol):
    """Give it to uvicorn as `http=`."""

    _head_timer: asyncio.TimerHandle | None = None
    _leaving = False
    _deaf = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            talk = transport.get_extra_info("socket")
            talk.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READ_PATIENCE)
        self._head_timer = self.loop.call_later(HEAD_PATIENCE, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        if self.conn.their_state is h11.IDLE and self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_PATIENCE, self._hang_up)
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._stop_timer()
            if self._leaving and self.cycle is not None:
                self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """Says that this was no HTTP, or more head than fits."""
        self._stop_timer()
        self._deaf = True
        if self.cycle is not None and not self.cycle.response_complete:
            # In the middle of an answer there is no place for another.
            self.transport.close()
            return
        headers, body = plain_page(400, "", "")
        head = [b"HTTP/1.1 400 Bad Request", *(b"%s: %s" % pair for pair in headers)]
        head += [b"content-length: %d" % len(body), b"connection: close", b"", b""]
        self.transport.write(b"\r\n".join(head) + body)
        self.transport.write_eof()
        self.loop.call_later(_DEAF, self._hang_up)

    def shutdown(self) -> None:
        self._leaving = True
        if self.cycle is None or self.cycle.response_complete:
            self.loop.call_later(LAST_CALL, self._leave)
        else:
            super().shutdown()

    def _leave(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _hang_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
