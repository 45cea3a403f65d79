"""From a group's reason to an answer and to no more letters: found in the directory, applied, let in, asked with a poll and
a product, answered by two, one of them accepted, told of both in one notice, and the letters stopped by one click.

With a mouse, without scripts, and by keys alone, each in another language.
"""

import email
import json
import re
import sqlite3
import time
import urllib.request
from contextlib import closing
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

import html5lib
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.test_newcomer import Hand, confirm
from tests.browser.test_welcome import GO_ON, join
from tests.browser.window import PATIENCE_MS, Site, serious

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
# Language, way, and the reason that the directory gives.
WAYS = [
    ("zh-hant", "mouse", "你對日本有興趣"),
    ("zh-hans", "plain", "你对日本有兴趣"),
    ("en", "keys", "You are interested in Japan"),
]
OWNER, OTHER = "guo_pots", "yuan_kyoto"
NAMES = ("立維", "予安")
# Words that are the same in both scripts.
QUESTION, ANSWER = "平常喝多少茶？", "早上一大杯"
NAME, TITLE = "日本茶同好", "第一只茶杯要多大"
SAID = {OWNER: "二百毫升，一家三口用。", OTHER: "一百五十毫升，天天用。"}


def good(hand: Hand) -> None:
    """Nobody is kept out of this page, and it is valid: axe itself is a script, and scripts change the page."""
    if hand.way == "plain":
        html5lib.HTMLParser(strict=True).parse(hand.page.request.get(hand.page.url).text())
    else:
        assert serious(hand.page) == []


def begin(page: Page, way: str) -> str:
    """Somebody of the demo opens a group to which one applies; another of them waits to be let in. Its address."""
    page.goto("/zh-hant/groups/new")
    told = {"name": f"{NAME}（{way}）", "slug": f"cups-{way}", "purpose": "天天用的杯子", "tags": "茶杯、日本茶"}
    for name, value in {**told, "questions": QUESTION}.items():
        page.locator(f"#form [name={name}]").fill(value)
    page.locator("#form [name=country]").select_option("JP")
    page.locator("#form label:has([name=joining][value=apply])").click()
    page.locator("#form button[data-kind=primary]").click()
    page.wait_for_url(f"**/g/cups-{way}")
    return f"/g/cups-{way}"


def apply(hand: Hand) -> None:
    page = hand.page
    hand.press(page.locator("a[href$='/application']").first)
    page.wait_for_url("**/application")
    expect(page.locator("#form")).to_contain_text(QUESTION)
    good(hand)
    page.locator("#form textarea, #form [name^=answer]").first.fill(ANSWER)
    hand.press(page.locator("#form button[data-kind=primary]"))
    expect(page.locator("form[action$='/membership/removal']")).to_be_visible()


def like_japan(hand: Hand, lang: str) -> None:
    page = hand.page
    page.goto(f"/{lang}/me/welcome/places")
    japan = "[name=countries][value=JP]"
    hand.press(page.locator(japan if hand.way == "keys" else f"label:has({japan})"), "Space")
    hand.press(page.locator(GO_ON))
    page.wait_for_url(re.compile(rf"/{lang}/\?first=1$"))


def find(hand: Hand, lang: str, here: str, why: str) -> None:
    """Who likes Japan is told of a group there, and why."""
    page = hand.page
    page.goto(f"/{lang}/groups")
    card = page.locator(".group-yours .group-card", has=page.locator(f"a[href='/{lang}{here}']"))
    expect(card.locator(".group-why")).to_have_text(why)
    good(hand)
    hand.press(card.locator("a").first)
    page.wait_for_url(f"**{here}")


def ask(hand: Hand, lang: str, here: str) -> str:
    """A question with a poll and something from a shop. Its address."""
    page = hand.page
    page.goto(f"/{lang}{here}/t/new?kind=question")
    page.locator("#form [name=title]").fill(TITLE)
    page.locator("#form [name=body]").fill("天天用的，看了一只。")
    hand.press(page.locator("#form details summary").last)
    page.locator("#form [name=options]").fill("一百五\n二百\n三百")
    # Without scripts a press that opens it is one too.
    hand.press(page.locator("#things summary"))
    page.locator("#form [name=find]").fill("茶碗")
    if hand.way == "plain":
        hand.press(page.locator("button[name=more][value=find]"))
    hand.press(page.locator("#found button.found").first)
    expect(page.locator("#things .thing")).to_have_count(1)
    good(hand)
    hand.press(page.locator("#form > .row button[data-kind=primary]"))
    page.wait_for_url(re.compile(r"/t/\d+-"))
    expect(page.locator("#poll .check")).to_have_count(3)
    expect(page.locator("#r0 .thing")).to_have_count(1)
    return urlsplit(page.url).path


def answer(page: Page, thread: str, words: str) -> None:
    page.goto(thread)
    page.locator("#answer [name=body]").fill(words)
    page.locator("#answer button[data-kind=primary]").click()
    expect(page.locator("article.reply", has_text=words)).to_be_visible()


def told(page: Page, lang: str, *words: str) -> Locator:
    """The notice that says all of this, once the worker has told of it."""
    deadline = time.monotonic() + PATIENCE_MS / 1_000
    while time.monotonic() < deadline:
        page.goto(f"/{lang}/me/notifications")
        found = page.locator(".notice")
        for word in words:
            found = found.filter(has_text=word)
        if found.count():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nobody was told of {words}")


def accept(hand: Hand, lang: str, thread: str) -> None:
    """Both who answered stand in one notice, which leads there; the second answer is the one."""
    page = hand.page
    notice = told(page, lang, TITLE, *NAMES)
    expect(notice).to_have_count(1)
    good(hand)
    hand.press(notice.locator("a").first)
    page.wait_for_url(f"**{thread}*")
    hand.press(page.locator("form[action$='/replies/2/acceptance'] button"))
    expect(page.locator("#r2[data-answer]")).to_be_visible()
    good(hand)
    # Search engines come as visitors.
    with urllib.request.urlopen(page.url.partition("#")[0]) as answer:
        script = answer.read().decode().partition('<script type="application/ld+json">')[2]
    data = json.loads(script.partition("</script>")[0])
    (asked,) = [one["mainEntity"] for one in data["@graph"] if one["@type"] == "QAPage"]
    assert asked["name"] == TITLE
    assert asked["acceptedAnswer"]["text"] == SAID[OTHER]
    assert asked["acceptedAnswer"]["url"].endswith("?at=2#r2")
    assert [one["text"] for one in asked["suggestedAnswer"]] == [SAID[OWNER]]


def hear(hand: Hand, lang: str) -> None:
    """Who asks something wants to be written to at once."""
    page = hand.page
    page.goto(f"/{lang}/me/notifications/settings")
    page.locator("[name=own_thread]").select_option("mail")
    good(hand)
    with page.expect_navigation():
        hand.press(page.locator("#form button[data-kind=primary]"))
    expect(page.locator("[name=own_thread]")).to_have_value("mail")


def letter(site: Site, to: str) -> EmailMessage:
    """What tells of both answers. It waits some minutes for what else comes: once all was told, those minutes are over."""
    waiting = "done_at IS NULL AND event_id IN (SELECT id FROM event WHERE name = ?)"
    deadline = time.monotonic() + PATIENCE_MS / 1_000
    while time.monotonic() < deadline:
        with closing(sqlite3.connect(site.mail.parent / "miquan.db", timeout=30)) as database, database:
            (untold,) = database.execute(
                f"SELECT COUNT(*) FROM delivery WHERE {waiting}", ("reply.written",)
            ).fetchone()
            now = "(SELECT MIN(due_at) FROM delivery)"
            if not untold:
                database.execute(f"UPDATE delivery SET due_at = {now} WHERE {waiting}", ("notices.due",))
        for path in sorted(site.mail.glob("*.eml"), reverse=True):
            found = email.message_from_bytes(path.read_bytes(), policy=default)
            if found["To"] == to and TITLE in found["Subject"]:
                return found
        time.sleep(0.2)
    raise AssertionError(f"no letter of the answers came to {to}")


def unsubscribe(hand: Hand, site: Site, lang: str, found: EmailMessage) -> None:
    """As a mail program does: no cookie, no page, one request."""
    page = hand.page
    page.goto(f"/{lang}/me/notifications/settings")
    expect(page.locator("[name=own_thread]")).to_have_value("mail")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/{lang}/" in found.get_body(("plain",)).get_content()
    link = urlsplit(found["List-Unsubscribe"].strip("<>"))
    one_click = urllib.request.Request(f"{site.url}{link.path}", b"List-Unsubscribe=One-Click")
    with urllib.request.urlopen(one_click, timeout=30) as answered:
        assert answered.status == 200
    page.reload()
    expect(page.locator("[name=own_thread]")).to_have_value("here")
    expect(page.locator("[name=reply_answer]")).to_have_value("weekly")


@pytest.mark.parametrize(("lang", "way", "why"), WAYS)
def test_a_question_in_a_group(site: Site, look: Look, lang: str, way: str, why: str) -> None:
    owner, other = look(scripts=False), look(scripts=False)
    here = begin(owner.step_in(OWNER), way)
    other.step_in(OTHER).goto(f"/zh-hant{here}")
    apply(Hand(other, "plain"))
    hand, handle = Hand(look(scripts=way != "plain"), way), f"cups_{way}"
    join(hand.page, lang, handle)
    like_japan(hand, lang)
    confirm(hand, site, lang, handle)
    find(hand, lang, here, why)
    apply(hand)
    owner.page.goto(f"/zh-hant{here}/applications")
    expect(owner.page.locator(".answers")).to_have_text([re.compile(ANSWER)] * 2)
    for _one in range(2):
        owner.page.locator("#results form:not(.row) button").first.click()
    expect(owner.page.locator(".answers")).to_have_count(0)
    told(hand.page, lang, f"{NAME}（{way}）")
    hear(hand, lang)
    thread = ask(hand, lang, here)
    for window, who in ((owner, OWNER), (other, OTHER)):
        answer(window.page, re.sub(r"^/[\w-]+/", "/zh-hant/", thread), SAID[who])
    # What is read on the site is not written: the letter comes first.
    mail = letter(site, f"{handle}@example.org")
    assert all(name in mail["Subject"] for name in NAMES)
    accept(hand, lang, thread)
    unsubscribe(hand, site, lang, mail)
    hand.window.quiet()
