"""Uploads that stall cost the whole site nothing: no thread, no place, no time of anybody else."""

import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.cast import Cast
from tests.faults.served import Client, Served, served
from tests.faults.studio import seller_cookies

# More than there are threads (8), so that uploads which held one would stop the site.
STALLED = 12
ASKED = 30
PATHS = ("/zh-hant/@mei", "/zh-hant/me")


def median(client: Client, path: str) -> float:
    """Seconds that a page takes; every answer must be a page."""
    spent = []
    for _ in range(ASKED):
        began = time.perf_counter()
        assert client.ask("GET", path, timeout=5).status == 200
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


@contextmanager
def stalled(site: Served, cookie: str, many: int = STALLED) -> Iterator[list[socket.socket]]:
    """Pictures whose sender has gone quiet after a few bytes."""
    head = (
        "POST /zh-hant/studio/products/new HTTP/1.1\r\nHost: x\r\n"
        f"Cookie: miquan={cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="pictures"; filename="a.jpg"\r\n\r\n\xff\xd8\xff'
    )
    with ExitStack() as stack:
        talks = [stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 30)) for _ in range(many)]
        for talk in talks:
            talk.sendall(head.encode("latin-1"))
        yield talks


def test_stalled_uploads_slow_nobody(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    cookies = seller_cookies(app, cast, 1)
    cast.product()
    with served(tmp_path, database_url) as site:
        member = site.client(cookies=cookies[0])
        for path in PATHS:
            median(member, path)
            quiet = median(member, path)
            with stalled(site, cookies[0]["miquan"]) as talks:
                assert median(member, path) <= 2 * quiet + 0.02
                assert all(is_open(talk) for talk in talks), "the uploads were refused instead of waited for"


def is_open(talk: socket.socket) -> bool:
    """Whether the server still listens: it has said nothing and not hung up."""
    talk.setblocking(False)
    try:
        talk.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    return False


def test_an_upload_that_stalls_is_told_so(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    cookies = seller_cookies(app, cast, 1)
    with served(tmp_path, database_url) as site, stalled(site, cookies[0]["miquan"], 1) as talks:
        assert talks[0].recv(100).startswith(b"HTTP/1.1 408")
        assert site.client().answers()
