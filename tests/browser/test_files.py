"""A member's private files: brought, found again, opened, and who looked; in each language, on wide and narrow screens."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.demo import OPERATOR
from tests.browser.window import PATIENCE_MS, sound
from tests.site.world import picture_bytes

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
SHELF = "/me/files"
_BRING = """async ([purpose, bytes]) => {
  const form = new FormData();
  form.append("purpose", purpose);
  form.append("file", new File([new Uint8Array(bytes)], "passport.jpg", { type: "image/jpeg" }));
  const token = document.querySelector("[name=csrf_token]").value;
  const answer = await fetch("/zh-hant/me/uploads", { method: "POST", body: form, headers: { "X-CSRFToken": token } });
  let [file] = (await answer.json()).files;
  while (file.state === "waiting") {
    await new Promise((on) => setTimeout(on, 300));
    [file] = (await (await fetch(`/zh-hant/me/uploads/states?id=${file.id}`)).json()).files;
  }
  return file.state;
}"""


def bring(page: Page, purpose: str, body: bytes) -> None:
    """Until it has been looked at: before that it is for its owner alone."""
    page.goto("/zh-hant/me/profile")
    assert page.evaluate(_BRING, [purpose, list(body)]) == "ready"


def test_a_paper_is_found_again_and_its_owner_reads_who_looked(look: Look) -> None:
    window, body = look(), picture_bytes("#4a6670")
    page = window.step_in("mimi_tw")
    page.goto(f"/zh-hant{SHELF}")
    expect(page.locator("main")).to_contain_text("還沒有文件")
    expect(page.locator("main")).to_contain_text("還沒有人看過")
    bring(page, "paper", body)
    page.goto(f"/zh-hant{SHELF}")
    row = page.locator("tbody tr")
    expect(row).to_contain_text("加密保存")
    address = str(row.get_by_role("link", name="證件").get_attribute("href"))
    assert page.request.get(address).body() == body
    page.reload()
    expect(page.locator("table").last).to_contain_text("你自己")
    looks_with_a_reason(look, address)
    for lang, who in (("zh-hans", "你自己"), ("en", "You"), ("zh-hant", "你自己")):
        page.set_viewport_size({"width": 1440, "height": 900})
        sound(window, f"/{lang}{SHELF}")
        expect(page.locator("table").last).to_contain_text("核對護照上的名字")
        expect(page.locator("table").last).to_contain_text(who)


def looks_with_a_reason(look: Look, address: str) -> None:
    """Somebody of the desk: without a reason they see nothing, with one the file itself."""
    window = look()
    page = window.step_in(OPERATOR)
    sound(window, address)
    expect(page.get_by_role("button", name="看這份文件")).to_be_visible()
    # Sent beside the page: Chromium's own page around a picture wants a style, which the file's policy refuses aloud.
    token = page.locator("#form [name=csrf_token]").input_value()
    answer = page.request.post(address, form={"csrf_token": token, "reason": "核對護照上的名字"})
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
