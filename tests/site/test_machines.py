"""What crawlers and feed readers get: robots.txt, sitemaps with true dates, Atom."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from miquan.i18n import LANGS
from miquan.products.models import Product
from tests.browsing import Browser, Page
from tests.site.world import World

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
H = "{http://www.w3.org/1999/xhtml}"
A = "{http://www.w3.org/2005/Atom}"


def xml(page: Page) -> Any:
    assert page.status == 200
    return ET.fromstring(page.body)


def site_url(world: World) -> str:
    return str(world.app.extensions["miquan"].url)


def sitemap_files(world: World) -> list[str]:
    return [e.text.removeprefix(site_url(world)) for e in xml(world.browser().get("/sitemap.xml")).iter(S + "loc")]


def entries(world: World) -> dict[str, Any]:
    """Path -> its <url> element, over all files."""
    found = {}
    for path in sitemap_files(world):
        for url in xml(world.browser().get(path)).iter(S + "url"):
            found[url.find(S + "loc").text.removeprefix(site_url(world))] = url
    return found


def test_robots_names_the_sitemap_and_keeps_what_is_personal_out(world: World) -> None:
    lines = world.browser().get("/robots.txt").text.splitlines()
    assert f"Sitemap: {site_url(world)}/sitemap.xml" in lines
    for lang in LANGS:
        for path in ("me/", "studio", "sign-in", "search?"):
            assert f"Disallow: /{lang}/{path}" in lines
    assert not [line for line in lines if line.startswith("Disallow: /static")]


def test_the_sitemap_lists_only_what_answers_200_under_its_own_canonical(world: World) -> None:
    found = entries(world)
    assert len(found) > 30
    for path in found:
        page = world.browser().get(path)
        assert page.status == 200, path
        assert [e.get("href") for e in page.all("link", rel="canonical")] == [site_url(world) + path]
        assert not page.all("meta", name="robots"), path


@pytest.mark.parametrize("name", ["bowl", "sold", "jumper"])
def test_public_goods_are_in_it_with_the_date_of_their_last_change(world: World, name: str) -> None:
    changed = Product.get_by_id(world.products[name].id).updated_at
    for lang in LANGS:
        last = entries(world)[world.path(name, lang)].find(S + "lastmod").text
        assert datetime.fromisoformat(last).replace(microsecond=0) == changed.astimezone(UTC).replace(microsecond=0)


@pytest.mark.parametrize("name", ["draft", "archived", "removed"])
def test_hidden_goods_are_not_in_it(world: World, name: str) -> None:
    assert not [path for path in entries(world) if f"/p/{world.products[name].id}-" in path]


def test_every_entry_names_all_its_languages(world: World) -> None:
    for path, url in entries(world).items():
        links = {e.get("hreflang"): e.get("href") for e in url.iter(H + "link")}
        assert set(links) == {"zh-Hant", "zh-Hans", "en", "x-default"}, path
        assert site_url(world) + path in links.values()


def test_a_file_that_does_not_exist_is_404(world: World) -> None:
    for path in ("/sitemaps/products-9.xml", "/sitemaps/ghosts-0.xml", "/sitemaps/products-99999999999.xml"):
        assert world.browser().get(path).status == 404


@pytest.mark.parametrize("lang", LANGS)
def test_a_storefronts_feed_is_valid_atom(world: World, lang: str) -> None:
    page = world.browser().get(f"/{lang}/@mei/feed.atom")
    assert page.headers["Content-Type"].startswith("application/atom+xml")
    feed = xml(page)
    assert feed.tag == A + "feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(A + name) is not None
    own = [e.get("href") for e in feed.findall(A + "link") if e.get("rel") == "self"]
    assert own == [f"{site_url(world)}/{lang}/@mei/feed.atom"]
    found = feed.findall(A + "entry")
    assert len({e.find(A + "id").text for e in found}) == len(found) == 5
    times = [datetime.fromisoformat(e.find(A + "updated").text) for e in found]
    assert datetime.fromisoformat(feed.find(A + "updated").text) == max(times)
    for entry in found:
        assert entry.find(A + "title").text
        assert world.browser().get(entry.find(A + "link").get("href").removeprefix(site_url(world))).status == 200


def test_only_storefronts_have_feeds(world: World) -> None:
    assert world.browser().get("/en/@ruo/feed.atom").status == 404
    assert world.browser().get("/en/@nobody/feed.atom").status == 404


def test_the_page_names_its_feed(world: World) -> None:
    page = Browser(world.app).get("/en/@mei")
    assert [e.get("href") for e in page.all("link", type="application/atom+xml")] == ["/en/@mei/feed.atom"]
