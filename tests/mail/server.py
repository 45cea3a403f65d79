"""The smallest real mail server: one thread, sockets, and answers that a test chooses."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Says `answers[verb]` (greeting: `""`, after the words: `.`) or what a good server says; None: says nothing at all."""

    answers: dict[str, str | None] = field(default_factory=dict)
    letters: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _where = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as said:
            if not self._say(line, "", "220 post.example ESMTP"):
                said.read()
                return
            for raw in said:
                verb = raw[:4].decode().upper().strip()
                self.heard.append(raw.decode("utf-8", "replace").strip())
                good = {"DATA": "354 go on", "QUIT": "221 bye", "EHLO": "250 post.example"}.get(verb, "250 fine")
                if not self._say(line, verb, good):
                    said.read()
                    return
                if verb == "DATA" and (self.answers.get("DATA", "354") or "").startswith("354"):
                    self._take(line, said)

    def _take(self, line: socket.socket, said: "Iterator[bytes]") -> None:
        lines = []
        for raw in said:
            if raw == b".\r\n":
                break
            lines.append(raw)
        if (self.answers.get(".", "250") or "").startswith("250"):
            self.letters.append(b"".join(lines))
        self._say(line, ".", "250 taken")

    def _say(self, line: socket.socket, verb: str, good: str) -> bool:
        words = self.answers.get(verb, good)
        if words is not None:
            try:
                line.sendall(words.encode() + b"\r\n")
            except OSError:
                return False
        return words is not None


@contextmanager
def mail_server(**answers: str | None) -> Iterator[MailServer]:
    """A server on a free port of this machine. `greeting` and `words` name its first and its last answer."""
    named = {"greeting": "", "words": "."}
    server = MailServer({named.get(verb, verb): said for verb, said in answers.items()})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        thread = threading.Thread(target=server._serve, args=(listening,), daemon=True)
        thread.start()
        yield server
        # Closing alone does not wake a thread that waits in accept.
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
