"""Members share the middle of public pages, and nothing else."""

from typing import Any

import pytest

from miquan.storefronts.actions import StorefrontDraft, edit_storefront
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast


@pytest.fixture
def address(app: Any, cast: Cast) -> str:
    product = cast.product("一只舊茶碗")
    return f"/zh-hant/@mei/p/{product.id}-{product.slug}"


def test_the_second_member_gets_the_same_middle_in_a_frame_of_their_own(app: Any, cast: Cast, address: str) -> None:
    first, second = Browser(app, cast.nina).get(address), Browser(app, cast.ruo).get(address)
    assert "一只舊茶碗" in second.text
    assert "妮娜" in first.text
    assert "妮娜" not in second.text
    assert (
        first.text.partition("<main")[2].split("</main>")[0].split()
        == second.text.partition("<main")[2].split("</main>")[0].split()
    )
    assert first.words("title") == second.words("title")


def test_a_second_look_asks_less(app: Any, cast: Cast, address: str) -> None:
    from miquan.db import counting_queries

    browser = Browser(app, cast.nina)
    browser.get(address)
    from tests.browsing import alone

    def ask() -> int:
        with counting_queries() as seen:
            assert browser.client.get(address).status_code == 200
        return len(seen)

    assert alone(ask) <= 3


@pytest.mark.parametrize("owner_first", [True, False])
def test_the_owner_sees_their_own_and_nobody_else_does(app: Any, cast: Cast, address: str, owner_first: bool) -> None:
    readers = [cast.mei, cast.nina] if owner_first else [cast.nina, cast.mei, cast.nina]
    for reader in readers:
        has_link = "/studio/products/" in Browser(app, reader).get(address).text.partition("<main")[2]
        assert has_link is (reader.id == cast.mei.id)


def test_languages_are_kept_apart(app: Any, cast: Cast, address: str) -> None:
    browser = Browser(app, cast.nina)
    hant, english = browser.get(address).text, browser.get(address.replace("zh-hant", "en")).text
    assert hant.partition("<main")[2] != english.partition("<main")[2]


def test_a_change_is_seen_at_once(app: Any, cast: Cast, address: str) -> None:
    browser = Browser(app, cast.nina)
    assert "新的一句話" not in browser.get("/zh-hant/@mei").text
    shop = Storefront.get_by_id(cast.kyoto.id)
    edit_storefront(shop, StorefrontDraft(currency="JPY", headline="新的一句話"), by=cast.mei.id)
    assert "新的一句話" in browser.get("/zh-hant/@mei").text


def test_parts_and_errors_are_not_kept(app: Any, cast: Cast, address: str) -> None:
    browser = Browser(app, cast.nina)
    assert browser.get("/zh-hant/@nobody").status == 404
    assert browser.get("/zh-hant/@nobody").status == 404
    part = browser.get(address, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in part.text
    assert "<html" in browser.get(address).text
