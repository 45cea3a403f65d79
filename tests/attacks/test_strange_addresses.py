"""What stands behind the question mark is anybody's: no database error may come of it."""

from typing import Any

import pytest

from tests.browsing import Browser
from tests.cast import Cast

NUL, HUGE, SMALL = "a%00b", "9" * 30, "-" + "9" * 17
OWN = [
    "/studio/products?q={0}&brand={0}&tag={0}&category={0}", "/studio/products?sort=title&after=1.{0}", "/studio/products?sort=price&after={0}.{0}",
    "/studio/products?after=1.{0}", "/studio/products?sort=stock&after=5.{0}", "/studio/products?sort=views&after=5.{0}", "/studio/products?edit={0}",
    "/studio/products/new?draft={0}", "/studio/products/{id}?draft={0}", "/studio/products/{id}/history?before={0}", "/studio/products/{id}/row?back={0}",
    "/studio/brands?brand={0}", "/studio/changes?before={0}", "/studio/views?query={0}", "/studio/export?q={0}&category={0}&state={0}",
    "/studio/export/products.csv?q={0}", "/me/uploads/states?id={0}", "/me/uploads/{0}", "/me/files?after={0}&before={0}", "/me/sessions?after={0}",
]  # fmt: skip
PUBLIC = [
    "/search?q={0}&category={0}&brand={0}&tag={0}&after={0}&sort={0}", "/search/suggestions?q={0}", "/@mei?q={0}&tag={0}&after={0}",
    "/categories/{0}", "/brands/{0}", "/brands?after={0}", "/places/{0}", "/places/japan/{0}", "/@{0}", "/@mei/p/1-{0}", "/@mei/products.xml?{0}={0}",
    "/confirm/{0}", "/email-stop/{0}", "/unsubscribe/{0}", "/objection/{0}",
]  # fmt: skip


@pytest.mark.parametrize("value", [NUL, HUGE, SMALL, "%ff%fe", "1e309", "%F0%9F%8D%B5", "%ED%A0%80"])
def test_nothing_in_an_address_breaks_a_page(app: Any, cast: Cast, value: str) -> None:
    product = cast.product(brand="樂燒窯", tags=("茶道",))
    owner, visitor = Browser(app, cast.mei), Browser(app)
    for browser, paths in ((owner, [*OWN, *PUBLIC]), (visitor, PUBLIC)):
        for path in paths:
            told = path.replace("{0}", value).replace("{id}", str(product.id))
            assert browser.get(f"/zh-hant{told}").status < 500, told


def test_nothing_in_an_address_breaks_the_desk(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.ou)
    for value in (NUL, HUGE, SMALL, "%ff%fe"):
        for path in ("/desk/members?q={0}", "/desk/searches?after={0}", "/desk/storefronts?after={0}&state={0}", "/desk/goods-rules?after={0}", "/desk/members/1?after={0}"):  # fmt: skip
            assert browser.get(f"/zh-hant{path.replace('{0}', value)}").status < 500, (path, value)


HIDDEN = [
    ("/studio/products/drafts/a\x00b/removal", {}), ("/studio/products/{id}", {"against": "draft:a\x00b:1", "take-title": "theirs"}),
    ("/studio/products/new", {"against": "draft:a\x00b:1", "nonce": "a\x00b", "ticket": "\x00"}), ("/studio/changes", {"verb": "archive", "id": "1", "nonce": "a\x00b"}),
    ("/studio/changes", {"verb": "a\x00b"}), ("/studio/changes", {"verb": "archive", "all": "1", "query": "q=a%00b&brand=%00&tag=%00", "nonce": "n2"}),
    ("/studio/views", {"name": "a\x00b", "query": "q=%00&brand=a%00"}), ("/studio/products/drafts", {"ticket": "a\x00b"}),
    ("/studio/products/{id}/row", {"version": "9" * 12, "back": "\x00", "price": "\x00", "stock": "9" * 12, "state": "draft"}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "fields"), HIDDEN)
def test_nothing_hidden_in_a_form_breaks_the_studio(app: Any, cast: Cast, path: str, fields: dict[str, str]) -> None:
    product = cast.product()
    mei = Browser(app, cast.mei)
    token = mei.get("/zh-hant/studio/products/new").fields()["csrf_token"]
    told = path.replace("{id}", str(product.id))
    assert mei.post(f"/zh-hant{told}", {"csrf_token": token, **fields}).status < 500
