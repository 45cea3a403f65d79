"""A member's passkey, authenticator app and recovery codes, from adding them to losing the phone, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.accounts.signing import code
from tests.browser.conftest import Look
from tests.browser.window import Site, Window, serious, sideways
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
LANGS = ("zh-hant", "zh-hans", "en")
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def window(look: Look) -> Iterator[Window]:
    """A window on a device that holds passkeys."""
    opened = look()
    device = opened.page.context.new_cdp_session(opened.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    yield opened
    device.detach()


class Journey:
    """One member in one language; passkeys know the site by the name localhost."""

    def __init__(self, page: Page, site: Site, lang: str) -> None:
        self.page, self.home = page, site.url.replace("127.0.0.1", "localhost") + f"/{lang}"
        self.handle = "f_" + lang.replace("-", "_")
        self.email = f"{self.handle}@example.org"

    def join(self) -> None:
        self.page.goto(f"{self.home}/join")
        words = {"display_name": "小林", "handle": self.handle, "email": self.email, "password": PASSWORD}
        for name, value in words.items():
            self.page.fill(f"[name={name}]", value)
        self._send("form:has([name=handle])", "/me/welcome/role")

    def add_passkey(self) -> None:
        self.page.goto(f"{self.home}/me/security/passkeys")
        assert self.page.input_value("[name=name]") == ""
        self.page.fill("[name=name]", "手機")
        self._send("form:has([name=usage])", "/me/security")
        assert self.page.locator(".things b", has_text="手機").count() == 1

    def turn_on_codes(self) -> tuple[str, list[str]]:
        """(secret, recovery codes)."""
        self.page.goto(f"{self.home}/me/security/totp")
        secret = self.page.locator(".secret").inner_text().replace("-", "").replace(" ", "").strip()
        self.page.fill("[name=code]", code(secret))
        assert serious(self.page) == []
        self._send("form:has([name=code])", "/me/security/codes")
        return secret, self.page.locator(".codes code").all_inner_texts()

    def sign_out(self) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.home}/sign-in")

    def by_passkey(self) -> None:
        self._send("form[action*='/sign-in/passkey']", "/")

    def by_password(self) -> None:
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password]", PASSWORD)
        self._send("form:has([name=password])", "/sign-in/code")

    def enter(self, typed: str) -> None:
        self.page.fill("[name=code]", typed)
        self._send("form:has([name=code])", "/")

    def is_in(self) -> bool:
        answer = self.page.context.request.get(f"{self.home}/me", max_redirects=0)
        return answer.status == 200

    def _send(self, form: str, then: str) -> None:
        self.page.locator(form).locator("[type=submit]").click()
        self.page.wait_for_url(f"{self.home}{then}")


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_guards_the_account_and_comes_back_without_the_phone(site: Site, window: Window, lang: str) -> None:
    member = Journey(window.page, site, lang)
    member.join()
    member.add_passkey()
    secret, codes = member.turn_on_codes()
    assert len(codes) == 10
    assert sideways(window.page, 320) == []

    member.sign_out()
    assert not member.is_in()
    member.by_passkey()
    assert member.is_in()

    member.sign_out()
    member.by_password()
    assert not member.is_in()
    # The code that turned it on is used up; the next one is good already.
    member.enter(code(secret, at_offset=30))
    assert member.is_in()

    member.sign_out()
    member.by_password()
    window.page.locator("a[href*='/sign-in/rescue']").click()
    window.page.locator("a[href*='/sign-in/recovery']").click()
    member.enter(codes[0])
    assert member.is_in()
    window.quiet()


def test_where_passkeys_do_not_work_the_page_says_so(site: Site, look: Look) -> None:
    """By an IP address no browser takes them; without scripts none is asked for."""
    page = look().open("/zh-hant/sign-in")
    page.locator("form[action*='/sign-in/passkey'] [type=submit]").click()
    page.locator("[data-when=SecurityError]").wait_for()
    assert page.locator("[data-when=SecurityError] a").get_attribute("href") == site.url.replace(
        "127.0.0.1", "localhost"
    )
    still = look(scripts=False).open("/zh-hant/sign-in")
    still.locator("form[action*='/sign-in/passkey'] [type=submit]").click()
    assert "JavaScript" in still.locator("main").inner_text()
    assert not still.locator("[data-passkey-start]").is_visible()
