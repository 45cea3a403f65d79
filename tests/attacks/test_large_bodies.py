"""Large bodies are for members: whoever only says that they are one sends nothing large."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from miquan.asgi.spool import MB, Refused, Spool
from miquan.asgi.types import Message
from tests.server.small import Running, completed, running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("site")
    with running(folder) as found:
        yield found


def test_a_cookie_that_somebody_made_up_opens_no_door_for_large_bodies(site: Running) -> None:
    """It would be 25 MB a request of a stranger's, written to disk before anybody looks who sends them."""
    picture = b"x" * (4 * MB)
    assert site.ask("/en/studio/pictures", "POST", picture, Cookie="miquan=made.up")[0].status == 413
    head = (
        b"POST /en/studio/pictures HTTP/1.1\r\nHost: x\r\nCookie: miquan=made.up\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    assert site.say(head + chunk * 20 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413")


def test_who_cannot_be_asked_for_sends_nothing_large() -> None:
    def away(_cookies: str) -> bool:
        raise OSError("the database is away")

    scope = {"path": "/en/studio/pictures", "headers": [(b"cookie", b"miquan=x"), (b"content-length", b"4000000")]}
    with pytest.raises(Refused) as refused:
        completed(Spool(is_member=away).take(scope, _never))
    assert refused.value.status == 503


async def _never() -> Message:
    raise AssertionError("it was read")
