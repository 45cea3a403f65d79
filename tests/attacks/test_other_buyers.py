"""A buyer knocks at everything of another buyer's: numbers are easily guessed, and tell nothing of whose they are."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from miquan.accounts.models import Member
from miquan.catalogue.models import ImportRun
from miquan.db import BaseModel
from miquan.products.models import Product, Variant
from miquan.storefronts.models import Storefront
from miquan.studio.models import BulkChange, BulkItem, EditorDraft, SavedView
from tests.attacks.test_what_leaks import BRAND
from tests.browsing import Browser
from tests.cast import Cast
from tests.catalogue.runs.conftest import Importing
from tests.studio.test_bulk import begin
from tests.studio.test_drafts import KEEP, PART
from tests.studio.test_studio import GOOD

MINE = (Product, Variant, Storefront, BulkChange, BulkItem, EditorDraft, SavedView, ImportRun)
# What a number in an address stands for, by its name in the route.
NUMBERS: dict[str, type[BaseModel]] = {
    "product_id": Product, "change_id": BulkChange, "view_id": SavedView, "run_id": ImportRun, "version": Product,
}  # fmt: skip


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    """She has one of everything."""
    product = cast.product("還沒寫完的花器", state="draft", brand=BRAND)
    browser = Browser(app, cast.mei)
    path = f"/zh-hant/studio/products/{product.id}"
    assert browser.post(KEEP, {**browser.get(path).fields(), **GOOD}, headers=PART).status == 200
    assert browser.send("/zh-hant/studio/views?query=state%3Ddraft", name="我的").status == 303
    begin(browser, "archive", product.id)
    Importing(app, cast.mei).preview("Title,Price\n碗,twelve\n杯,12\n")
    return browser


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """(method, path) of every route of the studio that names something, with what is hers."""
    keys = {
        **{name: str(model.select().first().id) for name, model in NUMBERS.items()},
        "key": EditorDraft.select().first().key,
    }
    keys["version"] = "1"
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/studio/") and rule.arguments:
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: keys[found[1]], rule.rule)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, path


def everything() -> dict[str, Any]:
    return {model.__name__: list(model.select().order_by(model.id).dicts()) for model in MINE}


def test_another_buyer_gets_nothing_and_changes_nothing(app: Any, cast: Cast, mei: Browser) -> None:
    assert cast.edinburgh.id
    thief = Browser(app, cast.tang)
    token = thief.get("/zh-hant/studio/products/new").fields()["csrf_token"]
    before, knocked = everything(), list(addresses(app))
    assert len(knocked) >= 25
    for method, path in knocked:
        page = thief.ask(
            method,
            f"/zh-hant{path}",
            data={"csrf_token": token, "name": "偷", "line": "2", "place": "1"} if method == "POST" else None,
        )
        assert page.status == 404, (method, path)
    assert everything() == before


@pytest.mark.parametrize("who", ["visitor", "stranger", "suspended", "leaving"])
def test_nobody_else_gets_in_either(app: Any, cast: Cast, mei: Browser, who: str) -> None:
    before, knocked = everything(), list(addresses(app))
    if who in ("suspended", "leaving"):
        # What a page still holds outlives its member's rights.
        token = mei.get("/zh-hant/studio/products/new").fields()["csrf_token"]
        values: dict[str, Any] = {"active": False} if who == "suspended" else {"leaving_at": Member.created_at}
        Member.update(values).where(Member.id == cast.mei.id).execute()
        browser = mei
    else:
        browser = Browser(app, cast.ruo if who == "stranger" else None)
        token = browser.get("/zh-hant/join" if who == "visitor" else "/zh-hant/me/profile").fields()["csrf_token"]
    for method, path in knocked:
        page = browser.ask(method, f"/zh-hant{path}", data={"csrf_token": token} if method == "POST" else None)
        assert page.status in (303, 400, 403, 404), (method, path, page.status)
        assert page.status != 303 or "/studio/" not in page.location.partition("?")[0], (method, path, page.location)
    assert everything() == before


def test_without_a_token_nothing_happens(app: Any, cast: Cast, mei: Browser) -> None:
    """Her own browser, led here by somebody else's page."""
    before = everything()
    for method, path in addresses(app):
        if method == "POST":
            assert mei.post(f"/zh-hant{path}", {"title": "x", "name": "x"}).status == 400, path
    for path in (
        "/studio/products/new",
        "/studio/views",
        "/studio/changes",
        "/studio/imports",
        "/studio/storefront/closure",
    ):
        assert mei.post(f"/zh-hant{path}", {"title": "x"}).status == 400, path
    assert everything() == before


def test_a_ticket_of_one_s_own_opens_nobody_else_s_product(app: Any, cast: Cast, mei: Browser) -> None:
    """It stands for the token of a form, not for a right."""
    assert cast.edinburgh.id
    thief = Browser(app, cast.tang)
    fields = {**thief.get("/zh-hant/studio/products/new").fields(), "title": "偷來的", "csrf_token": ""}
    product = Product.get()
    for path in (f"/zh-hant/studio/products/{product.id}", f"/zh-hant/studio/products/{product.id}/copies"):
        assert thief.post(path, fields).status in (400, 404)
    assert Product.get().title == product.title


def test_another_buyer_changes_many_of_their_own_only(app: Any, cast: Cast, mei: Browser) -> None:
    assert cast.edinburgh.id
    thief, product = Browser(app, cast.tang), Product.get()
    token = thief.get("/zh-hant/studio/products/new").fields()["csrf_token"]
    page = thief.post(
        "/zh-hant/studio/changes", {"csrf_token": token, "verb": "archive", "id": str(product.id), "nonce": "n"}
    )
    shown = thief.follow(page).text if page.status == 303 else page.text
    assert product.title not in shown
    assert BulkItem.select().join(BulkChange).where(BulkChange.storefront == cast.edinburgh.id).count() == 0


@pytest.mark.parametrize(
    "path",
    ["/studio/brands?brand=zeph", "/studio/products?panel=1", "/studio/export?q=花器",
     "/studio/export/products.csv", "/@mei/products.xml", "/@mei/feed.atom", "/search?q=花器", "/studio"],
)  # fmt: skip
def test_a_draft_and_its_maker_are_not_told_to_another_buyer(app: Any, cast: Cast, mei: Browser, path: str) -> None:
    assert cast.edinburgh.id
    page = Browser(app, cast.tang).get(f"/zh-hant{path}")
    assert page.status == 200
    assert BRAND not in page.text
    assert "還沒寫完的花器" not in page.text
