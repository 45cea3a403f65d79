"""A newcomer's first evening: joins, says what they like, follows three people, likes, saves, comments, and posts pictures
with something attached. With a mouse, without scripts, and by keys alone, each in another language."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.letters import mailed
from tests.browser.test_keyboard import UNSEEN
from tests.browser.test_uploads import file
from tests.browser.test_welcome import GO_ON, join
from tests.browser.window import PATIENCE_MS, Site, Window, serious

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
WAYS = [("zh-hant", "mouse"), ("zh-hans", "plain"), ("en", "keys")]
PEOPLE = ("yuan_kyoto", "tang_lisbon", "lianghao_edi")


@dataclass
class Hand:
    """How this newcomer presses things: with a mouse, or by Tab and Enter with the focus in sight."""

    window: Window
    way: str

    @property
    def page(self) -> Page:
        return self.window.page

    def press(self, target: Locator, key: str = "Enter") -> None:
        if self.way != "keys":
            target.click()
            return
        target.wait_for()
        handle = target.element_handle()
        for _step in range(250):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(UNSEEN) == ""
            if self.page.evaluate("e => document.activeElement === e", handle):
                self.page.keyboard.press(key)
                return
        raise AssertionError(f"{target} cannot be reached by keys")


def answer(hand: Hand, lang: str) -> None:
    """The three questions."""
    page = hand.page
    role = page.locator("[name=role]").first
    hand.press(role if hand.way == "keys" else page.locator("label.role").first, "Space")
    hand.press(page.locator(GO_ON))
    page.wait_for_url(f"**/{lang}/me/welcome/topics")
    topic = "[name=topics][value=ceramics-tea]"
    hand.press(page.locator(topic) if hand.way == "keys" else page.locator(f".tile:has({topic})"), "Space")
    hand.press(page.locator(GO_ON))
    page.wait_for_url(f"**/{lang}/me/welcome/places")
    hand.press(page.locator(GO_ON))
    page.wait_for_url(re.compile(rf"/{lang}/\?first=1$"))


def confirm(hand: Hand, site: Site, lang: str, handle: str) -> None:
    hand.page.goto(mailed(site, f"{handle}@example.org", "/confirm/"))
    hand.press(hand.page.locator("main form button[type=submit]").first)
    hand.page.wait_for_url(f"**/{lang}/")


def follow(hand: Hand, lang: str) -> None:
    """Three people, who then fill the front page."""
    for who in PEOPLE:
        hand.page.goto(f"/{lang}/@{who}")
        hand.press(hand.page.locator("[id^=follow-member-][id$=-button]").first)
        expect(hand.page.locator("[id^=follow-member-][id$=-button][data-kind=on]").first).to_be_visible()
    hand.page.goto(f"/{lang}/")
    authors = hand.page.locator("article .who-line, article .who-name").all_inner_texts()
    assert len(set(authors)) >= 2, "each of them gets a turn"


def take_part(hand: Hand, lang: str) -> None:
    """Like, save and comment on the first post of somebody they follow."""
    page = hand.page
    page.goto(f"/{lang}/@{PEOPLE[0]}/posts")
    post = page.locator("article a[href*='/c/']").first.get_attribute("href") or ""
    page.goto(post)
    for act in ("like-", "save-post-"):
        button = f".post-main [id^={act}] button"
        hand.press(page.locator(button).first)
        if hand.way == "plain":
            # Saving goes on to the boards.
            page.goto(post)
        expect(page.locator(button).first).to_have_attribute("aria-pressed", "true")
    words = f"第一次留言（{lang}）"
    form = page.locator("form[action$='/comments']").last
    body = form.locator("textarea")
    body.fill(words)
    hand.press(form.locator("button[type=submit]"))
    expect(page.locator("#comments").get_by_text(words)).to_be_visible()


def write(hand: Hand, lang: str, handle: str) -> None:
    """Two pictures, and a product of somebody else."""
    page, title = hand.page, f"第一篇（{lang}）"
    page.goto(f"/{lang}/c/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill("今天收到杯子了，比照片上小一點。 #第一篇")
    page.locator("#form input[type=file]").set_input_files([file("one.jpg"), file("two.jpg", "#4a6670")])
    if hand.way != "plain":
        expect(page.locator("#form [data-picker] img, #form [data-picker] canvas")).to_have_count(2)
    page.locator("[name=find]").fill("茶碗")
    if hand.way == "plain":
        hand.press(page.locator("button[name=more][value=find]"))
    hand.press(page.locator("#found button.found").first)
    expect(page.locator("#things .thing")).to_have_count(1)
    # axe needs scripts.
    assert hand.way == "plain" or serious(page) == []
    hand.press(page.locator("button[name=then][value=publish]"))
    page.wait_for_url(re.compile(r"/c/\d+-"))
    expect(page.locator("#post-title")).to_contain_text(title)
    expect(page.locator(".thing")).to_have_count(1)
    page.goto(f"/{lang}/@{handle}")
    expect(page.get_by_text(title).first).to_be_visible()


@pytest.mark.parametrize(("lang", "way"), WAYS)
def test_a_first_evening(site: Site, look: Look, lang: str, way: str) -> None:
    hand = Hand(look(scripts=way != "plain"), way)
    handle = f"evening_{way}"
    join(hand.page, lang, handle)
    answer(hand, lang)
    confirm(hand, site, lang, handle)
    follow(hand, lang)
    take_part(hand, lang)
    write(hand, lang, handle)
    hand.window.quiet()
