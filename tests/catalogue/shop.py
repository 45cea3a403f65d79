"""A stranger's shop, with a server that does everything a bad one does."""

import io
from http.server import BaseHTTPRequestHandler
from typing import Any

from PIL import Image

from miquan.catalogue import fetcher


def picture(form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, form)
    return out.getvalue()


class Shop(BaseHTTPRequestHandler):
    """A stranger's server: pictures, redirects, and everything a bad one does."""

    asked: list[str] = []  # noqa: RUF012 (one server a test, emptied by the fixture)

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']}{self.path}")
        name, _mark, rest = self.path.lstrip("/").partition("?")
        getattr(self, name.partition("/")[0].replace(".", "_"))(rest)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def ok_jpg(self, _rest: str) -> None:
        self.answer(picture(), Content_Type="text/plain")

    def page(self, _rest: str) -> None:
        self.answer(b"<!doctype html><script>alert(1)</script>", Content_Type="image/jpeg")

    def svg(self, _rest: str) -> None:
        self.answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>", Content_Type="image/png")

    def to(self, target: str) -> None:
        self.answer(b"", 302, Location=target)

    def chain(self, rest: str) -> None:
        self.answer(b"", 301, Location=f"/chain?{int(rest) - 1}" if int(rest) else "/ok.jpg")

    def lazy(self, rest: str) -> None:
        """Each stop on the way takes its time."""
        self.server.over.wait(0.3)  # type: ignore[attr-defined]
        self.answer(b"", 301, Location=f"/lazy?{int(rest) - 1}" if int(rest) else "/ok.jpg")

    def large(self, _rest: str) -> None:
        self.answer(b"x", Content_Length=str(fetcher.LIMIT + 1))

    def endless(self, _rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.pour(b"\xff" * 65_536, 0.0)

    def unsaid(self, _rest: str) -> None:
        """A picture whose length is not promised."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(picture())

    def slow(self, _rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.pour(b"x", 0.05)

    def pour(self, piece: bytes, pause: float) -> None:
        try:
            while not self.server.over.wait(pause):  # type: ignore[attr-defined]
                self.wfile.write(piece)
        except OSError:
            return

    def short(self, _rest: str) -> None:
        self.answer(picture(), Content_Length="100000")
        self.close_connection = True

    def missing(self, _rest: str) -> None:
        self.answer(picture(), 404)

    def packed(self, _rest: str) -> None:
        self.answer(picture(), Content_Encoding="gzip")

    def log_message(self, *_args: Any) -> None:
        return
