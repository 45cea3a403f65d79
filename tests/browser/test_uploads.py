"""Pictures in the studio's form: chosen, dropped or pasted, described, ordered, cancelled, sent again, saved."""

import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Window, serious, sideways
from tests.site.world import picture_bytes

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
NEW = "/studio/products/new"
SELLER = "yuan_kyoto"
# What a browser does when a file is dropped on, or pasted into, an element.
_GIVE = """(target, [kind, name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
  const more = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent("paste", { ...more, clipboardData: data })
    : new DragEvent(kind, { ...more, dataTransfer: data });
  return target.dispatchEvent(event);
}"""


def file(name: str, colour: str = "#a0522d") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture_bytes(colour)}


def choose(page: Page, *files: FilePayload | str) -> None:
    page.locator("[data-picker] input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]


def give(page: Page, kind: str, where: str, name: str) -> None:
    page.locator(where).first.evaluate(_GIVE, [kind, name, list(picture_bytes("#4a6670"))])


def slots(page: Page) -> Locator:
    return page.locator("[data-slot]")


def names(page: Page) -> list[str]:
    return page.locator("[data-slot] [data-name]").all_inner_texts()


def arrived(page: Page, many: int) -> None:
    expect(page.locator("[data-slot]:is([data-state=ready], [data-state=waiting])")).to_have_count(many)


def opened(window: Window, lang: str = "zh-hant") -> Page:
    """A new product's form, its scripts ready."""
    window.step_in(SELLER, lang)
    page = window.open(f"/{lang}{NEW}")
    page.locator("[data-picker][data-live]").wait_for()
    return page


@pytest.fixture
def editor(look: Look) -> Page:
    return opened(look())


def test_from_choosing_to_the_product_page(look: Look) -> None:
    window = look()
    page = opened(window)
    choose(page, file("一.jpg"), file("二.jpg", "#556b2f"))
    give(page, "drop", "[name=title]", "三.jpg")
    give(page, "paste", "[name=story]", "四.jpg")
    arrived(page, 4)
    assert names(page) == ["一.jpg", "二.jpg", "三.jpg", "四.jpg"]
    assert page.locator("[data-slot] canvas").count() == 4
    missing = page.locator("[data-missing]")
    expect(missing).to_have_text("還有4張沒有描述")
    for number, words in enumerate(("碗", "碗底", "金繼", "盒子")):
        slots(page).nth(number).locator("textarea").fill(words)
    expect(missing).to_have_text("每張都有描述了")
    expect(slots(page).first.locator("[data-count]")).to_have_text("1 / 500")
    by_keys(page)
    by_dragging(page)
    order = ["盒子", "碗底", "碗", "金繼"]
    assert [slot.locator("textarea").input_value() for slot in slots(page).all()] == order
    page.locator("[name=title]").fill("有四張照片的碗")
    page.locator("[name=variants-0-price]").fill("1200")
    page.get_by_role("button", name="儲存並上架").click()
    page.wait_for_url(re.compile(r"/studio/products/\d+$"))
    expect(page.locator("[data-slot][data-state=ready]")).to_have_count(4)
    assert [area.input_value() for area in page.locator("[data-slot] textarea").all()] == order
    window.open(str(page.get_by_role("link", name="看商品頁").get_attribute("href")))
    shown = page.locator(".gallery-strip img")
    assert [image.get_attribute("alt") for image in shown.all()] == order
    window.quiet()


def by_keys(page: Page) -> None:
    """The first goes to the second place; the focus stays on its button and the new place is said."""
    button = slots(page).first.get_by_role("button", name="往後移")
    button.press("Enter")
    expect(page.locator("[data-say]")).to_have_text("移到第2張，一共4張")
    moved = slots(page).nth(1)
    assert moved.get_by_role("button", name="往後移").evaluate("e => e === document.activeElement")
    expect(moved.locator("legend")).to_have_text("第2張照片")
    first = slots(page).first.get_by_role("button", name="往前移")
    assert first.get_attribute("aria-disabled") == "true"


def by_dragging(page: Page) -> None:
    """The last goes to the first place by its picture."""
    page.locator("[data-picker]").scroll_into_view_if_needed()
    start, end = (slots(page).nth(n).locator("[data-view]").bounding_box() for n in (3, 0))
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 90)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 90, steps=6)
    page.mouse.up()
    expect(page.locator("[data-say]")).to_have_text("移到第1張，一共4張")


def test_taken_away_and_back(editor: Page) -> None:
    choose(editor, file("一.jpg"), file("二.jpg"))
    arrived(editor, 2)
    slots(editor).first.get_by_role("button", name="拿掉").click()
    assert names(editor) == ["二.jpg"]
    editor.get_by_role("button", name="復原").click()
    assert names(editor) == ["一.jpg", "二.jpg"]


def test_what_failed_is_sent_again_and_what_waits_holds_the_form(editor: Page) -> None:
    held: list[Route] = []

    def wait(route: Route) -> None:
        held.append(route)

    editor.route("**/me/uploads", lambda route: route.fulfill(status=429))
    choose(editor, file("一.jpg"))
    failed = slots(editor).first
    expect(failed.locator("[data-problem]")).to_have_text("太快了，等一下再試")
    editor.locator("[name=title]").fill("等照片的碗")
    editor.locator("[name=variants-0-price]").fill("1200")
    save = editor.get_by_role("button", name="只儲存")
    save.click()
    again = failed.get_by_role("button", name="再傳一次")
    expect(again).to_be_focused()
    editor.unroute("**/me/uploads")
    editor.route("**/me/uploads", wait)
    again.click()
    choose(editor, file("取消.jpg"))
    expect(editor.locator("[data-slot][data-state=sending] progress")).to_have_count(2)
    save.click()
    expect(editor.locator("[data-say]")).to_have_text("照片傳好就會儲存")
    slots(editor).nth(1).get_by_role("button", name="拿掉").click()
    assert names(editor) == ["一.jpg"]
    held[0].continue_()
    editor.wait_for_url(re.compile(r"/studio/products/\d+$"))
    expect(slots(editor)).to_have_count(1)


def test_a_large_file_goes_on_where_it_was_cut_off(look: Look, tmp_path: Path) -> None:
    window = look()
    editor = opened(window)
    large = tmp_path / "大.png"
    side = 1_800
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(large, compress_level=1)
    assert 9_000_000 < large.stat().st_size < 12_000_000
    offsets: list[int] = []

    def part(route: Route) -> None:
        # The second part is cut off.
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) == 2:
                route.abort()
                return
        route.continue_()

    editor.route("**/me/uploads/*", part)
    choose(editor, str(large))
    arrived(editor, 1)
    part_bytes = 4 * 1024 * 1024
    assert offsets == [0, part_bytes, part_bytes, 2 * part_bytes]
    assert ["ERR_FAILED" in complaint for complaint in window.complaints] == [True]
    window.complaints.clear()


def test_what_is_refused_says_why_beside_it_and_names_are_only_text(look: Look) -> None:
    editor = opened(look(), "zh-hans")
    name = "<img src=x onerror=alert(1)>.jpg"
    choose(editor, {"name": name, "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}, file("好.jpg"))
    bad = slots(editor).first
    expect(bad).to_have_attribute("data-state", "refused")
    expect(bad.locator("[data-name]")).to_have_text(name)
    assert bad.locator("[data-problem]").inner_text().strip()
    arrived(editor, 1)
    editor.locator("[name=title]").fill("只有一张的碗")
    editor.locator("[name=variants-0-price]").fill("1200")
    editor.get_by_role("button", name="只保存").click()
    editor.wait_for_url(re.compile(r"/studio/products/\d+$"))
    expect(slots(editor)).to_have_count(1)


def test_everybody_can_use_it(look: Look) -> None:
    window = look(dark=True)
    page = opened(window, "en")
    choose(page, file("a.jpg"), {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"x"}, file("c.jpg"))
    arrived(page, 2)
    assert serious(page) == []
    small = page.locator(".slot-tools button:visible").evaluate_all(
        "all => all.filter(b => Math.min(b.offsetWidth, b.offsetHeight) < 40).length"
    )
    assert small == 0
    assert sideways(page, 390) == []
    assert serious(page) == []
    assert sideways(page, 320) == []
    window.quiet()


def test_a_portrait_is_replaced_and_taken_away(look: Look) -> None:
    window = look(width=390)
    window.step_in(SELLER)
    page = window.open("/zh-hant/me/profile")
    page.locator("[data-picker][data-live]").wait_for()
    choose(page, file("我.jpg"))
    arrived(page, 1)
    expect(slots(page)).to_have_count(1)
    assert serious(page) == []
    slots(page).get_by_role("button", name="拿掉").click()
    expect(slots(page)).to_have_count(0)
    page.get_by_role("button", name="復原").click()
    page.get_by_role("button", name="儲存", exact=True).click()
    page.locator(".toast", has_text="存好了").wait_for()
    expect(page.locator("[data-slot][data-state=ready] img")).to_have_count(1)
    window.quiet()


def test_a_portrait_that_is_refused_leaves_the_old_one(look: Look) -> None:
    window = look()
    window.step_in(SELLER)
    page = window.open("/zh-hant/me/profile")
    page.locator("[data-picker][data-live]").wait_for()
    before = page.locator("[data-slot] [data-file]").input_value()
    assert before
    bad: FilePayload = {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"x"}
    choose(page, bad)
    expect(slots(page)).to_have_attribute("data-state", "refused")
    slots(page).get_by_role("button", name="拿掉").click()
    expect(page.locator("[data-slot] [data-file]")).to_have_value(before)
    choose(page, bad)
    expect(slots(page)).to_have_attribute("data-state", "refused")
    page.get_by_role("button", name="儲存", exact=True).click()
    page.locator(".toast", has_text="存好了").wait_for()
    expect(page.locator("[data-slot] [data-file]")).to_have_value(before)
    window.quiet()
