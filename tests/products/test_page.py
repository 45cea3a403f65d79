"""The product page: options and their price, all kinds, what changes with the address."""

from typing import Any

import pytest

from miquan.products.draft import VariantDraft
from tests.browsing import Browser, Page
from tests.cast import Cast

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
VARIANTS = (
    VariantDraft(price=3_000, options=("小", "白"), stock=2),
    VariantDraft(price=3_500, options=("小", "黑"), stock=0),
    VariantDraft(price=4_500, options=("大", "白"), stock=1),
)


@pytest.fixture
def path(app: Any, cast: Cast) -> str:
    product = cast.product("手捏杯子", options=("尺寸", "顏色"), variants=VARIANTS)
    return f"/zh-hant/@mei/p/{product.id}-{product.slug}"


def chosen(page: Page) -> set[str]:
    return {e.get("value") or "" for e in page.all("input", type="radio") if e.get("checked") is not None}


def test_the_first_that_can_be_had_is_chosen(app: Any, path: str) -> None:
    page = Browser(app).get(path)
    assert chosen(page) == {"小", "白"}
    assert "3,000" in page.text


def test_a_choice_in_the_address_shows_its_price(app: Any, path: str) -> None:
    page = Browser(app).get(f"{path}?o1=大&o2=白")
    assert chosen(page) == {"大", "白"}
    assert "4,500" in page.text


def test_what_does_not_exist_or_is_gone_says_so(app: Any, path: str) -> None:
    page = Browser(app).get(f"{path}?o1=小&o2=白")
    gone = {"".join(e.itertext()) for e in page.all("label") if e.get("data-out") is not None}
    assert gone == {"黑（沒有了）"}


@pytest.mark.parametrize(
    "query", ["o1=none", "o1=&o2=", "o1=" + "x" * 2_000, "o1=大&o1=小", "o9=1", "utm_source=x", "o1=%00"]
)
def test_nonsense_in_the_address_is_no_error(app: Any, path: str, query: str) -> None:
    assert Browser(app).get(f"{path}?{query}").status == 200


def test_a_part_holds_only_what_changes(app: Any, path: str) -> None:
    part = Browser(app).get(f"{path}?o1=大&o2=白", headers=PART)
    assert 'id="buy"' in part.text
    assert "4,500" in part.text
    assert "<html" not in part.text
    assert len(part.body) * 4 <= len(Browser(app).get(path).body) * 3


KINDS = {
    "one_off": {}, "stock": {}, "made_to_order": {"lead_days": 30}, "preorder": {"preorder_cap": 7}, "on_demand": {},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_how_it_is_bought(app: Any, cast: Cast, kind: str) -> None:
    product = cast.product(kind=kind, **KINDS[kind])
    page = Browser(app).get(f"/zh-hant/@mei/p/{product.id}-{product.slug}")
    words = {
        "one_off": "只有這一件",
        "stock": "有現貨",
        "made_to_order": "訂了才做",
        "preorder": "預購中",
        "on_demand": "先問還有沒有",
    }
    assert words[kind] in page.text
    for number in KINDS[kind].values():
        assert str(number) in page.text


@pytest.mark.parametrize(("lang", "code"), [("zh-hant", "TWD"), ("zh-hans", "CNY"), ("en", "USD")])
def test_an_estimate_is_in_the_readers_currency_and_marked(app: Any, cast: Cast, lang: str, code: str) -> None:
    product = cast.product()
    page = Browser(app).get(f"/{lang}/@mei/p/{product.id}-{product.slug}")
    text = " ".join("".join(page.tree.itertext()).split())
    assert "JPY" in text
    assert "18,500" in text
    assert code in text
    assert "≈" in text


def test_the_owner_may_change_it_and_others_may_not(app: Any, cast: Cast) -> None:
    product = cast.product()
    path, edit = f"/en/@mei/p/{product.id}-{product.slug}", f"/en/studio/products/{product.id}"
    assert edit in Browser(app, cast.mei).get(path).text
    assert edit not in Browser(app, cast.nina).get(path).text
    assert edit not in Browser(app).get(path).text


def test_a_change_shows_at_once_where_cards_are_kept(app: Any, cast: Cast) -> None:
    from miquan.products.actions import save_product
    from miquan.products.draft import ProductDraft

    product = cast.product("舊名字")
    for path in ("/zh-hant/", "/zh-hant/@mei"):
        assert "舊名字" in Browser(app).get(path).text
    draft = ProductDraft(title="新名字", currency="JPY", variants=(VariantDraft(price=500),))
    save_product(cast.kyoto, draft, by=cast.mei.id, product=product)
    for path in ("/zh-hant/", "/zh-hant/@mei"):
        text = Browser(app).get(path).text
        assert "新名字" in text
        assert "舊名字" not in text


def test_who_sells_it_is_offered_to_change_it_and_not_to_ask_or_report(app: Any, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/@mei/p/{product.id}-{product.slug}"
    own, theirs = (Browser(app, who).get(path).words("a") for who in (cast.mei, cast.nina))
    assert ("改這件商品" in own, "檢舉這件商品" in own, "先問問" in own) == (True, False, False)
    assert ("改這件商品" in theirs, "檢舉這件商品" in theirs, "先問問" in theirs) == (False, True, True)
