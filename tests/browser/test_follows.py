"""Following, muting and blocking as people do it: with a mouse, by keyboard, with scripts off; and the pages of it."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Look
from tests.browser.window import Site, sound

pytestmark = pytest.mark.browser
LANGS = ("zh-hant", "zh-hans", "en")
PERSON = "/@yuan_kyoto"


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_are_sound(site: Site, look: Look, lang: str) -> None:
    window = look()
    page = window.step_in("mimi_tw", lang)
    page.goto(f"/{lang}/@tang_lisbon")
    mute = page.locator("a[href*='/me/mutes/member/']").first.get_attribute("href") or ""
    for path in (
        f"/{lang}{PERSON}", f"/{lang}{PERSON}/posts", f"/{lang}{PERSON}/followers", f"/{lang}{PERSON}/following?kind=tag",
        f"/{lang}/me/mutes", mute, f"/{lang}/places/japan/posts",
    ):  # fmt: skip
        page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, path, thorough=lang == "zh-hant")


def let_go(page: Page, kind: str) -> Locator:
    """The button of what this page is about, after what the demo has followed already was let go."""
    button = page.locator(f"[id^=follow-{kind}-][id$=-button]")
    if button.get_attribute("data-kind") == "on":
        button.click()
        page.locator(f"[id^=follow-{kind}-][id$=-button]:not([data-kind=on])").wait_for()
    return button


def test_a_button_and_a_counter_change_in_place(site: Site, look: Look) -> None:
    page = look().step_in("mimi_tw")
    page.goto(f"/zh-hant{PERSON}")
    button, count = let_go(page, "member"), page.locator("[data-followers^=member-]")
    before = count.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    page.locator("[id^=follow-member-][id$=-button][data-kind=on]").wait_for()
    assert count.inner_text() != before
    assert page.evaluate("document.activeElement.id").startswith("follow-member-"), "the focus stays"
    page.keyboard.press("Enter")
    page.locator("[id^=follow-member-][id$=-button][data-kind=primary]").wait_for()
    assert count.inner_text() == before


def test_without_scripts_too(site: Site, look: Look) -> None:
    page = look(scripts=False).step_in("mimi_tw")
    page.goto("/zh-hant/@tang_lisbon")
    let_go(page, "storefront").click()
    assert page.url.endswith("/zh-hant/@tang_lisbon")
    assert "已關注新商品" in page.locator("[id^=follow-storefront-]").first.inner_text()
    page.locator("main details.away > summary").first.click()
    page.locator("main details.away a").first.click()
    page.locator("main form[action*='/me/blocks/'] button").click()
    assert page.url.endswith("/zh-hant/me/mutes")
    assert "@tang_lisbon" in page.locator("main").inner_text()
    assert page.request.get("/zh-hant/@tang_lisbon").status == 404
    page.locator("form[action*='/me/blocks/'] button").click()
    assert page.request.get("/zh-hant/@tang_lisbon").status == 200


def test_a_visitor_signs_in_on_the_way(site: Site, look: Look) -> None:
    page = look().open(f"/zh-hant{PERSON}")
    with page.expect_navigation():
        page.locator("main a[href*='/sign-in?next=']").first.click()
    assert page.url.endswith(f"/zh-hant/sign-in?next=/zh-hant{PERSON}")
