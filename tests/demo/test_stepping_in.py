"""`/demo`: two of the people there look after the site, are marked like the others, and can walk the desk."""

from pathlib import Path
from typing import Any

import pytest

from miquan import db as kernel
from miquan.db import transaction
from miquan.demo.seeding import seed_people
from miquan.factory import create_app
from tests.browsing import Browser
from tests.conftest import AloneClient, settings_for

OPERATOR, MODERATOR, SHOPPER = "heqing_desk", "lotte_desk", "mimi_tw"


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Any:
    (tmp_path / "miquan.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'miquan.db'}", MIQUAN_DEMO="1"))
    app.test_client_class = AloneClient
    with app.app_context(), transaction():
        seed_people()
    yield app
    kernel.database.obj.close_all()


def stepped_in(site: Any, handle: str) -> Browser:
    browser = Browser(site)
    browser.send("/en/demo", action=f"/en/demo/{handle}")
    return browser


def test_who_looks_after_the_site_stands_first_and_is_marked(site: Any) -> None:
    page = Browser(site).get("/zh-hant/demo")
    actions = [form.get("action") for form in page.all("form") if "/demo/" in (form.get("action") or "")]
    assert actions[:2] == [f"/zh-hant/demo/{OPERATOR}", f"/zh-hant/demo/{MODERATOR}"]
    assert len(actions) == 42
    assert page.text.index("站務") < page.text.index("版務") < page.text.index("買手")
    assert "示範" in Browser(site).get(f"/zh-hant/@{OPERATOR}").text


@pytest.mark.parametrize(
    ("handle", "desk", "rules"), [(OPERATOR, 200, 200), (MODERATOR, 200, 403), (SHOPPER, 403, 403)]
)
def test_the_desk_opens_to_those_two(site: Any, handle: str, desk: int, rules: int) -> None:
    browser = stepped_in(site, handle)
    assert browser.get("/en/desk").status == desk
    assert browser.get("/en/desk/searches").status == desk
    assert browser.get("/en/desk/goods-rules/new").status == rules
