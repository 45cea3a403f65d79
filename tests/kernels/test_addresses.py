"""Addresses: the language in front, links within the site, and never on to another site."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from miquan import urls
from miquan.hypermedia import safe_next
from miquan.languages import LanguagePrefix

Answer = tuple[str, dict[str, str], dict[str, Any]]
HERE = "https://miquan.example"


def ask(path: str, method: str = "GET", query: str = "", accept: str = "zh-TW", **more: str) -> Answer:
    """(status, headers, what the application behind was asked)."""
    seen: dict[str, Any] = {}
    answer: list[Any] = []

    def behind(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return []

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query}
    LanguagePrefix(behind)({**environ, "HTTP_ACCEPT_LANGUAGE": accept, **more}, lambda *args: answer.extend(args))
    return answer[0], dict(answer[1]), seen


@pytest.mark.parametrize(
    ("path", "lang", "rest"),
    [
        ("/zh-hant/", "zh-hant", "/"),
        ("/zh-hans/@mei/p/1-茶", "zh-hans", "/@mei/p/1-茶"),
        ("/en/static", "en", "/static"),
        ("//en/x", "en", "/x"),
        ("/en//x", "en", "//x"),
    ],
)
def test_the_language_moves_into_the_scripts_name(path: str, lang: str, rest: str) -> None:
    status, _headers, seen = ask(path)
    assert status == "200 OK"
    assert (seen["miquan.lang"], seen["SCRIPT_NAME"]) == (lang, f"/{lang}")
    assert seen["PATH_INFO"] == rest.encode().decode("latin-1")


def test_a_language_alone_gets_its_slash() -> None:
    status, headers, seen = ask("/en", query="a=1")
    assert (status[:3], headers["Location"], seen) == ("301", "/en/?a=1", {})


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/", "", "/zh-hant/"),
        ("/search", "q=%E8%8C%B6", "/zh-hant/search?q=%E8%8C%B6"),
        ("/@mei", "", "/zh-hant/@mei"),
        ("/茶", "", "/zh-hant/%E8%8C%B6"),
        ("/EN/", "", "/zh-hant/EN/"),
        ("/enx", "", "/zh-hant/enx"),
        ("/a b\tc", "", "/zh-hant/a%20b%09c"),
        ("/a", "x=1\r\nSet-Cookie: a=1", "/zh-hant/a?x=1Set-Cookie: a=1"),
    ],
)
def test_a_bare_page_leads_to_the_readers_language(path: str, query: str, location: str) -> None:
    status, headers, seen = ask(path, query=query)
    assert (status[:3], headers["Location"], seen) == ("302", location, {})
    assert headers["Vary"] == "Accept-Language"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "//evil.example/%2e%2e",
    ],
)
def test_a_bare_address_never_leads_to_another_site(path: str) -> None:
    location = ask(path)[1]["Location"]
    assert location.startswith("/zh-hant/")
    assert urlsplit(urljoin(f"{HERE}/", location)).netloc == "miquan.example"


@pytest.mark.parametrize(
    "path", ["/static/a.css", "/media/ab/x.webp", "/healthz", "/robots.txt", "/sitemap.xml", "/favicon.ico"]
)
def test_files_have_no_language(path: str) -> None:
    status, _headers, seen = ask(path)
    assert (status, seen["PATH_INFO"], "miquan.lang" in seen) == ("200 OK", path, False)


def test_only_reading_is_redirected() -> None:
    assert ask("/search", "HEAD")[0].startswith("302")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask("/search", method)[0] == "200 OK"


OUTSIDE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
]
OUTSIDE += [
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/ /evil.example",
    "/a\\b",
    "/\x00a",
]
OUTSIDE += [
    "javascript:alert(1)",
    "evil.example",
    "@evil.example",
    ".",
    "../x",
    "?next=/",
    "#x",
    "",
    "\\",
    "http:/\\evil.example",
    "/\r\nA: b",
]


@pytest.mark.parametrize("target", [*OUTSIDE, None])
def test_going_on_never_leaves_the_site(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize(
    "target",
    ["/", "/zh-hant/me", "/zh-hant/search?q=%E8%8C%B6&next=//evil.example", "/@mei#p", "/茶", "/a//b", "/x" * 900],
)
def test_going_on_within_the_site(target: str) -> None:
    assert safe_next(target, "/home") == target
    assert urlsplit(urljoin(f"{HERE}/en/", target)).netloc == "miquan.example"


def test_signing_in_never_leads_away(app: Any, client: Any) -> None:
    for target in OUTSIDE:
        answer = client.get("/zh-hant/sign-in", query_string={"next": target})
        assert "evil.example" not in answer.headers.get("Location", "")
    for path in ("/zh-hant//evil.example", "/zh-hant/\\evil.example", "/zh-hant/%2F%2Fevil.example"):
        location = client.get(path).headers.get("Location", "/")
        assert urlsplit(urljoin(f"{HERE}/", location)).netloc in ("miquan.example", "localhost")


def test_addresses_of_things(app: Any) -> None:
    with app.test_request_context("/", environ_base={"miquan.lang": "en"}):
        assert urls.person("mei") == "/en/@mei"
        assert urls.product("mei", 7, "tea-bowl") == "/en/@mei/p/7-tea-bowl"
        assert (urls.category("tea"), urls.brand("x")) == ("/en/categories/tea", "/en/brands/x")
        assert (urls.place("japan"), urls.place("japan", "kyoto")) == ("/en/places/japan", "/en/places/japan/kyoto")
        assert urls.search("茶 & <x>") == "/en/search?q=%E8%8C%B6+%26+%3Cx%3E"
    assert urls.person("mei") == "/zh-hant/@mei", "outside a request it is the bound language"
    assert urls.picture("abcd", 320) == "/media/ab/abcd-320.webp"
