"""Streams go out as fast as they are read; what breaks in the middle does not look whole."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from tests.server.small import Running, running, until

SIZE = 120 * 256 * 1024


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("streams")) as found:
        yield found


def test_it_arrives_whole_and_is_let_go(site: Running) -> None:
    closed = site.counts.closed
    answer, body = site.ask("/en/video")
    assert (answer.status, answer.headers["Content-Length"], answer.headers["Content-Type"]) == (
        200,
        str(SIZE),
        "video/mp4",
    )
    assert [body[at * 256 * 1024] for at in range(120)] == list(range(120))
    assert len(body) == SIZE
    until(lambda: site.counts.closed == closed + 1)


def test_a_head_asks_for_nothing_of_it(site: Running) -> None:
    site.counts.front = 0
    answer, body = site.ask("/en/video", "HEAD")
    assert (answer.status, answer.headers["Content-Length"], body) == (200, str(SIZE), b"")
    assert site.counts.front == 0


def test_what_breaks_in_the_middle_is_cut_off(site: Running) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        site.ask("/en/video?bad=3")
    with pytest.raises((http.client.IncompleteRead, ConnectionError, http.client.RemoteDisconnected)):
        site.ask("/en/video?bad=0")
    assert site.ask("/en/tiny")[1] == b"ok"


def test_a_slow_reader_holds_neither_a_thread_nor_the_file_in_memory(site: Running) -> None:
    slow = []
    for _n in range(12):
        talk = socket.create_connection(("127.0.0.1", site.port), timeout=20)
        talk.sendall(b"GET /en/video HTTP/1.1\r\nHost: x\r\n\r\n")
        slow.append(talk)
    until(lambda: site.counts.front > 3)
    assert site.ask("/en/tiny")[1] == b"ok"
    assert site.counts.front < 119
    closed = site.counts.closed
    for talk in slow:
        talk.close()
    until(lambda: site.counts.closed == closed + 12)
