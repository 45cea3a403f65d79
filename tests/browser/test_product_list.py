"""The product list in a browser: by keyboard alone, rows changed in place, many at once with a look at what changes."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Look

BUYER = "lianghao_edi"


def test_by_keyboard_a_row_is_changed_and_typing_stays_typing(look: Look) -> None:
    page = look().step_in(BUYER)
    page.goto("/zh-hant/studio/products?kind=one_off")
    expect(page.locator("[data-rows][data-live]")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("tr[data-here] a.row-thing")).to_be_focused()
    row = page.locator("tr[data-here]").get_attribute("id")
    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text("已選1件")
    page.keyboard.press("e")
    price = page.locator("tr[data-edited] input[name=price]")
    expect(price).to_be_focused()
    price.fill("jxe?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{row} .wrong")).to_be_visible()
    expect(price).to_have_value("jxe?")
    page.keyboard.press("Escape")
    expect(page.locator(f"#{row}[data-edited]")).to_have_count(0)
    page.keyboard.press("e")
    price.fill("43,210")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{row}[data-saved]")).to_contain_text("43,210")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#listing-q")).to_be_focused()
    page.locator("#listing-need").select_option("problems")
    page.wait_for_url(re.compile("need=problems"))


def test_many_at_once_looked_at_made_and_taken_back(look: Look) -> None:
    page = look().step_in(BUYER)
    page.goto("/zh-hant/studio/products?state=published")
    expect(page.locator("[data-rows][data-live]")).to_be_visible()
    page.locator("[data-tick-all]").check()
    page.locator("button[name=verb][value=ships]").click()
    page.locator("[name=days]").fill("9")
    page.get_by_role("button", name="看看會怎麼改").click()
    expect(page.locator("#preview")).to_contain_text("會改")
    page.get_by_role("button", name=re.compile("套用到")).click()
    expect(page.locator("#change")).to_contain_text("改好", timeout=20_000)
    page.get_by_role("button", name="整批還原").click()
    expect(page.locator("#change")).to_contain_text("還原了", timeout=20_000)
