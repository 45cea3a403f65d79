"""The studio's first page: what waits, what was read, one thing worth knowing."""

from datetime import timedelta
from typing import Any

from miquan.db import now
from miquan.products.actions import sell_out_or_restock
from miquan.products.draft import VariantDraft
from miquan.products.models import Product, ProductDay
from miquan.products.readings import recount_days, recount_viewed
from miquan.search.models import SearchMiss
from miquan.studio.models import EditorDraft
from tests.browsing import Browser
from tests.cast import Cast

HOME = "/zh-hant/studio"


def test_what_waits_leads_to_just_these(app: Any, cast: Cast) -> None:
    cast.product("剩兩個", kind="stock", variants=(VariantDraft(price=900, stock=2),))
    gone = cast.product("賣完了", kind="stock", variants=(VariantDraft(price=900, stock=0),))
    sell_out_or_restock(gone.id, by=cast.mei.id)
    old = cast.product("舊草稿", state="draft")
    Product.update(updated_at=now() - timedelta(days=8)).where(Product.id == old.id).execute()
    EditorDraft.create(storefront=cast.kyoto, member=cast.mei, key="k" * 32, title="寫到一半", form={})
    cast.product("別人的", storefront=cast.edinburgh)
    mei = Browser(app, cast.mei)
    page = mei.get(HOME)
    told = {" ".join("".join(e.itertext()).split()): str(e.get("href")) for e in page.all("a")}
    for words, title in (("快賣完了", "剩兩個"), ("已售出", "賣完了"), ("放了一週以上的草稿", "舊草稿")):
        link = next(href for text, href in told.items() if text.startswith(words) and text.endswith("1"))
        rows = mei.get(link).text
        assert title in rows
        assert "別人的" not in rows
    assert any("寫到一半" in text for text in told)
    assert any(text.startswith("有地方要補") and text.endswith("3") for text in told)


def test_the_week_and_what_is_read_most(app: Any, cast: Cast) -> None:
    product, theirs, today = cast.product("鐵瓶"), cast.product("毛衣", storefront=cast.edinburgh), now().date()
    for day, views in ((0, 12), (6, 30), (7, 40), (13, 1)):
        ProductDay.create(product=product.id, day=today - timedelta(days=day), views=views)
    ProductDay.create(product=theirs.id, day=today, views=987_654)
    assert (recount_viewed(), recount_days()) == (2, 5)
    page = Browser(app, cast.mei).get(HOME)
    assert page.words("b").count("42") == 1
    assert "比前一週多1次" in page.text
    assert f"{today.isoformat()}: 12" in page.text
    assert "毛衣" not in page.text
    assert "987,654" not in page.text


def test_a_week_without_readings_draws_no_chart(app: Any, cast: Cast) -> None:
    cast.product("鐵瓶")
    page = Browser(app, cast.mei).get(HOME)
    assert "這週還沒有人來看" in page.text
    assert page.all("svg", class_="week-chart") == []


def test_the_tip_tells_what_many_look_for_and_nothing_private(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    for words, count in (("錫茶罐", 5), ("0912345678", 50), ("mei@example.org", 50), ("很少人找", 4), ("長" * 40, 90)):
        SearchMiss.create(key=words, query=words, lang="zh-hant", count=count)
    page = Browser(app, cast.mei).get(HOME).text
    assert "這週很多人在找「錫茶罐」" in page
    assert "0912345678" not in page
    SearchMiss.update(last_at=now() - timedelta(days=9)).execute()
    assert "很多人在找" not in Browser(app, cast.mei).get(HOME).text


def test_nobody_without_a_storefront(app: Any, cast: Cast) -> None:
    assert Browser(app, cast.nina).get(HOME).location.endswith("/studio/storefront")
