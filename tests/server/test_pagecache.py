"""Visitors' pages: kept, shared, dropped by events, never anybody's own."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from miquan import db, versions
from miquan.db import database
from miquan.pagecache import EVERYTHING, Moment, PageCache, Plan, from_database, make_page
from tests.server.small import Counts, Running, completed, running, until


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as found:
        yield found


def test_the_second_visitor_gets_the_kept_page(shop: Running) -> None:
    first, body = shop.ask("/en/front", Accept_Encoding="br")
    second, same = shop.ask("/en/front", Accept_Encoding="br")
    assert shop.counts.front == 1
    assert body == same
    assert second.headers["Content-Encoding"] == "br"
    assert brotli.decompress(body).startswith(b"<i>whole ")
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    for name in ("Cookie", "HX-Request", "HX-Request-Type", "Accept-Encoding"):
        assert name in second.headers["Vary"]


def test_a_browser_is_told_that_nothing_changed(shop: Running) -> None:
    etag = shop.ask("/en/front")[0].headers["ETag"]
    answer, body = shop.ask("/en/front", If_None_Match=etag)
    assert (answer.status, body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "Cookie" in answer.headers["Vary"]


def test_only_named_parameters_make_another_page(shop: Running) -> None:
    bodies = {shop.ask(f"/en/front?{query}")[1] for query in ("utm_source=x", "utm_source=y&fbclid=1", "evil=%3Cb%3E")}
    assert shop.counts.front == 1
    assert len(bodies) == 1
    assert b"/en/front?page=2</i>" in shop.ask("/en/front?utm_source=x&page=2")[1]
    assert shop.counts.front == 2


def test_a_part_and_a_page_are_kept_apart(shop: Running) -> None:
    whole = shop.ask("/en/front")[1]
    part = shop.ask("/en/front", HX_Request="true", HX_Request_Type="partial")[1]
    assert part != whole
    assert shop.counts.front == 2
    assert shop.ask("/en/front")[1] == whole


def test_hosts_are_kept_apart(shop: Running) -> None:
    shop.ask("/en/front", Host="one.example")
    shop.ask("/en/front", Host="two.example")
    assert shop.counts.front == 2


def test_requests_with_a_cookie_neither_get_nor_leave_a_page(shop: Running) -> None:
    answer, _body = shop.ask("/en/front", Cookie="anything=1")
    assert "public" not in (answer.headers["Cache-Control"] or "")
    shop.ask("/en/front", Authorization="Basic eDp5")
    shop.ask("/en/front")
    shop.ask("/en/front", Cookie="anything=1")
    assert shop.counts.front == 4


def test_an_answer_that_sets_a_cookie_is_never_shared(shop: Running) -> None:
    for _ in range(2):
        answer, _body = shop.ask("/en/counting")
        assert answer.headers["Set-Cookie"]
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_errors_are_never_kept(shop: Running) -> None:
    shop.ask("/en/broken")
    answer, _body = shop.ask("/en/broken")
    assert answer.status == 404
    assert shop.counts.front == 2
    assert "public" not in (answer.headers["Cache-Control"] or "")


def test_head_keeps_nothing_and_is_answered_from_what_is_kept(shop: Running) -> None:
    shop.ask("/en/front", "HEAD")
    whole, body = shop.ask("/en/front")
    head, nothing = shop.ask("/en/front", "HEAD")
    assert shop.counts.front == 2
    assert body
    assert not nothing
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize("tag", ["products", EVERYTHING])
def test_an_event_drops_the_page_within_a_second(shop: Running, tag: str) -> None:
    shop.ask("/en/front")
    shop.counts.version = {tag: 1}
    until(lambda: shop.ask("/en/front")[0].status == 200 and shop.counts.front == 2, 2.0)


def test_an_event_of_something_else_does_not(shop: Running) -> None:
    shop.ask("/en/front")
    cache: PageCache = shop.app.extensions["pagecache"]
    cache.bump(["posts"])
    shop.ask("/en/front")
    assert shop.counts.front == 1
    cache.bump(["products"])
    shop.ask("/en/front")
    assert shop.counts.front == 2


def test_a_dropped_page_is_made_once_for_all_who_wait(shop: Running) -> None:
    shop.ask("/en/front")
    shop.app.extensions["pagecache"].bump()
    threads = [threading.Thread(target=shop.ask, args=("/en/front",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shop.counts.front == 2


KEY = ("http", "x", "/")


def kept(cache: PageCache, moment: Moment, size: int = 100, path: str = "/") -> None:
    page = make_page([(b"content-type", b"image/png")], b"x" * size, Plan(frozenset({"products"})), moment)
    cache.keep(("http", "x", path), page)


def moment_of(cache: PageCache) -> Moment | None:
    return completed(cache.moment())


def test_versions_are_read_once_a_second_and_no_less() -> None:
    at, reads, counts = [0.0], [0], Counts()

    def source() -> dict[str, int]:
        reads[0] += 1
        return counts.version

    cache = PageCache(source, clock=lambda: at[0])
    before = moment_of(cache)
    assert before
    kept(cache, before)
    counts.version = {"products": 1}
    at[0] = 0.9
    assert (held := moment_of(cache))
    assert cache.find(KEY, held)
    assert reads[0] == 1
    at[0] = 1.0
    assert (moved := moment_of(cache))
    assert cache.find(KEY, moved) is None
    assert reads[0] == 2


def test_versions_come_from_the_database(tmp_path: Path) -> None:
    before = database.obj
    db.bind(f"sqlite:///{tmp_path / 'pages.db'}")
    try:
        with database.connection_context():
            database.create_tables([versions.Version])
            versions.bump("pages")
        assert from_database() == {EVERYTHING: 1}
        assert database.is_closed()
    finally:
        database.obj.close_all()
        database.initialize(before)


def test_a_page_made_while_an_event_happened_is_not_used() -> None:
    cache = PageCache()
    before = moment_of(cache)
    cache.bump(["products"])
    after = moment_of(cache)
    assert before
    assert after
    kept(cache, before)
    assert cache.find(KEY, after) is None


def test_nothing_is_used_while_versions_cannot_be_read() -> None:
    def broken() -> dict[str, int]:
        raise OSError("database is away")

    assert moment_of(PageCache(broken)) is None


def test_a_page_gets_no_older_than_a_minute() -> None:
    cache = PageCache()
    now = moment_of(cache)
    assert now
    kept(cache, now)
    assert cache.find(KEY, replace(now, at=now.at + 59))
    assert cache.find(KEY, replace(now, at=now.at + 61)) is None


def test_the_least_used_pages_go_first() -> None:
    cache = PageCache(max_bytes=95_000)
    now = moment_of(cache)
    assert now
    for number in range(9):
        kept(cache, now, 9_000, f"/{number}")
        cache.find(("http", "x", "/0"), now)
    kept(cache, now, 9_000, "/9")
    assert cache.find(("http", "x", "/0"), now)
    assert cache.find(("http", "x", "/1"), now) is None
    kept(cache, now, 50_000, "/huge")
    assert cache.find(("http", "x", "/huge"), now) is None
