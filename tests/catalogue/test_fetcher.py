"""Fetching pictures: nothing inside our own network, nothing endless, nothing that is no picture."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from miquan.catalogue import fetcher
from miquan.catalogue.actions import import_file
from miquan.catalogue.fetcher import NotFetched, fetch, is_public
from miquan.catalogue.subscribers import fetch_pictures
from miquan.outbox import EventRow
from miquan.products.models import Product, ProductPicture, ProductRevision
from tests.cast import Cast
from tests.catalogue.exports import export, row, saved
from tests.catalogue.shop import Shop, picture

PUBLIC = "93.184.215.14"
NAMES = {
    "shop.example": [PUBLIC],
    "inside.example": ["10.0.0.7"],
    "both.example": [PUBLIC, "127.0.0.1"],
    "none.example": [],
}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Shop]]:
    """The names above resolve as the table says; a connection to the public address reaches the server here."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    server.daemon_threads = True
    server.over = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    Shop.asked.clear()
    real = socket.create_connection

    def connect(address: str, port: int) -> socket.socket:
        assert address == PUBLIC, f"a connection to {address}"
        assert port in (80, 443)
        return real(("127.0.0.1", server.server_address[1]), timeout=2)

    monkeypatch.setattr(fetcher, "_resolve", lambda host, _port: NAMES.get(host, [host]))
    monkeypatch.setattr(fetcher, "_connect", connect)
    yield Shop
    server.over.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def reason(url: str) -> str:
    with pytest.raises(NotFetched) as refused:
        fetch(url)
    return refused.value.reason


def test_a_picture_is_fetched_from_the_address_that_was_checked(shop: type[Shop]) -> None:
    assert fetch("http://shop.example/ok.jpg") == picture()
    assert shop.asked == ["shop.example/ok.jpg"]


INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_public(shop: type[Shop], address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert reason(f"http://{host}/ok.jpg") == "private"
    assert shop.asked == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["inside.example", "both.example"])
def test_one_inner_address_condemns_a_name(shop: type[Shop], host: str) -> None:
    assert reason(f"http://{host}/ok.jpg") == "private"
    assert shop.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:7f00:1]"])
def test_every_way_to_write_this_machine_is_refused_by_the_real_resolver(host: str) -> None:
    assert reason(f"http://{host}/ok.jpg") in ("private", "network")


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://shop.example/a.jpg", "file:///etc/passwd", "gopher://shop.example/", "data:image/png;base64,AAAA", "//shop.example/a",
        "http://", "http://shop.example:8080/a", "https://shop.example:80/a", "http://shop.example:22/", "http://me:pw@shop.example/a",
        "http://me@shop.example/a", "http://shop.example/a\r\nX: y", "http://[::1", "http://shop.example:x/",
    ],
)  # fmt: skip
def test_addresses_nobody_asks(shop: type[Shop], url: str) -> None:
    assert reason(url) == "address"
    assert shop.asked == []


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://127.0.0.1/ok.jpg", "private"), ("http://inside.example/ok.jpg", "private"), ("http://[::1]/", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"), ("file:///etc/passwd", "address"),
        ("http://shop.example:6379/", "address"), ("//inside.example/ok.jpg", "private"),
    ],
)  # fmt: skip
def test_redirects_are_checked_like_the_first_address(shop: type[Shop], target: str, why: str) -> None:
    assert reason(f"http://shop.example/to?{target}") == why
    assert len(shop.asked) == 1


def test_three_redirects_and_no_more(shop: type[Shop]) -> None:
    assert fetch("http://shop.example/chain?2") == picture()
    assert reason("http://shop.example/chain?3") == "redirects"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("large", "big"),
        ("endless", "big"),
        ("page", "picture"),
        ("svg", "picture"),
        ("missing", "status"),
        ("packed", "status"),
        ("short", "network"),
    ],
)
def test_what_is_not_taken(shop: type[Shop], path: str, why: str) -> None:
    assert reason(f"http://shop.example/{path}") == why


def test_the_limit_is_exact(shop: type[Shop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "LIMIT", len(picture()))
    assert fetch("http://shop.example/ok.jpg") == picture()
    monkeypatch.setattr(fetcher, "LIMIT", len(picture()) - 1)
    assert reason("http://shop.example/ok.jpg") == reason("http://shop.example/unsaid") == "big"


def test_a_server_that_drips_is_given_up(shop: type[Shop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.4)
    assert reason("http://shop.example/slow") == "slow"


def test_time_runs_on_from_one_address_to_the_next(shop: type[Shop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.5)
    assert reason("http://shop.example/lazy?2") == "slow"
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 20.0)
    assert fetch("http://shop.example/lazy?1") == picture()


def test_a_name_without_address_is_no_picture(shop: type[Shop]) -> None:
    assert reason("http://none.example/ok.jpg") == "network"


def test_plain_http_on_the_tls_port_is_refused(shop: type[Shop]) -> None:
    assert reason("https://shop.example/ok.jpg") == "network"


@pytest.fixture
def cup(app: Any, cast: Cast, tmp_path: Path) -> Any:
    """A published product with three pictures: two alike in kind, one that is missing."""
    rows = [
        row(title="Cup", image="http://shop.example/missing"),
        row(image="http://shop.example/ok.jpg"),
        row(image="http://shop.example/ok.jpg?2"),
    ]
    path = saved(tmp_path, export(*rows))
    import_file(path, cast.edinburgh)
    return path


def deliver() -> None:
    fetch_pictures(EventRow.select().where(EventRow.subject_kind == "product").order_by(EventRow.id.desc()).get())


def allow(app: Any) -> None:
    from dataclasses import replace

    app.extensions["miquan"] = replace(app.extensions["miquan"], fetch_pictures=True)


def test_nothing_is_fetched_unless_the_operator_allows_it(cup: Path, shop: type[Shop], app: Any) -> None:
    deliver()
    assert shop.asked == []
    assert [p.file_id for p in ProductPicture.select()] == [None] * 3


def test_fetched_pictures_become_the_products(cup: Path, shop: type[Shop], app: Any, cast: Cast) -> None:
    allow(app)
    deliver()
    rows = list(ProductPicture.select().order_by(ProductPicture.position))
    assert [bool(p.file_id) for p in rows] == [False, True, True]
    assert rows[1].file.owner_id == cast.tang.id
    product = Product.get()
    assert (product.cover_id, product.version) == (rows[1].file_id, 2)
    assert ProductRevision.get(ProductRevision.version == 2).data["pictures"][1]["file_id"] == rows[1].file_id
    asked = len(shop.asked)
    deliver()
    assert (len(shop.asked), Product.get().version) == (asked + 1, 2)


def test_fetched_pictures_survive_the_next_imports(cup: Path, shop: type[Shop], app: Any, cast: Cast) -> None:
    allow(app)
    deliver()
    files = [p.file_id for p in ProductPicture.select().order_by(ProductPicture.position)]
    assert import_file(cup, cast.edinburgh).unchanged == 1
    cup.write_text(cup.read_text().replace("12.50", "13.50"))
    assert import_file(cup, cast.edinburgh).changed == 1
    assert [p.file_id for p in ProductPicture.select().order_by(ProductPicture.position)] == files
    assert import_file(cup, cast.edinburgh).unchanged == 1
    assert Product.get().cover_id == files[1]
