"""Headers of every answer, caching, redirects, what is gone."""

from typing import Any

import pytest

from miquan.headers import CSP, SECURITY
from tests.site.world import ROLES, World

ANSWERS = {
    "page": ("/zh-hant/", 200),
    "product": ("bowl", 200),
    "sold out": ("sold", 200),
    "robots": ("/robots.txt", 200),
    "sitemap": ("/sitemap.xml", 200),
    "feed": ("/zh-hant/@mei/feed.atom", 200),
    "health": ("/healthz", 200),
    "form": ("/zh-hant/sign-in", 200),
    "moved": ("/zh-hant/@MEI", 301),
    "sent to sign in": ("/zh-hant/me", 303),
    "never was": ("/zh-hant/nothing", 404),
    "gone": ("removed", 410),
    "wrong method": ("/zh-hant/sign-out", 405),
}


def path_of(world: World, name: str) -> str:
    path = ANSWERS[name][0]
    return path if path.startswith("/") else world.path(path)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_protected(world: World, name: str) -> None:
    page = world.browser().get(path_of(world, name))
    assert page.status == ANSWERS[name][1]
    for header, value in SECURITY.items():
        assert page.headers[header] == value


def test_the_policy_allows_no_inline_code_and_no_other_site() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in CSP.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in CSP


@pytest.mark.parametrize("name", ["page", "product", "sold out", "feed"])
def test_visitors_pages_may_be_shared_and_set_no_cookie(world: World, name: str) -> None:
    page = world.browser().get(path_of(world, name))
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"].startswith("public")
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.parametrize("name", ["never was", "gone", "sent to sign in", "wrong method", "form", "moved"])
def test_everything_else_is_kept_by_nobody(world: World, name: str) -> None:
    assert "no-store" in world.browser().get(path_of(world, name)).headers["Cache-Control"]


@pytest.mark.parametrize("role", ROLES[1:])
@pytest.mark.parametrize("name", ["page", "product"])
def test_members_pages_are_kept_by_nobody(world: World, name: str, role: str) -> None:
    page = world.browser(role).get(path_of(world, name))
    assert "no-store" in page.headers["Cache-Control"]
    assert "private" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]


def test_a_visitors_page_holds_no_form_that_writes_and_no_token(world: World) -> None:
    for path in (p for n, p in world.public_paths().items() if n not in ("sign_in", "join", "forgot", "components")):
        page = world.browser().get(f"/en{path}")
        assert "csrf_token" not in page.text, path
        assert [f for f in page.all("form") if (f.get("method") or "get").lower() != "get"] == [], path


def test_cookies_are_for_this_site_and_not_for_scripts(world: World) -> None:
    told = world.browser().get("/zh-hant/sign-in").headers.getlist("Set-Cookie")
    assert told
    assert all("HttpOnly" in one and "SameSite=Lax" in one and "Path=/" in one for one in told)


def test_parts_of_pages_are_not_indexed_and_vary(world: World) -> None:
    part = world.browser().get("/zh-hant/@mei?kind=stock", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert part.status == 200
    assert "<html" not in part.text
    assert 'id="results"' in part.text
    assert part.headers["X-Robots-Tag"] == "noindex"
    assert {"HX-Request", "HX-Request-Type"} <= {v.strip() for v in part.headers["Vary"].split(",")}
    whole = world.browser().get("/zh-hant/@mei?kind=stock", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<html" in whole.text
    assert len(part.body) * 4 <= len(whole.body) * 3


HOSTILE = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "///evil.example",
    "http:evil.example",
]


def leaves(location: str) -> bool:
    """Whether a browser would leave the site."""
    clean = location.replace("\\", "/").replace("\t", "")
    return not (clean.startswith("/") and not clean.startswith("//"))


@pytest.mark.parametrize("target", HOSTILE)
def test_reports_do_not_lead_to_another_site(world: World, target: str) -> None:
    browser = world.browser("stranger")
    path = f"/en/reports/product/{world.products['bowl'].id}"
    page = browser.send(path, reason="other", next=target)
    assert page.status == 303
    assert not leaves(page.location)


@pytest.mark.parametrize("target", HOSTILE)
def test_the_bare_address_leads_to_no_other_site(world: World, target: str) -> None:
    page = world.browser().get("/" + target.lstrip("/") if not target.startswith("/") else target)
    assert page.status in (301, 302, 308, 400, 404)
    assert not page.location or not leaves(page.location)


def test_handles_in_other_spellings_redirect_for_good(world: World) -> None:
    page = world.browser().get("/en/@MEI")
    assert (page.status, page.location) == (301, "/en/@mei")


def test_an_old_slug_redirects_for_good(world: World) -> None:
    path = world.path("bowl", "zh-hans")
    id_ = world.products["bowl"].id
    for old in (f"/zh-hans/@mei/p/{id_}", f"/zh-hans/@mei/p/{id_}-old-name", f"/zh-hans/@tang/p/{id_}-x"):
        page = world.browser().get(old)
        assert (page.status, page.location) == (301, path)


def test_a_page_without_language_goes_to_the_readers_own(world: World) -> None:
    for accept, lang in (
        ("zh-TW,zh;q=0.9", "zh-hant"),
        ("zh-CN", "zh-hans"),
        ("en-GB,en;q=0.8", "en"),
        ("zh-HK", "zh-hant"),
        ("zh", "zh-hans"),
    ):
        page = world.browser().get("/@mei?kind=stock", headers={"Accept-Language": accept})
        assert (page.status, page.location) == (302, f"/{lang}/@mei?kind=stock")
        assert "Accept-Language" in page.headers["Vary"]
    assert world.browser().post("/@mei/question").status in (400, 404, 405)


@pytest.mark.parametrize(
    ("name", "stranger", "owner"),
    [("bowl", 200, 200), ("sold", 200, 200), ("draft", 404, 200), ("archived", 404, 200), ("removed", 410, 410)],
)
def test_who_may_see_a_product_in_each_state(world: World, name: str, stranger: int, owner: int) -> None:
    for role in ("visitor", "stranger", "moderator"):
        assert world.browser(role).get(world.path(name)).status == stranger
    assert world.browser("owner").get(world.path(name)).status == owner


@pytest.mark.parametrize("name", ["draft", "archived", "removed"])
def test_what_is_hidden_shows_nowhere_else(world: World, name: str) -> None:
    title = world.products[name].title
    for path in (
        "/zh-hant/",
        "/zh-hant/@mei",
        "/zh-hant/@mei/feed.atom",
        "/sitemaps/products-0.xml",
        f"/zh-hant/search?q={title}",
        world.path("bowl"),
    ):
        page: Any = world.browser().get(path)
        assert f"/p/{world.products[name].id}-" not in page.text, path
    assert world.browser().get(world.path(name)).text.count(title) == 0


def test_a_sold_out_product_offers_others(world: World) -> None:
    page = world.browser().get(world.path("sold"))
    others = {e.get("href") for e in page.all("a") if "/p/" in (e.get("href") or "")} - {world.path("sold")}
    assert others


def test_errors_tell_a_code_and_no_inside(world: World) -> None:
    page = world.browser().get("/en/nothing-here")
    assert page.headers.get("X-Request-ID", "") in page.text or page.all("code")
    assert "Traceback" not in page.text
    assert "werkzeug" not in page.text.lower()
