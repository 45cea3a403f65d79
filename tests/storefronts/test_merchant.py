"""The product feed: only what is public, at true prices, available as it truly is."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from miquan.db import now
from miquan.products.actions import sell_out_or_restock
from miquan.products.draft import VariantDraft, Words
from miquan.storefronts import merchant
from miquan.storefronts.merchant import is_gtin
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast
from tests.products.test_prices import lived

G = "{http://base.google.com/ns/1.0}"


def items(app: Any, lang: str = "zh-hant") -> dict[str, dict[str, str]]:
    """The feed's items by id, without the names' space."""
    answer = Browser(app).get(f"/{lang}/@mei/products.xml")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    found = [
        {e.tag.replace(G, ""): e.text or "" for e in item} for item in ElementTree.fromstring(answer.body).iter("item")
    ]
    return {item["id"]: item for item in found}


def test_each_variant_with_its_own_price_and_availability(app: Any, cast: Cast) -> None:
    sizes = (
        VariantDraft(3_000, ("小",), stock=2, barcode="4006381333931"),
        VariantDraft(4_500, ("大",), stock=0, barcode="123"),
    )
    mug = cast.product(
        "手捏杯子 & 盤",
        options=("尺寸",),
        variants=sizes,
        category="tea-cups",
        words={"en": Words("A cup")},
        weight_g=200,
    )
    cast.product("草稿", state="draft")
    found = items(app)
    small, large = (found[key] for key in sorted(found))
    assert len(found) == 2
    assert (small["price"], small["availability"], small["item_group_id"]) == ("3000 JPY", "in_stock", str(mug.id))
    assert large["availability"] == "out_of_stock"
    assert small["title"] == "手捏杯子 & 盤（小）"
    assert (small["gtin"], "gtin" in large, large["identifier_exists"]) == ("4006381333931", False, "no")
    assert small["link"].startswith(app.extensions["miquan"].url)
    assert "o1=" in small["link"]
    assert {item["title"] for item in items(app, "en").values()} == {"A cup（小）", "A cup（大）"}
    assert set(items(app, "en")) == set(found)


def test_kinds_and_holidays_say_when(app: Any, cast: Cast) -> None:
    tea = cast.product("新茶", kind="preorder", ships_by=date(2027, 3, 1))
    paper = cast.product("信紙", kind="on_demand")
    sold = cast.product("鐵瓶", variants=(VariantDraft(9_000, stock=0),))
    sell_out_or_restock(sold.id, by=cast.mei.id)
    bowl = cast.product("茶碗")
    found = items(app)
    assert (found[str(tea.id)]["availability"], found[str(tea.id)]["availability_date"]) == ("preorder", "2027-03-01")
    assert found[str(paper.id)]["availability"] == "backorder"
    assert found[str(sold.id)]["availability"] == "out_of_stock"
    assert found[str(bowl.id)]["availability"] == "in_stock"
    back = now().date() + timedelta(days=5)
    Storefront.update(
        holiday_from=now().date() - timedelta(days=3), holiday_to=back - timedelta(days=1), version=9
    ).execute()
    from miquan.versions import bump

    bump("pages")
    away = items(app)[str(bowl.id)]
    assert (away["availability"], away["availability_date"]) == ("backorder", str(back))


def test_a_former_price_only_where_it_is_true(app: Any, cast: Cast) -> None:
    true, false = cast.product("真"), cast.product("假")
    lived(true, (100, 20_000), (10, 18_500), compare_at=20_000)
    lived(false, (5, 18_500), compare_at=20_000)
    found = items(app)
    assert (found[str(true.id)]["price"], found[str(true.id)]["sale_price"]) == ("20000 JPY", "18500 JPY")
    assert found[str(false.id)]["price"] == "18500 JPY"
    assert "sale_price" not in found[str(false.id)]


def test_a_closed_storefront_has_none(app: Any, cast: Cast) -> None:
    cast.product()
    Storefront.update(state="closed").where(Storefront.id == cast.kyoto.id).execute()
    assert Browser(app).get("/zh-hant/@mei/products.xml").status == 404
    assert Browser(app).get("/zh-hant/@ruo/products.xml").status == 404


def test_many_goods_are_several_pages(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merchant, "MOST", 2)
    ids = [str(cast.product(f"碗{n}").id) for n in range(5)]
    seen, address = [], "/zh-hant/@mei/products.xml"
    while address:
        channel = ElementTree.fromstring(Browser(app).get(address).body)
        seen.append([e.text for e in channel.iter(f"{G}id")])
        following = channel.find(".//{http://www.w3.org/2005/Atom}link[@rel='next']")
        address = "" if following is None else "/zh-hant/" + following.get("href", "").split("/zh-hant/")[1]
    assert seen == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]
    strange = Browser(app).get("/zh-hant/@mei/products.xml?before=x")
    assert strange.status == 200


def test_check_digits() -> None:
    assert [
        is_gtin(code)
        for code in ("4006381333931", "4006381333932", "96385074", "abc", "", "４００６３８１３３３９３１")
    ] == [True, False, True, False, False, False]
