"""The product editor: nothing that was typed is lost, whatever happens; and all of it by keys alone, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Window, serious, sideways

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
NEW = "/zh-hant/studio/products/new"
SELLER = "yuan_kyoto"
KEPT = re.compile("已自動儲存・")


def opened(window: Window, address: str = NEW) -> Page:
    page = window.open(address)
    page.locator("form[data-editor][data-live]").wait_for()
    return page


def write(page: Page, name: str, words: str) -> None:
    page.locator(f"[name={name}]").fill(words)
    page.locator(f"[name={name}]").blur()


def test_nothing_typed_is_lost(look: Look) -> None:
    window = look()
    window.step_in(SELLER)
    page = opened(window)
    write(page, "title", "燒到一半的碗")
    expect(page.locator("#save-state")).to_have_text(KEPT)
    expect(page.locator("#side")).to_contain_text("燒到一半的碗")
    page.wait_for_url("**/products/new?draft=*")
    address = page.url
    a_lost_connection(page)
    # What the browser itself says of a network that is away.
    window.complaints[:] = [c for c in window.complaints if "ERR_INTERNET_DISCONNECTED" not in c]
    two_tabs(window, page, address)
    a_session_that_ended(window, page)
    assert serious(page) == []
    assert sideways(page, 320) == []


def a_lost_connection(page: Page) -> None:
    """It says so, keeps trying, and goes on by itself."""
    page.context.set_offline(True)
    write(page, "story", "在斷線的時候寫的")
    expect(page.locator("#save-state")).to_have_text(re.compile("連線斷了"))
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text(KEPT)


def two_tabs(window: Window, page: Page, address: str) -> None:
    """A tab that was closed is opened again, twice: the later to write is shown both and takes what it wants."""
    other = page.context.new_page()
    other.goto(address)
    other.locator("form[data-editor][data-live]").wait_for()
    expect(other.locator("[name=story]")).to_have_value("在斷線的時候寫的")
    write(page, "title", "第一個分頁的碗")
    expect(page.locator("#save-state")).to_have_text(KEPT)
    write(other, "title", "第二個分頁的碗")
    conflict = other.locator("#conflict section")
    expect(conflict).to_contain_text("第一個分頁的碗")
    expect(conflict).to_contain_text("第二個分頁的碗")
    expect(other.get_by_role("link", name="兩邊都改了，先挑一挑")).to_be_visible()
    write(other, "tags", "茶道")
    expect(other.locator("#save-state")).to_have_text(KEPT)
    conflict.get_by_label(re.compile("另一邊的")).first.check()
    conflict.get_by_role("button").click()
    expect(other.locator("[name=title]")).to_have_value("第一個分頁的碗")
    expect(other.locator("[name=tags]")).to_have_value("茶道")
    expect(page.locator("[name=title]")).to_have_value("第一個分頁的碗")
    other.close(run_before_unload=False)


def a_session_that_ended(window: Window, page: Page) -> None:
    """The page says so and keeps all; signed in again elsewhere, it goes on."""
    cookies = page.context.cookies()
    page.context.clear_cookies()
    write(page, "story", "登出以後寫的")
    expect(page.locator("#save-state")).to_contain_text("登入過期了，寫的都留著")
    expect(page.locator("#save-state a")).to_have_attribute("target", "_blank")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#save-state")).to_have_text(KEPT)
    page.reload()
    expect(page.locator("[name=story]")).to_have_value("登出以後寫的")


def press(page: Page, selector: str) -> None:
    """By keys alone: the thing must take the focus, and Enter or Space do the rest."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def typed(page: Page, name: str, words: str) -> None:
    page.locator(f"[name={name}]").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_two_options_and_six_variants_without_scripts_by_keys(look: Look) -> None:
    window = look(scripts=False)
    window.step_in(SELLER)
    page = window.open(NEW)
    typed(page, "title", "六種杯子")
    page.locator("#options > summary").focus()
    page.keyboard.press("Enter")
    typed(page, "option1", "大小")
    typed(page, "values1", "小、大")
    typed(page, "option2", "釉色")
    typed(page, "values2", "白、黑、青")
    press(page, "button[value=combine]")
    expect(page.locator("[data-grid] tbody tr")).to_have_count(6)
    expect(page.locator("[name=fill_price]")).to_be_visible()
    typed(page, "fill_price", "3200")
    typed(page, "fill_stock", "2")
    press(page, "button[value=fill]")
    expect(page.locator("[name=variants-5-price]")).to_have_value("3200")
    typed(page, "variants-5-price", "4500")
    press(page, "button[value=draft]:visible")
    expect(page.locator("#toasts")).to_contain_text("草稿存好了")
    expect(page.locator("[name=variants-5-price]")).to_have_value("4500")
    press(page, "button[name=then][value=publish]:visible")
    page.wait_for_url(re.compile(r"/studio/products/\d+$"))
    window.open(str(page.get_by_role("link", name="看商品頁").get_attribute("href")))
    expect(page.locator("h1")).to_contain_text("六種杯子")
    for value in ("小", "大", "白", "黑", "青"):
        expect(page.locator("#offer label", has_text=value)).to_have_count(1)
    window.quiet()
