"""Finding: facets keep the address right and Back works, suggestions and facets by keyboard, all without scripts too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Site

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
KIND = "#results input[type=checkbox][name=kind][value=stock]"
CARDS = "#results article"


def stay(page: Page) -> None:
    """Leaves a mark that a new page would not have."""
    page.evaluate("() => { window.__same = true }")


def stayed(page: Page) -> bool:
    return page.evaluate("() => window.__same") is True


def total(page: Page) -> int:
    return int("".join(c for c in page.locator("#count").inner_text() if c.isdigit()))


def test_facets_by_keyboard_keep_the_address_right(site: Site, look: Look) -> None:
    window = look()
    page = window.open(f"/zh-hant{site.paths['person']}")
    all_of_them = total(page)
    stay(page)
    page.locator(KIND).focus()
    page.keyboard.press("Space")
    page.wait_for_url("**kind=stock**")
    expect(page.locator("#count")).not_to_have_text(re.compile(rf"^{all_of_them}\D"))
    some = total(page)
    assert 0 < some < all_of_them
    assert page.locator(CARDS).count() == some
    assert page.evaluate("() => document.activeElement.name + '=' + document.activeElement.value") == "kind=stock"
    assert stayed(page)
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{all_of_them}\D"))
    assert "kind=" not in page.url
    window.quiet()


def test_back_and_forward_and_reload_show_what_the_address_says(site: Site, look: Look) -> None:
    window = look()
    page = window.open("/zh-hant/search?q=茶")
    all_of_them = page.locator("#count").inner_text()
    page.locator(KIND).check()
    page.wait_for_url("**kind=stock**")
    expect(page.locator("#count")).not_to_have_text(all_of_them)
    some = page.locator("#count").inner_text()
    page.locator("#f-sort").select_option("cheapest")
    page.wait_for_url("**sort=cheapest**")
    assert "kind=stock" in page.url
    page.reload()
    expect(page.locator("#count")).to_have_text(some)
    expect(page.locator("#f-sort")).to_have_value("cheapest")
    page.go_back()
    page.wait_for_url(lambda url: "sort=" not in url)
    expect(page.locator("#count")).to_have_text(some)
    page.go_back()
    page.wait_for_url(lambda url: "kind=" not in url)
    expect(page.locator("#count")).to_have_text(all_of_them)
    expect(page.locator(KIND)).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#count")).to_have_text(some)
    expect(page.locator(KIND)).to_be_checked()
    window.quiet()


def test_a_filter_in_force_goes_away_by_its_chip(site: Site, look: Look) -> None:
    page = look().open(f"/zh-hant{site.paths['person_filtered']}")
    some = total(page)
    page.locator(".chip[data-filter]").first.click()
    page.wait_for_url(lambda url: "kind=" not in url)
    assert total(page) > some


def test_facets_without_scripts(site: Site, look: Look) -> None:
    page = look(scripts=False).open(f"/zh-hant{site.paths['person']}")
    all_of_them = total(page)
    page.locator(KIND).check()
    page.locator(".facets button[type=submit]").click()
    assert "kind=stock" in page.url
    assert 0 < page.locator(CARDS).count() == total(page) < all_of_them


def test_facets_on_a_phone_are_a_sheet(site: Site, look: Look) -> None:
    window = look(390, height=844)
    page = window.open(f"/zh-hant{site.paths['person']}")
    expect(page.locator("#facets")).to_be_hidden()
    page.locator(".facets-open").click()
    expect(page.locator("#facets")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#facets")).to_be_hidden()
    page.locator(".facets-open").click()
    page.locator(KIND).check()
    page.wait_for_url("**kind=stock**")
    page.locator(".facets-close").click()
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.locator(CARDS).first).to_be_visible()
    window.quiet()


def test_suggestions_by_keyboard_only(site: Site, look: Look) -> None:
    window = look()
    page = window.open("/zh-hant/")
    box = page.locator("input[name=q]:visible").first
    box.focus()
    page.keyboard.type("志野", delay=40)
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert active
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("志野")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    window.quiet()


def test_a_suggestion_is_taken_by_enter(site: Site, look: Look) -> None:
    window = look()
    page = window.open("/zh-hant/")
    page.locator("input[name=q]:visible").first.focus()
    page.keyboard.type("志野", delay=40)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    leads_to = page.locator("[role=option][aria-selected=true] a").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/zh-hant/"))
    assert leads_to
    assert page.evaluate("() => location.pathname") == leads_to.split("?")[0]
    window.quiet()
