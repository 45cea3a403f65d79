"""Compression, conditional answers, odd targets, and what the server says by itself."""

import gzip
import json

import brotli
import pytest

from tests.server.small import PAGE, Running


def test_a_page_comes_in_the_best_encoding_asked_for(site: Running) -> None:
    for accept, used, unpack in (
        ("gzip, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ):
        answer, body = site.ask("/en/plain", Accept_Encoding=accept)
        assert answer.headers["Content-Encoding"] == used
        assert unpack(body).decode() == PAGE
        assert int(answer.headers["Content-Length"]) == len(body)
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_small_answers_are_not_compressed(site: Running) -> None:
    answer, body = site.ask("/en/tiny", Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] is None
    assert body == b"ok"


def test_a_members_page_asked_for_by_another_site_is_not_compressed(site: Running) -> None:
    answer, _body = site.ask("/en/plain", Accept_Encoding="br", Cookie="session=x", Sec_Fetch_Site="cross-site")
    assert answer.headers["Content-Encoding"] is None
    answer, _body = site.ask("/en/plain", Accept_Encoding="br", Cookie="session=x", Sec_Fetch_Site="same-origin")
    assert answer.headers["Content-Encoding"] == "br"


def test_a_long_stream_arrives_whole(site: Running) -> None:
    answer, body = site.ask("/en/stream")
    assert body == b"0123456789abcdef" * 4096 * 40
    assert answer.headers.get_all("Content-Length") == [str(len(body))]


@pytest.mark.parametrize("path", ["/en/plain", "/en/front", "/static/css/app.css", "/media/ab/jar-480.webp"])
def test_head_has_the_length_and_no_body(site: Running, path: str) -> None:
    whole, body = site.ask(path)
    answer, nothing = site.ask(path, "HEAD")
    assert (answer.status, nothing) == (200, b"")
    assert answer.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(body))


def test_a_crash_says_nothing_of_itself(site: Running) -> None:
    answer, body = site.ask("/en/crash")
    assert answer.status == 500
    assert b"Traceback" not in body
    assert b"RuntimeError" not in body


def test_a_clients_request_id_is_not_used(site: Running) -> None:
    answer, body = site.ask("/en/told", X_Request_ID="mine")
    assert answer.headers.get_all("X-Request-Id") == [json.loads(body)["id"]]
    assert len(answer.headers["X-Request-Id"]) == 32
    assert site.ask("/en/told")[0].headers["X-Request-Id"] != answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("//evil.example/", 404),
        ("/%5Cevil.example/", 404),
        ("/en/%00", 400),
        ("/en/%0d%0aSet-Cookie:x", 400),
        ("/en/%ff", 400),
        ("*", 400),
        ("/en/" + "a" * 5000, 414),
        ("/media/../../secret.key", 404),
        ("/static/%2e%2e/%2e%2e/secret.key", 404),
    ],
)
def test_odd_targets_get_a_plain_page(site: Running, target: str, status: int) -> None:
    method = b"OPTIONS" if target == "*" else b"GET"
    heard = site.say(method + b" " + target.encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    head, _gap, body = heard.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"cache-control: no-store" in head
    assert b"content-security-policy" in head
    assert b"nosniff" in head
    assert b"location" not in head
    assert b"set-cookie" not in head.lower()
    assert body.startswith(b"<!doctype html>")


def test_an_absolute_target_counts_before_the_host_header(site: Running) -> None:
    asked = b"GET http://me@shop.example/en/told HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n"
    heard = site.say(asked)
    assert json.loads(heard.partition(b"\r\n\r\n")[2])["host"] == "shop.example"


def test_headers_cannot_pose_as_others(site: Running) -> None:
    asked = b"GET /en/told HTTP/1.1\r\nHost: x\r\nX_Forwarded_Proto: https\r\nProxy: evil\r\nConnection: close\r\n\r\n"
    told = json.loads(site.say(asked).partition(b"\r\n\r\n")[2])
    assert "X-Forwarded-Proto" not in told
    assert "Proxy" not in told


def test_too_long_a_head_is_refused_and_the_server_lives(site: Running) -> None:
    assert b" 400 " in site.say(b"GET /en/tiny HTTP/1.1\r\nX: " + b"a" * 200_000)[:20]
    assert site.ask("/en/tiny")[1] == b"ok"


def test_the_plain_page_speaks_the_language_of_the_path(site: Running) -> None:
    for path, lang in (("/zh-hant/%00", "zh-Hant"), ("/zh-hans/%00", "zh-Hans"), ("/en/%00", "en")):
        assert f'lang="{lang}"' in site.ask(path)[1].decode()
