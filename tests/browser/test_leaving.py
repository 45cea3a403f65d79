"""Taking one's data along, leaving, and coming back, in each language; with scripts and without."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.window import PATIENCE_MS, Site, serious, sideways

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)
# Language, whether scripts run, who leaves, and the words of the buttons: pack, delete, come back.
JOURNEYS = [
    ("zh-hant", True, "mimi_tw", ("打包我的資料", "刪除帳號", "回來")),
    ("zh-hans", False, "nana_keelung", ("打包我的资料", "删除账号", "回来")),
    ("en", True, "wren_portland", ("Pack my data", "Delete account", "Come back")),
]


@pytest.mark.parametrize(("lang", "scripts", "handle", "words"), JOURNEYS, ids=[j[0] for j in JOURNEYS])
def test_take_along_leave_and_return(
    site: Site, look: Look, lang: str, scripts: bool, handle: str, words: tuple[str, str, str]
) -> None:
    pack, delete, back = words
    window = look(scripts=scripts)
    page = window.step_in(handle, lang)
    page.goto(f"/{lang}/me/data")
    sound(page, scripts)
    packed(page, pack, scripts, handle)
    page.locator(f"main a[href='/{lang}/me/departure']").click()
    page.locator("[name=handle]").fill("somebody_else")
    press(page, delete)
    expect(page.locator(".wrong")).to_be_visible()
    sound(page, scripts)
    page.locator("[name=handle]").fill(handle)
    press(page, delete)
    expect(page.get_by_role("button", name=back, exact=True)).to_be_visible()
    sound(page, scripts)
    hidden(page, look, lang, handle, back)
    window.quiet()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sound(page: Page, scripts: bool) -> None:
    assert page.locator("h1").count() == 1
    if scripts:
        assert serious(page) == []
    assert sideways(page, 320) == []
    page.set_viewport_size({"width": 1440, "height": 900})


def packed(page: Page, pack: str, scripts: bool, handle: str) -> None:
    """Ask, watch it being packed, and open what is downloaded."""
    press(page, pack)
    link = page.locator("#export a[download]")
    while not scripts and not link.count():
        page.reload()
        page.wait_for_timeout(200)
    link.wait_for()
    with page.expect_download() as waiting:
        link.click()
    body = Path(str(waiting.value.path())).read_bytes()
    found = zipfile.ZipFile(io.BytesIO(body))
    assert found.testzip() is None
    assert handle in found.read("data/account.json").decode()


def hidden(page: Page, look: Look, lang: str, handle: str, back: str) -> None:
    """Nobody else finds the member; the member finds one page, until they come back."""
    visitor = look().page
    answer = visitor.goto(f"/{lang}/@{handle}")
    assert answer
    assert answer.status == 404
    page.goto(f"/{lang}/studio")
    expect(page).to_have_url(re.compile(rf"/{lang}/me/departure$"))
    press(page, back)
    expect(page).to_have_url(re.compile(rf"/{lang}/me$"))
    answer = visitor.goto(f"/{lang}/@{handle}")
    assert answer
    assert answer.status == 200
