"""Every public page in every language: its head, its language, its HTML, its structured data."""

import json
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from miquan.i18n import HTML_LANGS, LANGS, SOURCE
from tests.browsing import Page, X
from tests.site.world import World

NAMES = [
    "front",
    "search",
    "search_empty",
    "search_nothing",
    "categories",
    "category",
    "category_without_goods",
    "brands",
    "brand",
    "places",
    "country",
    "city",
    "person",
    "person_filtered",
    "person_without_shop",
    "sign_in",
    "join",
    "forgot",
    "components",
    "bowl",
    "mug",
    "coat",
    "tea",
    "paper",
    "sold",
    "jumper",
    "scarf",
    "tag",
    "post_river",
    "post_question",
    "groups",
    "group",
    "group_about",
    "group_members",
    "group_shelf",
    "moderation",
    "rules",
    "thread_asked",
    "thread_long",
    "thread_behind",
]
# Found by search engines; the others ask not to be indexed.
INDEXED = set(NAMES) - {
    "search", "search_empty", "search_nothing", "category_without_goods", "person_filtered", "sign_in", "join", "forgot", "components", "tag", "group_members",
}  # fmt: skip


def read(world: World, name: str, lang: str) -> Page:
    page = world.browser().get(f"/{lang}{world.public_paths()[name]}")
    assert page.status == 200
    return page


def site_url(world: World) -> str:
    return str(world.app.extensions["miquan"].url)


def head_links(page: Page, rel: str) -> list[dict[str, str]]:
    return [dict(e.attrib) for e in page.all("link", rel=rel)]


def json_ld(page: Page) -> list[dict[str, Any]]:
    scripts = [json.loads("".join(e.itertext())) for e in page.all("script", type="application/ld+json")]
    return [item for found in scripts for item in found.get("@graph", [found])]


def test_the_list_of_pages_is_complete(world: World) -> None:
    assert set(world.public_paths()) == set(NAMES)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_valid_and_says_what_it_is(world: World, name: str, lang: str) -> None:
    page = read(world, name, lang)
    html = page.tree
    assert html.get("lang") == HTML_LANGS[lang]
    assert len(page.words("h1")) == 1
    assert page.words("h1")[0]
    title = page.words("title")
    assert title[0]
    assert len(title[0]) <= 61
    visible = " ".join(html.itertext())
    assert "%(" not in visible
    assert "{{" not in visible
    assert len(page.all("main")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_what_points_at_them_is_there(world: World, name: str) -> None:
    page = read(world, name, "zh-hant")
    ids = Counter(e.get("id") for e in page.tree.iter() if e.get("id"))
    assert [i for i, count in ids.items() if count > 1] == []
    for e in page.tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            assert set((e.get(attribute) or "").split()) <= set(ids), (e.tag, attribute, e.get(attribute))
    local = [e.get("href") or "" for e in page.all("a") if (e.get("href") or "").startswith("#")]
    assert {href[1:] for href in local} - {""} <= set(ids)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_one_canonical_and_reciprocal_languages(world: World, name: str, lang: str) -> None:
    page = read(world, name, lang)
    canonical = head_links(page, "canonical")
    noindex = any("noindex" in (e.get("content") or "") for e in page.all("meta", name="robots"))
    assert noindex == (name not in INDEXED)
    assert len(canonical) == 1 or (noindex and not canonical)
    if name in INDEXED:
        alternates = {link["hreflang"]: link["href"] for link in head_links(page, "alternate") if "hreflang" in link}
        assert set(alternates) == {*HTML_LANGS.values(), "x-default"}
        assert alternates[HTML_LANGS[lang]] == canonical[0]["href"]
        assert alternates["x-default"] == alternates[HTML_LANGS[SOURCE]]
        assert all(href.startswith(site_url(world) + "/") for href in alternates.values())


@pytest.mark.parametrize("name", sorted(INDEXED))
def test_canonicals_answer_and_all_languages_name_the_same_set(world: World, name: str) -> None:
    sets = []
    for lang in LANGS:
        page = read(world, name, lang)
        sets.append({(link["hreflang"], link["href"]) for link in head_links(page, "alternate") if "hreflang" in link})
        path = head_links(page, "canonical")[0]["href"].removeprefix(site_url(world))
        again = world.browser().get(path)
        assert again.status == 200
        assert head_links(again, "canonical") == head_links(page, "canonical")
    assert sets[0] == sets[1] == sets[2]


@pytest.mark.parametrize("name", NAMES)
def test_no_page_holds_inline_script_or_style(world: World, name: str) -> None:
    for e in read(world, name, "en").tree.iter():
        assert e.get("style") is None
        assert not [a for a in e.attrib if isinstance(a, str) and (a.startswith("on") or a.startswith("hx-on"))]
        if e.tag == X + "script" and e.get("type") != "application/ld+json":
            assert (e.get("src") or "").startswith("/static/")
        assert e.tag != X + "style"


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_their_size_and_words(world: World, name: str) -> None:
    for e in read(world, name, "zh-hant").all("img"):
        assert int(e.get("width") or 0) > 0
        assert int(e.get("height") or 0) > 0
        assert e.get("alt") is not None


@pytest.mark.parametrize("name", NAMES)
def test_headings_go_down_one_step_at_a_time(world: World, name: str) -> None:
    levels = [
        int(e.tag[-1])
        for e in read(world, name, "en").tree.iter()
        if isinstance(e.tag, str) and re.fullmatch(r".*\}h[1-6]", e.tag)
    ]
    steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert steps == []


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("front", {"WebSite", "Organization"}),
        ("person", {"ProfilePage", "BreadcrumbList"}),
        ("bowl", {"Product", "BreadcrumbList"}),
        ("mug", {"ProductGroup", "BreadcrumbList"}),
        ("category", {"ItemList", "BreadcrumbList"}),
        ("brand", {"ItemList", "BreadcrumbList"}),
        ("city", {"ItemList", "BreadcrumbList"}),
        ("thread_asked", {"QAPage", "BreadcrumbList"}),
        ("thread_long", {"DiscussionForumPosting", "BreadcrumbList"}),
        ("thread_behind", {"DiscussionForumPosting", "BreadcrumbList"}),
    ],
)
def test_structured_data_names_what_the_page_shows(world: World, name: str, types: set[str]) -> None:
    found = json_ld(read(world, name, "zh-hant"))
    assert types <= {item["@type"] for item in found}


def test_an_offer_says_its_price_and_whether_it_can_be_had(world: World) -> None:
    (bowl,) = [i for i in json_ld(read(world, "bowl", "en")) if i["@type"] == "Product"]
    assert bowl["offers"]["price"] == "18500"
    assert bowl["offers"]["priceCurrency"] == "JPY"
    assert bowl["offers"]["availability"].endswith("LimitedAvailability")
    (sold,) = [i for i in json_ld(read(world, "sold", "en")) if i["@type"] == "Product"]
    assert sold["offers"]["availability"].endswith("SoldOut")
    (mug,) = [i for i in json_ld(read(world, "mug", "en")) if i["@type"] == "ProductGroup"]
    assert [v["offers"]["price"] for v in mug["hasVariant"]] == ["3000", "4500"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["bowl", "mug", "person", "city", "brand", "category"])
def test_breadcrumbs_have_an_address_on_all_but_the_last(world: World, name: str, lang: str) -> None:
    for trail in (i for i in json_ld(read(world, name, lang)) if i["@type"] == "BreadcrumbList"):
        items = trail["itemListElement"]
        assert len(items) >= 2
        assert [i["position"] for i in items] == list(range(1, len(items) + 1))
        assert "item" not in items[-1]
        for item in items[:-1]:
            answer = world.browser().get(item["item"].removeprefix(site_url(world)))
            assert answer.status == 200


def test_open_graph_repeats_title_and_address(world: World) -> None:
    page = read(world, "bowl", "zh-hans")
    told = {e.get("property"): e.get("content") for e in page.all("meta") if e.get("property")}
    assert told["og:title"] == page.words("title")[0]
    assert told["og:url"] == head_links(page, "canonical")[0]["href"]
    assert told["og:locale"] == "zh_CN"
    assert str(told["og:image"]).startswith(site_url(world) + "/media/")


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_of_the_site_leads_somewhere(world: World, lang: str) -> None:
    """Walks on from the front page by links that visitors see."""
    seen, waiting, broken = set(), [f"/{lang}/"], []
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 150:
            continue
        seen.add(path)
        page = world.browser().get(path)
        if page.status >= 400:
            broken.append(path)
        if page.status == 200 and "html" in page.headers["Content-Type"]:
            hrefs = [(e.get("href") or "").split("#")[0] for e in page.all("a")]
            waiting += [href for href in hrefs if href.startswith("/") and not href.startswith("/media")]
    assert broken == []
    assert len(seen) > 20


def test_each_script_is_read_in_its_own(world: World) -> None:
    """A zh-Hans page is zh-Hans throughout: Traditional goods are shown converted, with the original one click away."""
    hans = read(world, "bowl", "zh-hans")
    assert "志野茶碗，口缘有金继" in hans.words("h1")[0]
    assert [a for a in hans.all("a") if (a.get("href") or "").endswith("?original")]
    original = world.browser().get(f"/zh-hans{world.public_paths()['bowl']}?original")
    assert "口緣有金繼" in original.words("h1")[0]
    hant = read(world, "jumper", "zh-hant")
    assert "費爾島毛衣" in hant.words("h1")[0]
    assert "费尔岛毛衣" in read(world, "jumper", "zh-hans").words("h1")[0]


def test_member_text_says_its_language(world: World) -> None:
    heading = read(world, "scarf", "zh-hant").all("h1")[0]
    assert heading.get("lang") == "en"
    assert read(world, "bowl", "en").all("h1")[0].get("lang") == "zh-Hant"
