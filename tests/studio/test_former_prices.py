"""A former price that was never true is told to its owner, in the list and beside its field."""

from typing import Any

from miquan.products.draft import VariantDraft
from tests.browsing import Browser
from tests.cast import Cast
from tests.products.test_prices import lived


def test_its_owner_is_told_why_it_is_not_shown(app: Any, cast: Cast) -> None:
    claim = (VariantDraft(18_500, compare_at=20_000),)
    true, false = (cast.product(name, variants=claim) for name in ("真", "假"))
    lived(true, (100, 20_000), (10, 18_500), compare_at=20_000)
    mei = Browser(app, cast.mei)
    page = mei.get("/zh-hant/studio/products").text
    assert page.count("原價沒有顯示") == 1
    assert "原價沒有顯示" in page[page.index(f'id="product-{false.id}"') :].partition("</tr>")[0]
    beside = [mei.get(f"/zh-hant/studio/products/{one.id}").text for one in (true, false)]
    assert ["買家看不到這個原價" in text for text in beside] == [False, True]
    assert 'aria-describedby="variants-0-compare_at-hint"' in beside[1]
