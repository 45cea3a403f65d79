"""An account in a real browser: joined, confirmed by letter, moved to another address, signed out from afar."""

import pytest
from playwright.sync_api import Page, expect

from miquan.i18n import LANGS
from tests.browser.conftest import Look
from tests.browser.letters import mailed
from tests.browser.test_journey import PASSWORD
from tests.browser.window import Site, serious, sideways

pytestmark = pytest.mark.browser
MAIN_BUTTON = "main form button[type=submit]"


def sign_in(page: Page, lang: str, address: str) -> None:
    page.goto(f"/{lang}/sign-in")
    page.locator("[name=email]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url(f"**/{lang}/")


def join(page: Page, lang: str, handle: str) -> None:
    page.goto(f"/{lang}/join")
    told = {"display_name": "雪", "handle": handle, "email": f"{handle}@example.org", "password": PASSWORD}
    for name, value in told.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(MAIN_BUTTON).click()
    page.wait_for_url(f"**/{lang}/me/welcome/role")
    page.goto(f"/{lang}/")


def good(page: Page, width: int) -> None:
    """Nothing keeps people out of this page, and it fits."""
    assert serious(page) == []
    assert sideways(page, width) == []


@pytest.mark.parametrize("lang", LANGS)
def test_from_joining_to_signing_out_from_afar(site: Site, look: Look, lang: str) -> None:
    handle = f"yuki_{lang.replace('-', '_')}"
    old, new = f"{handle}@example.org", f"{handle}.new@example.org"
    width = 1440 if lang == "zh-hant" else 390
    page = look(width, dark=lang == "en").page
    join(page, lang, handle)
    note = page.locator(".note", has_text=old)
    expect(note).to_be_visible()
    good(page, width)

    page.goto(mailed(site, old, "/confirm/"))
    page.locator(MAIN_BUTTON).click()
    page.wait_for_url(f"**/{lang}/me/welcome**")
    page.goto(f"/{lang}/me")
    expect(note).to_have_count(0)

    page.goto(f"/{lang}/me/email")
    page.locator("[name=email]").fill(new)
    page.locator("#form button[type=submit]").click()
    expect(page.locator(".note", has_text=new)).to_be_visible()
    page.goto(mailed(site, new, "/email-change/"))
    page.locator(MAIN_BUTTON).click()
    page.wait_for_url(f"**/{lang}/me")
    expect(page.locator("main")).to_contain_text(new)
    good(page, width)

    far = look().page
    sign_in(far, lang, new)
    page.goto(f"/{lang}/me/sessions")
    expect(page.locator("#sessions li")).to_have_count(2)
    good(page, width)
    page.locator("#sessions li form button").click()
    expect(page.locator("#sessions li")).to_have_count(1)
    far.goto(f"/{lang}/me")
    far.wait_for_url(f"**/{lang}/sign-in?*")
