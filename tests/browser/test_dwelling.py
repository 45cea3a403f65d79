"""Reading for a while, in a browser: told once, and only of a page in sight."""

import pytest

from tests.browser.conftest import Look
from tests.browser.window import Site

pytestmark = pytest.mark.browser


def test_it_is_told_once_after_twenty_seconds_in_sight(site: Site, look: Look) -> None:
    page = look().step_in("mimi_tw")
    told: list[tuple[str, int]] = []
    page.on("response", lambda answer: told.append((answer.url, answer.status)) if "/dwells/" in answer.url else None)
    page.clock.install()
    page.goto("/zh-hant/@mei_vancouver")
    page.goto(str(page.locator("article.post h3 a, .note-card h3 a").first.get_attribute("href")))
    assert page.locator("[data-dwell]").count() == 1, page.url
    page.evaluate("() => { document.hasFocus = () => false; }")
    page.clock.run_for(30_000)
    assert told == []
    page.evaluate("() => { document.hasFocus = () => true; }")
    page.clock.run_for(15_000)
    assert told == []
    with page.expect_response("**/dwells/post/*"):
        page.clock.run_for(10_000)
    page.clock.run_for(60_000)
    assert [status for _url, status in told] == [204]
