"""A file of goods dropped on the page: matched, mended in place, imported with its progress, taken back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, serious, sound

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
SELLER = "yuan_kyoto"
FILE = "品名,售價,窯口\n織部小皿,12000,美濃\n丹波花器,很貴,丹波\n志野茶碗,18500,美濃\n"
# What a browser does when a file is dropped on an element.
_DROP = """(target, [name, words]) => {
  const data = new DataTransfer();
  data.items.add(new File([words], name, { type: "text/csv" }));
  target.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def drop(page: Page, *file: Any) -> None:
    page.locator("form[data-upload]").evaluate(_DROP, list(file))


def test_from_dropping_a_file_to_taking_it_back(look: Look) -> None:
    window = look()
    window.step_in(SELLER)
    sound(window, "/zh-hant/studio/imports")
    page = window.page
    page.set_viewport_size({"width": 1440, "height": 900})
    drop(page, "秋.csv", "")
    expect(page.locator("#file-wrong")).to_have_text("這個檔案是空的")
    expect(page.locator("#file")).to_be_focused()
    drop(page, "秋.csv", FILE)
    page.wait_for_url("**/mapping")
    assert serious(page) == []
    expect(page.get_by_label("品名")).to_have_value("title")
    page.get_by_role("button", name="看預覽").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    sound(window, page.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("#counts dd")).to_have_text(["2", "0", "1"])
    cell = page.get_by_label("第3列的售價")
    cell.fill("9800")
    cell.press("Enter")
    expect(page.locator("#counts dd")).to_have_text(["3", "0", "0"])
    expect(page.locator("#line-3")).to_contain_text("改好了")
    expect(cell).to_be_focused()
    assert serious(page) == []
    page.get_by_role("button", name="匯入3列").click()
    expect(page.locator("#result")).to_contain_text("匯入好了")
    sound(window, page.url)
    page.locator("summary", has_text="復原這次匯入").click()
    page.get_by_role("button", name="復原這次匯入").click()
    expect(page.locator("#result")).to_contain_text("復原了")
    window.quiet()
