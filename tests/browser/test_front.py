"""The front page in a browser: as a visitor and as a member, in three languages, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Site, sideways, sound

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)


def ids(page: Page) -> list[str]:
    return [str(one.get_attribute("id")) for one in page.locator(".circle-middle > article.post").all()]


def write(page: Page, words: str) -> None:
    page.locator("[name=body]").fill(words)
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile(r"/c/\d+-"))


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_a_members_front_page_is_sound(site: Site, look: Look, lang: str) -> None:
    window = look()
    window.step_in("mimi_tw", lang)
    for path in ("/", "/?feed=for-you"):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, f"/{lang}{path}", thorough=lang == "zh-hant")


def test_more_comes_below_without_scripts_too(site: Site, look: Look) -> None:
    page = look(scripts=False).open("/zh-hant/")
    first = page.locator(".note-card h3 a").first.get_attribute("href")
    page.locator("nav[data-more] a").click()
    page.wait_for_url("**/zh-hant/?before=*")
    assert page.locator("h1").count() == 1
    assert page.locator(".note-card").count() > 0
    assert page.locator(f".note-card a[href='{first}']").count() == 0
    page = look().open("/zh-hant/")
    before = page.locator(".note-card").count()
    page.locator("nav[data-more] a").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-card")).not_to_have_count(before)
    links = [str(a.get_attribute("href")) for a in page.locator(".note-card h3 a").all()]
    assert len(links) == len(set(links))
    assert page.evaluate("() => document.activeElement.closest('.note-card') !== null"), "the focus went on"


def test_a_post_written_in_the_page_comes_to_who_follows(site: Site, look: Look) -> None:
    writer, window = look().page, look()
    reader = window.step_in("mei_vancouver")
    reader.goto("/zh-hant/@mimi_tw")
    if reader.locator("form.follow[action$='/removal']").count() == 0:
        reader.locator("form.follow button").first.click()
        reader.locator("form.follow[action$='/removal']").first.wait_for()
    reader.goto("/zh-hant/")
    writer.goto("/zh-hant/demo")
    writer.locator("form[action$='/demo/mimi_tw'] button").click()
    writer.wait_for_url("**/zh-hant/")
    writer.locator(".compose-line").click()
    writer.locator("[name=body]").wait_for()
    assert sideways(writer, 390) == []
    assert writer.url.endswith("/zh-hant/")
    write(writer, "河邊起霧了 #清早")
    reader.evaluate("() => window.scrollTo(0, 600)")
    place = reader.evaluate("() => scrollY")
    seen = ids(reader)
    look_now = "() => document.querySelector('#fresh').dispatchEvent(new Event('look'))"
    reader.evaluate(look_now)
    button = reader.locator("#fresh a")
    expect(button).to_contain_text("新帖")
    assert reader.evaluate("() => scrollY") == place, "what is read does not move"
    assert ids(reader) == seen
    button.click()
    expect(reader.locator(".circle-middle > article.post").first).to_contain_text("河邊起霧了")
    assert set(seen) < set(ids(reader))
    window.quiet()


def test_without_scripts_the_composer_is_a_page(site: Site, look: Look) -> None:
    window = look(390, scripts=False, height=844)
    window.step_in("mimi_tw")
    page = window.page
    page.locator(".tabbar [data-write]").click()
    page.wait_for_url("**/zh-hant/c/new")
    expect(page.locator("h1")).to_have_text("寫一篇帖")
    kind = page.locator("[name=kind]").first.bounding_box()
    body = page.locator("[name=body]").bounding_box()
    assert kind is not None
    assert body is not None
    assert kind["y"] < body["y"]
    write(page, "沒有程式也寫得出來")
    expect(page.locator("main")).to_contain_text("沒有程式也寫得出來")


def test_back_comes_to_the_place_in_the_stream(site: Site, look: Look) -> None:
    window = look()
    page = window.step_in("mimi_tw")
    page.goto("/zh-hant/?feed=following")
    posts = page.locator(".circle-middle article.post")
    before = posts.count()
    page.locator("nav[data-more] a").click()
    expect(posts).not_to_have_count(before)
    link = page.locator(".circle-middle article.post .post-title a").last
    link.scroll_into_view_if_needed()
    address, top = str(link.get_attribute("href")), link.evaluate("e => e.getBoundingClientRect().top")
    page.goto(address)
    page.go_back()
    link = page.locator(f".circle-middle .post-title a[href='{address}']")
    expect(link).to_be_in_viewport()
    assert abs(link.evaluate("e => e.getBoundingClientRect().top") - top) < 120
    window.quiet()
