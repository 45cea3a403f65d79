"""What nobody published must not be seen by side doors."""

from typing import Any

import pytest

from tests.browsing import Browser
from tests.cast import Cast

BRAND = "Zephyrine Atelier"


@pytest.mark.parametrize("path", ["/brands", "/search/suggestions?q=zeph"])
def test_the_brand_of_a_draft_is_not_listed(app: Any, cast: Cast, path: str) -> None:
    """It would tell what a buyer is about to bring, and let anyone write on a page that lists makers."""
    cast.product("還沒寫完的花器", state="draft", brand=BRAND)
    assert BRAND not in Browser(app).get(f"/zh-hant{path}").text


@pytest.mark.parametrize("path", ["/brands", "/search/suggestions?q=zeph"])
def test_the_brand_of_what_can_be_bought_is_listed(app: Any, cast: Cast, path: str) -> None:
    cast.product(brand=BRAND)
    assert BRAND in Browser(app).get(f"/zh-hant{path}").text


def test_the_brand_of_a_draft_has_no_page(app: Any, cast: Cast) -> None:
    draft = cast.product("還沒寫完的花器", state="draft", brand=BRAND)
    assert draft.brand is not None
    assert Browser(app).get(f"/zh-hant/brands/{draft.brand.slug}").status == 404


def test_a_draft_that_was_thrown_away_was_never_there(app: Any, cast: Cast) -> None:
    """410 would say that it existed, and whose it was; a report would say that it exists."""
    from miquan.products.actions import remove

    draft = cast.product("還沒寫完的花器", state="draft")
    remove(draft.id, by=cast.mei.id)
    assert Browser(app).get(f"/zh-hant/@mei/p/{draft.id}").status == 404
    assert Browser(app, cast.nina).get(f"/zh-hant/reports/product/{draft.id}").status == 404
