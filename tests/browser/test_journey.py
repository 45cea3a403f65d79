"""The main journey: join, open a storefront, bring something in, be found by a stranger in the other script."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.site.world import picture_bytes

pytestmark = pytest.mark.browser
PASSWORD = "一隻安靜的陶碗 bowl"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def join(page: Page, handle: str) -> None:
    page.goto("/zh-hant/join")
    page.locator("[name=display_name]").fill("果醬師傅")
    page.locator("[name=handle]").fill(handle)
    page.locator("[name=email]").fill(f"{handle}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "加入")
    page.wait_for_url("**/zh-hant/")


def open_storefront(page: Page) -> None:
    page.goto("/zh-hant/studio")
    page.wait_for_url("**/studio/storefront")
    page.locator("[name=headline]").fill("我只帶自己也會吃的果醬")
    page.locator("[name=country]").select_option("PT")
    page.locator("[name=city]").fill("里斯本")
    page.locator("[name=currency]").select_option("EUR")
    press(page, "開店")
    page.wait_for_url("**/studio")


def make_product(page: Page, title: str, picture: Path) -> None:
    page.goto("/zh-hant/studio/products/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=story]").fill("在山上的小農場熬的。")
    page.locator("[name=pictures]").set_input_files(str(picture))
    press(page, "再加一個款式")
    page.locator("[name=variants-1-price]").wait_for()
    # A file cannot be sent back to a page, so it is chosen again.
    page.locator("[name=pictures]").set_input_files(str(picture))
    page.locator("[name=option1]").fill("大小")
    for row, (size, price) in enumerate((("小瓶", "6.50"), ("大瓶", "11"))):
        page.locator(f"[name=variants-{row}-value1]").fill(size)
        page.locator(f"[name=variants-{row}-price]").fill(price)
    press(page, "儲存並上架")
    page.wait_for_url(re.compile(r"/studio/products/\d+$"))


def find(page: Page, query: str, title: str, within: float = 3.0) -> float:
    """Search until it is found; returns the seconds that took."""
    began = time.monotonic()
    while True:
        page.goto(f"/zh-hans/search?q={query}")
        if page.locator(f"article:has-text('{title}')").count():
            return time.monotonic() - began
        assert time.monotonic() - began < within, page.locator("main").inner_text()
        time.sleep(0.1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_joining_to_being_found(site: Site, look: Any, tmp_path: Path, scripts: bool) -> None:
    handle = "jam_js" if scripts else "jam_plain"
    title, converted = ("手工無花果果醬", "手工无花果果酱") if scripts else ("手工橙花果醬", "手工橙花果酱")
    picture = tmp_path / "jam.jpg"
    picture.write_bytes(picture_bytes("#8b2252"))
    maker = look(scripts=scripts)
    join(maker.page, handle)
    open_storefront(maker.page)
    make_product(maker.page, title, picture)
    reader = look(scripts=scripts)
    page = reader.page
    assert find(page, converted, converted) < 3.0
    page.locator(f"article:has-text('{converted}') a").first.click()
    expect(page.locator("h1")).to_contain_text(converted)
    assert "/zh-hans/@" + handle in page.url
    if scripts:
        assert page.locator("main img").first.evaluate("e => e.decode().then(() => e.naturalWidth)") > 0
    choose(page, scripts)
    page.locator(f"main a[href='/zh-hans/@{handle}']").first.click()
    expect(page.locator("h1")).to_contain_text("果醬師傅")
    expect(page.locator("main")).to_contain_text(converted)


def choose(page: Page, scripts: bool) -> None:
    """Choose the large one: the price and the address follow, with scripts without loading the page anew."""
    offer = page.locator("#offer")
    expect(offer).to_contain_text("6.50")
    if scripts:
        page.evaluate("() => { window.__same = true }")
    page.locator("#offer label", has_text="大瓶").click()
    if not scripts:
        offer.get_by_role("button").first.click()
    expect(offer).to_contain_text("11.00")
    expect(offer).not_to_contain_text("6.50")
    assert "o1=" in page.url
    if scripts:
        assert page.evaluate("() => window.__same") is True
        page.reload()
        expect(page.locator("#offer")).to_contain_text("11.00")
        page.go_back()
        expect(page.locator("#offer")).to_contain_text("6.50")


def test_facets_by_keyboard_only(site: Site, look: Any) -> None:
    window = look()
    page = window.open("/zh-hant/@mei")
    box = page.locator("#results input[type=checkbox][name=kind][value=stock]")
    total = page.locator("#results article").count()
    box.focus()
    page.evaluate("() => { window.__same = true }")
    page.keyboard.press("Space")
    page.wait_for_url("**kind=stock**")
    expect(page.locator("#results article")).not_to_have_count(total)
    assert page.evaluate("() => window.__same") is True
    assert page.evaluate("() => document.activeElement.name + '=' + document.activeElement.value") == "kind=stock"
    page.keyboard.press("Space")
    expect(page.locator("#results article")).to_have_count(total)
    window.quiet()


def test_facets_without_scripts(site: Site, look: Any) -> None:
    page = look(scripts=False).open("/zh-hant/@mei")
    page.locator("#results input[type=checkbox][name=kind][value=stock]").check()
    page.locator("#results form button[type=submit]").first.click()
    assert "kind=stock" in page.url
    assert page.locator("#results article").count() == 1


def test_suggestions_by_keyboard_only(site: Site, look: Any) -> None:
    window = look()
    page = window.open("/zh-hant/")
    field = page.locator("input[name=q]:visible").first
    field.focus()
    page.keyboard.type("志野", delay=40)
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert active
    assert page.locator(f"#{active}").get_attribute("role") == "option"
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    window.quiet()


def test_the_skip_link_comes_first_and_leads_to_the_content(site: Site, look: Any) -> None:
    page = look().open("/zh-hant/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"


def test_a_wrong_form_says_so_and_keeps_what_was_written(site: Site, look: Any) -> None:
    window = look()
    page = window.open("/zh-hant/join")
    page.locator("[name=display_name]").fill("小葉")
    page.locator("[name=handle]").fill("admin")
    page.locator("[name=email]").fill("xiaoye@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "加入")
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=display_name]")).to_have_value("小葉")
    expect(page.locator("[name=handle]")).to_have_attribute("aria-invalid", "true")


def test_the_language_switch_keeps_the_place(site: Site, look: Any) -> None:
    page = look().open(site.bowl)
    link = page.locator("a[hreflang=en]").first
    if not link.is_visible():
        page.locator("details:has(a[hreflang=en]) > summary").first.click()
    link.click()
    page.wait_for_url("**/en/@mei/p/**")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_chosen_theme_stays(site: Site, look: Any) -> None:
    window = look()
    page = window.open("/zh-hant/desk/components")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    button = page.locator("[data-theme-choice=dark]").first
    if not button.is_visible():
        page.locator("details:has([data-theme-choice=dark]) > summary").first.click()
    button.click()
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.goto("/zh-hant/")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark
