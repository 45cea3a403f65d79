"""Products, people, accounts and all other pages that anyone can read, each in three languages."""

import pytest

from tests.browser.conftest import Look
from tests.browser.demo import ACCOUNT, GOODS, OTHERS, PEOPLE
from tests.browser.window import Site, sound

pytestmark = pytest.mark.browser
SMALL = """() => [...document.querySelectorAll('main button, main .button, main label:has(input), header a, header button, nav a')]
  .filter(e => e.checkVisibility() && !e.closest('p, .prose')).map(e => [e.innerText, e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 1 && (r.height < 24 || r.width < 24)).map(([t]) => t)"""


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("name", [*GOODS, *PEOPLE, *ACCOUNT, *OTHERS])
def test_a_page_is_sound(site: Site, look: Look, name: str, lang: str) -> None:
    sound(look(), f"/{lang}{site.paths[name]}", thorough=lang == "zh-hant")


@pytest.mark.parametrize("name", ["options", "person", "join", "components"])
def test_targets_are_large_enough_on_a_phone(site: Site, look: Look, name: str) -> None:
    page = look(390, height=844).open(f"/zh-hant{site.paths[name]}")
    assert page.evaluate(SMALL) == []


def test_words_about_oneself_fill_a_phone(site: Site, look: Look) -> None:
    page = look(390, height=844).open(f"/zh-hant{site.paths['person']}")
    box = page.locator(".about-columns > div").first.bounding_box()
    assert box is not None
    assert box["width"] > 300
