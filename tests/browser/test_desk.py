"""The desk and the public log on a narrow phone: wide tables scroll in their own region, never the page."""

import pytest

from tests.browser.conftest import Look
from tests.browser.window import serious, sideways

pytestmark = pytest.mark.browser
PAGES = (
    "/moderation", "/desk/statistics", "/desk/queue/reports", "/desk/members?order=standing", "/desk/rates", "/desk/categories",
)  # fmt: skip
# A week each since the site opened, which a new installation has not seen yet, and all that can be unfolded.
_FULL = """() => {
  document.querySelectorAll('main details').forEach(one => one.open = true);
  const row = (cell, words) => '<tr>' + `<${cell}>${words}</${cell}>`.repeat(14) + '</tr>';
  document.querySelector('#cohort-head')?.closest('section').insertAdjacentHTML('beforeend',
    `<div class="table-region"><table>${row('th', 'Week 11')}${row('td', '100%')}</table></div>`);
}"""


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_nothing_at_the_desk_scrolls_the_page_sideways(look: Look, lang: str) -> None:
    window = look(390)
    page = window.step_in("heqing_desk")
    for address in PAGES:
        page.goto(f"/{lang}{address}")
        page.evaluate(_FULL)
        for width in (390, 320):
            assert sideways(page, width) == [], address
    assert serious(page) == []
    window.quiet()
