"""Everything by keys: the skip link, a focus that is seen, menus and dialogs, light and dark, forms that were refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Site

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"
UNSEEN = """() => {
  const e = document.activeElement;
  if (e === document.body) return '';
  // A radio drawn as a pill and the search field show the focus on what surrounds them.
  const shown = [e, e.closest('label'), e.closest('.searchbox'), ...e.children].filter(Boolean);
  return shown.some(x => getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 2)
    ? '' : e.outerHTML.slice(0, 120);
}"""
COVERED = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), bar = document.querySelector('.topbar');
  if (!bar || e === document.body || bar.contains(e) || r.height > innerHeight) return false;
  return r.bottom <= bar.getBoundingClientRect().bottom && r.bottom > 0 && getComputedStyle(e).position !== 'fixed' && r.width > 1;
}"""


def test_the_skip_link_comes_first_and_leads_to_the_content(site: Site, look: Look) -> None:
    page = look().open("/zh-hant/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["front", "options", "search", "join", "components"])
def test_the_focus_is_seen_wherever_it_goes(site: Site, look: Look, name: str) -> None:
    page = look().open(f"/zh-hant{site.paths[name]}")
    for _step in range(45):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
        assert not page.evaluate(COVERED)


def open_menu(page: Page) -> None:
    summary = page.locator(".topbar details[data-menu] > summary:visible").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".topbar details[data-menu]").first).to_have_attribute("open", "")


@pytest.mark.parametrize("member", [False, True], ids=["visitor", "member"])
def test_a_menu_opens_and_closes_by_keys(site: Site, look: Look, member: bool) -> None:
    window = look()
    page = window.step_in("mimi_tw") if member else window.open("/zh-hant/")
    open_menu(page)
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('.menu-list'))")
    page.keyboard.press("Escape")
    expect(page.locator(".menu-list").first).to_be_hidden()
    assert page.evaluate("() => document.activeElement.matches('summary')")
    window.quiet()


def test_a_dialog_opens_and_closes_by_keys(site: Site, look: Look) -> None:
    window = look()
    page = window.open("/zh-hant/desk/components")
    opener = page.locator("[data-dialog]").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate("() => Boolean(document.activeElement.closest('dialog'))")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(opener).to_be_focused()
    window.quiet()


def test_the_chosen_theme_stays(site: Site, look: Look) -> None:
    page = look().open("/zh-hant/")
    light = page.evaluate(GROUND)
    open_menu(page)
    page.locator("details[open] .menu-list [data-theme-choice=dark]").focus()
    page.keyboard.press("Enter")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.goto("/zh-hant/categories")
    assert page.evaluate(GROUND) == dark
    assert page.locator("[data-theme-choice=dark]").first.get_attribute("aria-pressed") == "true"


def test_the_language_switch_keeps_the_place(site: Site, look: Look) -> None:
    page = look().open(f"/zh-hant{site.paths['options']}?o1=2")
    open_menu(page)
    page.locator("details[open] .menu-list a[hreflang=en]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en{site.paths['options']}**")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_refused_form_says_so_and_keeps_what_was_written(site: Site, look: Look, scripts: bool) -> None:
    page = look(scripts=scripts).open("/zh-hant/join")
    page.locator("[name=display_name]").fill("小葉")
    page.locator("[name=handle]").fill("admin")
    page.locator("[name=email]").fill("xiaoye@example.org")
    page.locator("[name=password]").fill("一隻安靜的陶碗 bowl")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=display_name]")).to_have_value("小葉")
    expect(page.locator("[name=handle]")).to_have_attribute("aria-invalid", "true")
    if scripts:
        expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors a").first.click()
    expect(page.locator("[name=handle]")).to_be_focused()
