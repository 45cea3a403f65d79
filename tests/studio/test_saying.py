"""What the editor says back: saved or published, what is wrong, prices as one types them."""

from typing import Any

import pytest

from miquan.products.draft import VariantDraft
from tests.browsing import Browser
from tests.cast import Cast
from tests.studio.test_studio import GOOD, NEW


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def test_publishing_is_said_in_other_words_than_saving(mei: Browser, cast: Cast) -> None:
    draft, live = cast.product(state="draft"), cast.product()
    page = mei.follow(mei.send(f"/zh-hant/studio/products/{draft.id}", then="publish"))
    assert "上架了，大家看得到了" in page.text
    assert "還可以更好" in page.text
    saved = mei.follow(mei.send(f"/zh-hant/studio/products/{live.id}"))
    assert ("存好了" in saved.text, "上架了，大家看得到了" in saved.text) == (True, False)


def test_whole_prices_are_shown_as_one_types_them(app: Any, cast: Cast) -> None:
    rows = (VariantDraft(price=680_000, compare_at=710_050),)
    product = cast.product(storefront=cast.edinburgh, variants=rows)
    fields = Browser(app, cast.tang).get(f"/zh-hant/studio/products/{product.id}").fields()
    assert (fields["variants-0-price"], fields["variants-0-compare_at"]) == ("6800", "7100.50")


def test_the_summary_says_what_is_wrong(mei: Browser) -> None:
    page = mei.send(NEW, **{**GOOD, "hs_code": "碗"})
    summary = next(e for e in page.all("div", id="errors"))
    assert "海關稅則號列：用數字和點" in "".join(summary.itertext())
