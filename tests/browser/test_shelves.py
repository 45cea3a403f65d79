"""The lists that anyone can read, each in three languages: no complaint, nothing that shuts people out."""

import pytest

from tests.browser.conftest import Look
from tests.browser.demo import SHELVES
from tests.browser.window import Site, sound

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("name", SHELVES)
def test_a_list_is_sound(site: Site, look: Look, name: str, lang: str) -> None:
    sound(look(), f"/{lang}{site.paths[name]}", thorough=lang == "zh-hant")


@pytest.mark.parametrize("name", ["front", "search"])
def test_nothing_jumps_while_a_list_loads(site: Site, look: Look, name: str) -> None:
    window = look()
    window.page.add_init_script(
        "window.__shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.__shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page = window.open(f"/zh-hant{site.paths[name]}")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.__shift") < 0.05
