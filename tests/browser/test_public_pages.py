"""Every public page in a real browser: no complaint, nothing that shuts people out, no scrolling sideways."""

from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
LANGS = ("zh-hant", "zh-hans", "en")
NAMES = [
    "front",
    "search",
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
    "scarf",
]


@cache
def axe() -> Axe:
    return Axe()


def serious(page: Any) -> list[str]:
    found = axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def sideways(page: Any) -> list[str]:
    """What sticks out; empty when the page does not scroll sideways."""
    return list(
        page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return [];
              return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1)
                .slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + e.getBoundingClientRect().right);
            }"""
        )
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_a_complaint(site: Site, look: Any, name: str, lang: str) -> None:
    window = look()
    page = window.open(f"/{lang}{site.paths[name]}")
    assert page.locator("h1").count() == 1
    window.quiet()
    if lang == "zh-hant" or name in ("front", "bowl", "person", "join"):
        assert serious(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_in_the_dark(site: Site, look: Any, name: str) -> None:
    window = look(dark=True)
    page = window.open(f"/zh-hant{site.paths[name]}")
    assert serious(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_on_a_phone(site: Site, look: Any, name: str) -> None:
    window = look(390, height=844)
    page = window.open(f"/zh-hant{site.paths[name]}")
    assert serious(page) == []
    assert sideways(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == []
    window.quiet()


@pytest.mark.parametrize("name", ["front", "person", "bowl", "join", "search"])
def test_long_words_of_english_fit_on_a_phone_too(site: Site, look: Any, name: str) -> None:
    page = look(320, height=640).open(f"/en{site.paths[name]}")
    assert sideways(page) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_that_is_not_there(site: Site, look: Any, lang: str) -> None:
    window = look()
    page = window.open(f"/{lang}/nothing-here")
    assert page.locator("h1").count() == 1
    assert serious(page) == []
    window.quiet()


def test_targets_are_large_enough_on_a_phone(site: Site, look: Any) -> None:
    page = look(390, height=844).open(site.mug)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main .button, main label, header a, header button, nav a')]
          .filter(e => e.checkVisibility() && !e.closest('p, .prose'))
          .map(e => [e.innerText, e.getBoundingClientRect()]).filter(([, r]) => r.width > 1 && (r.height < 24 || r.width < 24)).map(([t]) => t)"""
    )
    assert small == []


@pytest.mark.parametrize("name", ["front", "bowl", "person"])
def test_nothing_jumps_while_a_page_loads(site: Site, look: Any, name: str) -> None:
    window = look()
    window.page.add_init_script(
        "window.__shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.__shift += e.value)).observe({type: 'layout-shift', buffered: true})"
    )
    page = window.open(f"/zh-hant{site.paths[name]}")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.__shift") < 0.05
