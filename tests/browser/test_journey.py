"""The main job, with scripts and without: join, open a storefront, bring something in, be found in the other script."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.letters import mailed
from tests.browser.window import PATIENCE_MS, Site
from tests.site.world import picture_bytes

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
PASSWORD = "一隻安靜的陶碗 bowl"
FOUND_WITHIN = 3.0
BRAND = "Confiturière Beaumûrier"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def join(page: Page, handle: str) -> None:
    page.goto("/zh-hant/join")
    page.locator("[name=display_name]").fill("果醬師傅")
    page.locator("[name=handle]").fill(handle)
    page.locator("[name=email]").fill(f"{handle}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "加入")
    page.wait_for_url("**/zh-hant/me/welcome/role")


def confirm(page: Page, site: Site, handle: str) -> None:
    """What reaches others needs an address that is shown to be one's own."""
    page.goto("/zh-hant/studio/storefront")
    page.wait_for_url("**/me/confirmation")
    page.goto(mailed(site, f"{handle}@example.org", "/confirm/"))
    press(page, "沒錯，是我的")
    page.wait_for_url(re.compile(r"/zh-hant/(me/welcome.*)?$"))


def open_storefront(page: Page) -> None:
    page.goto("/zh-hant/studio")
    page.wait_for_url("**/studio/storefront")
    page.locator("[name=headline]").fill("我只帶自己也會吃的果醬")
    page.locator("[name=country]").select_option("PT")
    page.locator("[name=city]").fill("里斯本")
    page.locator("[name=currency]").select_option("EUR")
    press(page, "開店")
    page.wait_for_url("**/studio")


def make_product(page: Page, title: str, pictures: list[str]) -> None:
    """A draft with two pictures and one option, saved by itself before anybody may see it."""
    page.goto("/zh-hant/studio/products/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=story]").fill("在山上的小農場熬的。")
    page.locator("[name=brand]").fill(BRAND)
    page.locator("#options > summary").click()
    press(page, "再加一個款式")
    page.locator("[name=variants-1-price]").wait_for()
    page.locator("[name=pictures]").set_input_files(pictures)
    page.locator("[name=option1]").fill("大小")
    for row, (size, price) in enumerate((("小瓶", "6.50"), ("大瓶", "11"))):
        page.locator(f"[name=variants-{row}-value1]").fill(size)
        page.locator(f"[name=variants-{row}-price]").fill(price)
    press(page, "只儲存")
    page.wait_for_url(re.compile(r"/studio/products/\d+$"))


def publish(page: Page) -> None:
    page.goto("/zh-hant/studio/products?state=draft")
    page.locator("[data-edit-row]").first.click()
    page.locator("select[name=state]").select_option("published")
    press(page, "儲存")
    page.get_by_text("存好了").first.wait_for()


def find(page: Page, lang: str, query: str, title: str, since: float | None = None) -> None:
    """Search until the product is there; fails when that takes longer than may be, from `since` on."""
    began = since or time.monotonic()
    while True:
        page.goto(f"/{lang}/search?q={query}")
        if page.locator(f"article:has-text('{title}')").count():
            return
        assert time.monotonic() - began < FOUND_WITHIN, page.locator("main").inner_text()
        time.sleep(0.1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_joining_to_being_found(site: Site, look: Look, tmp_path: Path, scripts: bool) -> None:
    handle = "jam_js" if scripts else "jam_plain"
    title, converted = ("手工無花果果醬", "手工无花果果酱") if scripts else ("手工橙子果醬", "手工橙子果酱")
    pictures = [tmp_path / "jam.jpg", tmp_path / "jar.jpg"]
    for file, colour in zip(pictures, ("#8b2252", "#c08020"), strict=True):
        file.write_bytes(picture_bytes(colour))
    maker = look(scripts=scripts).page
    join(maker, handle)
    confirm(maker, site, handle)
    open_storefront(maker)
    make_product(maker, title, [str(file) for file in pictures])
    page = look(scripts=scripts).page
    page.goto(f"/zh-hant/search?q={title}")
    assert page.locator(f"article:has-text('{title}')").count() == 0
    publish(maker)
    since = time.monotonic()
    find(page, "zh-hant", title, title, since)
    find(page, "zh-hans", converted, converted, since)
    for typed in (BRAND, "confituriere beaumurier"):
        find(page, "zh-hans", typed, converted)
    read(page, handle, converted, scripts)


def read(page: Page, handle: str, title: str, scripts: bool) -> None:
    """From the result to the product, its options, and to the person."""
    page.locator(f"article:has-text('{title}') h3 a").first.click()
    expect(page.locator("h1")).to_contain_text(title)
    assert "/zh-hans/@" + handle in page.url
    assert page.locator(".gallery-strip img").count() == 2
    if scripts:
        assert page.locator(".gallery-strip img").first.evaluate("e => e.decode().then(() => e.naturalWidth)") > 0
    choose(page, scripts)
    page.locator(f"main a[href='/zh-hans/@{handle}']").first.click()
    expect(page.locator("h1")).to_contain_text("果醬師傅")
    expect(page.locator("main")).to_contain_text(title)


def choose(page: Page, scripts: bool) -> None:
    """Choose the large one: the price and the address follow, with scripts without loading the page anew."""
    price = page.locator("#offer .price b")
    expect(price).to_have_text(re.compile(r"6\.50"))
    if scripts:
        page.evaluate("() => { window.__same = true }")
    page.locator("#offer label", has_text="大瓶").click()
    if not scripts:
        page.locator("#offer button[type=submit]").click()
    expect(price).to_have_text(re.compile(r"\D11(?!\d)"))
    assert "o1=" in page.url
    if scripts:
        assert page.evaluate("() => window.__same") is True
        page.reload()
        expect(price).to_have_text(re.compile(r"\D11(?!\d)"))
        page.go_back()
        expect(price).to_have_text(re.compile(r"6\.50"))
