"""A newcomer joins, answers three questions, gets a front page that fits, and changes the portrait: in three languages,
with scripts and without, by keys alone, in light and dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from miquan.i18n import LANGS
from tests.browser.conftest import Look
from tests.browser.test_keyboard import UNSEEN
from tests.browser.window import PATIENCE_MS, Site, Window, serious, sideways

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
PASSWORD = "一隻安靜的陶碗 bowl"
GO_ON = ".welcome-foot button"
WAYS = [("zh-hant", True, 1440), ("zh-hans", False, 390), ("en", True, 820)]


def join(page: Page, lang: str, handle: str) -> None:
    page.goto(f"/{lang}/join")
    told = {"display_name": "小滿", "handle": handle, "email": f"{handle}@example.org", "password": PASSWORD}
    for name, value in told.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("form:has([name=handle]) button[type=submit]").click()
    page.wait_for_url(f"**/{lang}/me/welcome/role")


def good(window: Window, width: int, scripts: bool = True) -> None:
    """It fits, and keeps nobody out; axe itself is a script."""
    assert not scripts or serious(window.page) == []
    assert sideways(window.page, width) == []
    window.quiet()


@pytest.mark.parametrize(("lang", "scripts", "width"), WAYS)
def test_from_joining_to_a_front_page_that_fits(site: Site, look: Look, lang: str, scripts: bool, width: int) -> None:
    window = look(width, dark=lang == "en", scripts=scripts)
    page = window.page
    join(page, lang, f"man_{lang.replace('-', '_')}")
    good(window, width, scripts)
    page.locator("label.role").first.click()
    page.locator(GO_ON).click()
    page.wait_for_url(f"**/{lang}/me/welcome/topics")
    for slug in ("ceramics-tea", "coffee", "textiles-wool"):
        page.locator(f".tile:has([value={slug}])").click()
    page.locator(".pills label").first.click()
    if scripts:
        # The people beside it follow the choice, and nothing else moves.
        expect(page.locator("#meeting li").nth(2)).to_be_visible()
    good(window, width, scripts)
    page.locator(GO_ON).click()
    page.wait_for_url(f"**/{lang}/me/welcome/places")
    page.locator("label:has([name=countries][value=JP])").click()
    good(window, width, scripts)
    page.locator(GO_ON).click()
    page.wait_for_url(re.compile(rf"/{lang}/\?first=1$"))
    page.goto(f"/{lang}/?feed=for-you")
    expect(page.locator(".recommended .why").first).to_be_visible()
    expect(page.locator(".offer")).to_have_count(0)
    good(window, width, scripts)
    # Less of this, and back.
    first = page.locator(".recommended .why").first
    post = first.get_attribute("id")
    first.locator("button").click()
    if scripts:
        expect(page.locator(f"#{post} [role=status]")).to_be_visible()
        page.locator(f"#{post} button").click()
        expect(page.locator(f"#{post} [role=status]")).to_be_visible()
    else:
        # Back where it stood, without it.
        page.wait_for_url(re.compile(rf"/{lang}/\?feed=for-you$"))
        expect(page.locator(f"#{post}")).to_have_count(0)
    page.goto(f"/{lang}/recommendations")
    expect(page.locator(".product-card").first).to_be_visible()
    good(window, width, scripts)
    changes(window, lang, scripts, width)


def changes(window: Window, lang: str, scripts: bool, width: int) -> None:
    """Raise, ban, add, pause and take along."""
    page = window.page
    page.goto(f"/{lang}/me/portrait")
    expect(page.locator("svg[role=img]")).to_be_visible()
    good(window, width, scripts)
    coffee = page.locator(".liking", has=page.locator("input[name=key][value=coffee]"))
    coffee.locator("button[value=raised]").click()
    expect(coffee.locator("button[value=raised]")).to_have_attribute("aria-pressed", "true")
    if scripts:
        expect(coffee.locator("button[value=raised]")).to_be_focused()
    coffee.locator("button[value=banned]").click()
    expect(coffee.locator("button[value=banned]")).to_have_attribute("aria-pressed", "true")
    page.locator("#portrait [name=words]").fill("押花")
    page.locator("form[action$='/additions'] button").click()
    expect(page.locator(".liking", has=page.locator("input[name=key][value=押花]"))).to_be_visible()
    page.locator("#portrait-pause").click()
    expect(page.locator(".portrait .note")).to_be_visible()
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert taken.value.suggested_filename == "miquan-portrait.json"
    good(window, width, scripts)


def reach(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until this has the focus; the focus is seen all the way."""
    for _step in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keys")


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_are_answered_by_keys_alone(site: Site, look: Look, lang: str) -> None:
    window = look(1440)
    page = window.page
    join(page, lang, f"keys_{lang.replace('-', '_')}")
    reach(page, "[name=role]")
    page.keyboard.press("Space")
    reach(page, GO_ON)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/me/welcome/topics")
    reach(page, "[name=topics][value=coffee]")
    page.keyboard.press("Space")
    expect(page.locator("#meeting li").first).to_be_visible()
    assert page.evaluate("() => document.activeElement.value") == "coffee", "the focus stays where it was"
    reach(page, GO_ON)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/me/welcome/places")
    reach(page, "[name=countries][value=JP]")
    page.keyboard.press("Space")
    reach(page, GO_ON)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{lang}/\?first=1$"))
    window.quiet()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_new_pages_keep_nobody_out(site: Site, look: Look, width: int, dark: bool) -> None:
    window: Any = look(width, dark=dark)
    page = window.step_in("mimi_tw")
    for path in ("/me/welcome/role", "/me/welcome/topics", "/me/welcome/places", "/me/portrait", "/recommendations"):
        page.goto(f"/zh-hant{path}")
        good(window, width)
