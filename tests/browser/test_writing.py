"""Writing in a thread with scripts: quoting into the box, marks, people by @, the words ahead, what was said before."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Site, serious

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
WHO, OTHER = "yuan_kyoto", "wren_portland"
GROUP = "/zh-hant/g/pen-and-paper"


def thread_of(page: Page) -> None:
    """One in which somebody else has answered."""
    page.goto(GROUP)
    page.locator(".thread-row h3 > a").first.click()
    page.wait_for_url(re.compile(r"/t/\d+-"))


def choose(words: Locator, size: int) -> str:
    """The first words of a reply, as with a mouse."""
    return str(
        words.evaluate(
            """(said, size) => {
                const [range, text] = [document.createRange(), said.querySelector("p").firstChild];
                range.setStart(text, 0);
                range.setEnd(text, size);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return String(getSelection()).trim();
            }""",
            size,
        )
    )


def test_quoting_goes_on_in_the_box(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    thread_of(page)
    here, box = page.url, page.locator("#answer [name=body]")
    said = page.locator("#r1")
    name = said.locator(".who-name a").inner_text()
    box.fill("前面後面")
    box.evaluate("field => field.setSelectionRange(2, 2)")
    words = choose(said.locator(".reply-main > .prose"), 4)
    said.locator("a[data-quote]").click()
    expect(box).to_have_value(f"前面\n\n> **{name}**\n>\n> {words}\n\n後面")
    expect(box).to_be_focused()
    page.keyboard.type("我也是")
    expect(box).to_have_value(f"前面\n\n> **{name}**\n>\n> {words}\n\n我也是後面")
    expect(page.locator("#answer [name=answers]")).to_have_value("1")
    expect(page.locator("[data-about]")).to_contain_text(f"#1 {name}")
    assert page.url.partition("#")[0] == here.partition("#")[0]
    # All of it, by keys, behind what is there; one step back takes it away again.
    box.evaluate("field => field.setSelectionRange(field.value.length, field.value.length)")
    before = box.input_value()
    page.locator("#r0 a[data-quote]").focus()
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile("^" + re.escape(before) + r"\n\n> \*\*"))
    expect(page.locator("#answer [name=answers]")).to_have_value("1")
    expect(box).to_be_focused()
    page.keyboard.press("Control+z")
    expect(box).to_have_value(before)
    page.locator("[data-about] button").click()
    expect(page.locator("#answer [name=answers]")).to_have_value("")
    page.locator("#r1 a[data-answer]").click()
    expect(page.locator("[data-about]")).to_be_visible()
    page.locator("#answer button[data-kind=primary]").click()
    expect(page.locator("article.reply", has_text="我也是後面").locator("blockquote")).to_contain_text(words)
    expect(page.locator("article.reply", has_text="我也是後面").locator(".reply-to")).to_contain_text("#1")


def test_quoting_without_scripts_leads_to_its_page(site: Site, look: Look) -> None:
    page = look(scripts=False).step_in(WHO)
    thread_of(page)
    expect(page.locator("[role=toolbar]")).to_be_hidden()
    page.locator("#r1 a[data-quote]").click()
    page.wait_for_url("**/replies?answers=1&quote=1")
    expect(page.locator("#form [name=body]")).to_have_value(re.compile(r"^> \*\*"))


MARKS = [
    ("bold", "一**二三**四"), ("italic", "一*二三*四"), ("quote", "> 一二三四"), ("list", "- 一二三四"),
    ("link", "一[二三](https://)四"), ("code", "一`二三`四"),
]  # fmt: skip


def test_marks_by_button_and_by_key(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    page.goto(f"{GROUP}/t/new")
    box = page.locator("#form [name=body]")
    for kind, shown in MARKS:
        box.fill("一二三四")
        box.evaluate("field => field.setSelectionRange(1, 3)")
        page.locator(f"[data-mark={kind}]").click()
        expect(box).to_have_value(shown)
        if kind not in ("link",):
            page.locator(f"[data-mark={kind}]").click()
            expect(box).to_have_value("一二三四")
    box.fill("重")
    box.select_text()
    page.keyboard.press("Control+b")
    expect(box).to_have_value("**重**")
    # The toolbar is one stop, its buttons are reached by arrows.
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-mark=bold]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-mark=code]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(box).to_have_value("***重***")
    page.locator("details[data-ahead] summary").click()
    expect(page.locator("[data-shown] strong")).to_have_text("重")
    box.fill("- 別的")
    expect(page.locator("[data-shown] li")).to_have_text("別的")
    assert serious(page) == []


# What is marked, from where to where, and what comes of it: a second press takes it away.
OF_LINES = [
    ("code", "see a\nb end", 4, 7, "```\nsee a\nb end\n```"),
    ("code", "\na\nb\nc", 1, 5, "\n```\na\nb\n```\nc"),
    ("code", "a\nb", 0, 2, "`a`\nb"),
    ("quote", "\na", 0, 0, "> \na"),
    ("quote", "a\nb\nc", 0, 4, "> a\n> b\nc"),
    ("list", "a\n\nb", 0, 2, "- a\n\nb"),
    ("bold", "a\nb", 0, 2, "**a**\nb"),
]


def test_marks_of_whole_lines(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    page.goto(f"{GROUP}/t/new")
    box = page.locator("#form [name=body]")
    for kind, words, start, end, shown in OF_LINES:
        box.fill(words)
        box.evaluate("(field, [start, end]) => field.setSelectionRange(start, end)", [start, end])
        page.locator(f"[data-mark={kind}]").click()
        expect(box).to_have_value(shown)
        page.locator(f"[data-mark={kind}]").click()
        expect(box).to_have_value(words)


def test_apple_keeps_its_own_keys(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    page.add_init_script("Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })")
    page.goto(f"{GROUP}/t/new")
    box = page.locator("#form [name=body]")
    expect(box).to_have_attribute("data-live", "")
    for key, shown in [("Control+b", "重"), ("Meta+b", "**重**")]:
        box.fill("重")
        box.select_text()
        page.keyboard.press(key)
        assert box.input_value() == shown


@pytest.mark.parametrize("address", [f"{GROUP}/t/new", "/zh-hant/c/new"])
def test_people_by_an_at_sign(site: Site, look: Look, address: str) -> None:
    page = look(390).step_in(WHO)
    page.goto(address)
    box, list_ = page.locator("#form [name=body]"), page.locator("#body-people")
    box.press_sequentially("找@wren")
    option = list_.locator("[role=option]").first
    expect(option).to_contain_text(f"@{OTHER}")
    expect(option).to_have_attribute("aria-selected", "true")
    for name, value in {
        "aria-autocomplete": "list",
        "aria-haspopup": "listbox",
        "aria-controls": "body-people",
    }.items():
        expect(box).to_have_attribute(name, value)
    # A field of several lines may have no other role than its own.
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == (None, None)
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    assert serious(page) == []
    box_there, list_there = box.bounding_box(), list_.bounding_box()
    assert box_there
    assert list_there
    assert box_there["x"] <= list_there["x"]
    assert list_there["x"] + list_there["width"] <= 390
    page.keyboard.press("Escape")
    expect(list_).to_be_hidden()
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Backspace")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"找@{OTHER} ")
    box.press_sequentially("mail@wren")
    page.wait_for_timeout(600)
    expect(list_).to_be_hidden()
    box.fill("")
    box.press_sequentially("@wren_p")
    option.click()
    expect(box).to_have_value(f"@{OTHER} ")


def test_a_further_letter_lets_go_of_who_was_found_for_fewer(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    page.goto(f"{GROUP}/t/new")
    box, list_ = page.locator("#form [name=body]"), page.locator("#body-people")
    box.press_sequentially("@w")
    chosen = list_.locator("[aria-selected=true]")
    expect(chosen).to_be_visible()
    # The answer for the further letter is still on its way.
    page.route("**/t/people**", lambda route: page.wait_for_timeout(300) or route.continue_())
    page.keyboard.type("ren")
    assert chosen.count() == 0
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Enter")
    assert box.input_value() == "@wren\n"
    expect(list_).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(chosen).to_contain_text(f"@{OTHER}")
    page.keyboard.type("_")
    page.keyboard.press("Escape")
    expect(list_).to_be_hidden()


def held_back(page: Page, what: str = "write") -> list[Route]:
    """What helps in writing waits from now on, until it is let go."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route(f"**/behaviours/{what}/index*.js*", keep)
    return waiting


def let_go(page: Page, waiting: list[Route]) -> None:
    while not waiting:
        page.wait_for_timeout(20)
    waiting[0].continue_()


def test_a_field_that_had_the_focus_first_helps_too(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    waiting = held_back(page)
    page.goto(f"{GROUP}/t/new", wait_until="domcontentloaded")
    box = page.locator("#form [name=body]")
    box.click()
    let_go(page, waiting)
    expect(box).to_have_attribute("data-live", "")
    page.keyboard.type("@wren")
    expect(page.locator("#body-people [aria-selected=true]")).to_contain_text(f"@{OTHER}")


def test_words_before_scripts_came_stay_before_what_is_quoted(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    thread_of(page)
    waiting = held_back(page)
    page.reload(wait_until="domcontentloaded")
    box = page.locator("#answer [name=body]")
    box.fill("前面後面")
    box.evaluate("field => field.setSelectionRange(2, 2)")
    let_go(page, waiting)
    expect(box).to_have_attribute("data-live", "")
    page.locator("#r1 a[data-quote]").click()
    expect(box).to_have_value(re.compile(r"^前面\n\n> \*\*[^後]*後面$", re.DOTALL))


def test_what_was_said_before_stands_below_a_new_title(site: Site, look: Look) -> None:
    page = look().step_in(WHO)
    page.goto(GROUP)
    link = page.locator(".thread-row h3 > a").nth(1)
    title, address = link.inner_text(), str(link.get_attribute("href"))
    page.goto(f"{GROUP}/t/new")
    expect(page.locator("#similar")).to_be_hidden()
    page.locator("#form [name=title]").press_sequentially(title)
    found = page.locator("#similar a", has_text=title)
    expect(found).to_have_attribute("href", address)
    assert serious(page) == []


def test_words_that_wait_fit_the_smallest_phone(site: Site, look: Look) -> None:
    page = look(320).step_in("june_nyc", "en")
    waiting = held_back(page, "editor")
    page.goto("/en/g/pen-and-paper/t/new", wait_until="domcontentloaded")
    # Typed before what keeps it was there.
    page.locator("#form [name=body]").fill("half a thought")
    let_go(page, waiting)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "kept")
    page.goto("/en/g/pen-and-paper/t/new")
    expect(page.locator(".note", has=page.locator("a[href$='?draft=1']"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
