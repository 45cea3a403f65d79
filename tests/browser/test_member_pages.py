"""The pages of members: the studio, their account, asking and reporting, each in three languages."""

import pytest

from tests.browser.conftest import Look
from tests.browser.demo import OPERATOR
from tests.browser.window import Site, sound
from tests.server.small import until

pytestmark = pytest.mark.browser
LANGS = ("zh-hant", "zh-hans", "en")
BUYER = {"front": "/", "studio": "/studio", "drafts": "/studio/products?state=draft", "storefront": "/studio/storefront",
         "new_product": "/studio/products/new", "me": "/me"}  # fmt: skip


def owner(site: Site, name: str) -> str:
    return site.paths[name].split("/")[1].removeprefix("@")


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_of_a_buyer_are_sound(site: Site, look: Look, lang: str) -> None:
    window = look()
    window.step_in(owner(site, "options"), lang)
    for path in (*BUYER.values(), site.paths["edit_options"], site.paths["options"]):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, f"/{lang}{path}", thorough=lang == "zh-hant")


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_of_a_shopper_are_sound(site: Site, look: Look, lang: str) -> None:
    window = look()
    window.step_in("mimi_tw", lang)
    number = site.paths["edit_options"].rsplit("/", 1)[1]
    for path in (
        "/@yuan_kyoto/question",
        f"/reports/product/{number}",
        "/studio/storefront",
        "/me",
        "/me/security",
        "/me/security/passkeys",
        "/me/security/totp",
        site.paths["person"],
    ):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, f"/{lang}{path}", thorough=lang == "zh-hant")


def test_profile_privacy_and_preview_are_sound(site: Site, look: Look) -> None:
    window = look()
    window.step_in("mimi_tw")
    for path in ("/zh-hant/me/profile", "/en/me/privacy", "/zh-hans/me/preview?as=member"):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, path)


def test_the_pages_of_an_account_are_sound(site: Site, look: Look) -> None:
    window = look()
    window.step_in("mimi_tw")
    for path in ("/zh-hant/me/email", "/en/me/password", "/zh-hans/me/handle", "/en/me/sessions"):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, path)


def test_the_desk_is_sound(site: Site, look: Look) -> None:
    window = look()
    window.step_in(OPERATOR)
    for path in ("/zh-hans/desk", "/en/desk/members?q=mimi"):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, path)
    window.page.locator("tbody a").first.click()
    window.page.wait_for_url("**/desk/members/*")
    sound(window, window.page.url.replace("/en/", "/zh-hant/"))


def test_a_buyer_edits_a_product_and_its_readers_see_it(site: Site, look: Look) -> None:
    window = look()
    page = window.step_in(owner(site, "options"))
    page.goto(f"/zh-hant{site.paths['edit_options']}")
    page.locator("[name=story]").fill("換了一句來歷，寫給測試的人看。")
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="儲存", exact=True).click()
    reader = look().open(f"/zh-hant{site.paths['options']}")
    # A page that visitors share may be a second old.
    until(lambda: reader.reload() and "換了一句來歷" in reader.locator("main").inner_text())
    window.quiet()
