"""The editor by hand, without scripts: combinations, tables, other languages, what a kind needs, looking ahead, history."""

from typing import Any

import pytest

from miquan.products.models import Product, ProductRevision, ProductText, Variant
from miquan.studio.editor import grid
from miquan.studio.editor.differences import differences
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.studio.test_studio import GOOD, NEW, one

OPTIONS = {"option1": "尺寸", "values1": "小、大", "option2": "顏色", "values2": "紅、藍,白"}


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def stored() -> list[tuple[Any, ...]]:
    rows = Variant.select(Variant.option1, Variant.option2, Variant.price, Variant.stock).order_by(Variant.position)
    return list(rows.tuples())


def wrong(page: Page) -> list[str]:
    return [words for words in ("".join(e.itertext()).strip() for e in page.all("p", class_="wrong")) if words]


def test_options_typed_once_make_the_combinations(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD, **OPTIONS, more="combine")
    fields = page.fields()
    assert page.status == 200
    assert [fields[f"variants-{n}-price"] for n in range(6)] == ["18,500"] * 6
    assert (fields["variants-5-value1"], fields["variants-5-value2"]) == ("大", "白")
    fields |= {"variants-5-price": "20000", "variants-1-drop": "y", "fill_stock": "4", "more": "fill"}
    filled = mei.post(NEW, fields)
    assert {filled.fields()[f"variants-{n}-stock"] for n in range(6)} == {"4"}
    assert filled.fields()["fill_stock"] == ""
    assert mei.post(NEW, {**filled.fields(), "variants-1-drop": "y"}).status == 303
    assert stored() == [
        ("小", "紅", 18_500, 4), ("小", "白", 18_500, 4), ("大", "紅", 18_500, 4), ("大", "藍", 18_500, 4),
        ("大", "白", 20_000, 4),
    ]  # fmt: skip


def test_saved_at_once_the_combinations_are_made_all_the_same(mei: Browser) -> None:
    assert mei.send(NEW, **GOOD, **OPTIONS).status == 303
    assert len(stored()) == 6
    again = mei.get(f"/zh-hant/studio/products/{one().id}").fields()
    assert (again["values1"], again["values2"]) == ("小、大", "紅、藍、白")


def test_more_than_a_hundred_are_refused_and_nothing_is_lost(mei: Browser) -> None:
    many = "、".join(str(n) for n in range(40))
    page = mei.send(NEW, **GOOD, option1="號碼", values1=many, option2="顏色", values2="紅、藍、白", more="combine")
    assert "這樣會有120個款式，最多100個" in page.text
    assert page.fields()["values1"] == many
    assert mei.post(NEW, page.fields()).status == 422
    assert Product.select().count() == 0


def test_a_table_from_elsewhere_finds_its_rows(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD, **OPTIONS, more="combine")
    table = "顏色\t尺寸\t價格\tSKU\tStock\r\n藍\t小\t9,900\tS-B\t2\r\n黑\t小\t100\tS-K\t\r\n"
    pasted = mei.post(NEW, {**page.fields(), "table": table, "more": "paste"}).fields()
    assert (pasted["variants-1-price"], pasted["variants-1-sku"], pasted["variants-1-stock"]) == ("9,900", "S-B", "2")
    assert (pasted["variants-6-value2"], pasted["variants-6-price"]) == ("黑", "100")
    assert (pasted["table"], pasted["values2"]) == ("", "紅、藍、白、黑")
    assert pasted["variants-0-price"] == "18,500"


def test_the_grid_by_itself() -> None:
    assert grid.split_values("小、大，中, 小") == ["小", "大", "中"]
    assert grid.split_values("1,5 L\n2 L") == ["1,5 L", "2 L"]
    for values in (["1,5 L"], ["a", "b"], ["a,b", "c"]):
        assert grid.split_values(grid.joined_values(values)) == values
    rows = [{"value1": "小", "price": "5", "stock": "1"}]
    assert grid.combined([["小", "大"], ["紅"]], rows) == [
        {"price": "5", "value1": "小", "value2": "紅"}, {"price": "5", "value1": "大", "value2": "紅"},
    ]  # fmt: skip
    assert grid.pasted("7\t\t3", [{}], 0, {}) == [{"price": "7", "stock": "3"}]
    assert grid.pasted("", [], 0, {}) == [{}]
    with pytest.raises(grid.TooMany):
        grid.pasted("\n".join(f"v{n}\t1" for n in range(101)), [], 1, {})


def test_each_variants_own_facts_and_picture(mei: Browser, cast: Cast) -> None:
    from miquan.media.actions import store_picture
    from tests.site.world import picture_bytes

    file = store_picture(picture_bytes(), owner=cast.mei.id)
    row = {"kept-0-file_id": str(file.id), "kept-0-place": "1", "kept-0-source_url": "", "kept-0-alt": "碗"}
    own = {"compare_at": "20,000", "weight_g": "320", "barcode": "4901234567894", "sku": "W-1", "picture": str(file.id)}
    page = mei.send(NEW, **GOOD, **row, **{f"variants-0-{name}": value for name, value in own.items()})
    assert page.status == 303
    found = Variant.get()
    assert (found.compare_at, found.weight_g, found.barcode, found.picture.file_id) == (
        20_000,
        320,
        own["barcode"],
        file.id,
    )
    fields = mei.get(page.location).fields()
    assert fields["variants-0-picture"] == str(file.id)
    lower = mei.post(page.location, {**fields, "variants-0-compare_at": "100"})
    assert (lower.status, Variant.get().compare_at) == (422, 20_000)


def test_own_words_in_other_languages_come_before_converted_ones(mei: Browser) -> None:
    words = {"in_en-title": "A tea bowl", "in_en-story": "Found in **Imamiya**.", "in_zh_hans-title": "志野的碗"}
    page = mei.send(NEW, **GOOD, **words)
    texts = {row.lang: (row.origin, row.title) for row in ProductText.select()}
    assert texts == {"en": ("author", "A tea bowl"), "zh-hans": ("author", "志野的碗")}
    fields = mei.get(page.location).fields()
    assert fields["in_en-story"] == words["in_en-story"]
    bare = mei.post(page.location, {**fields, "in_en-title": ""})
    assert bare.status == 422
    assert "寫了來歷，也要寫名字" in " ".join(wrong(bare))


def test_tags_are_taken_as_written_or_told_to_be_too_long(mei: Browser) -> None:
    long = "長" * 61
    page = mei.send(NEW, **{**GOOD, "tags": f"茶道、 {long}；茶道"})
    assert page.status == 422
    assert "標籤最多50個，每個最多60個字" in " ".join(wrong(page))
    page = mei.post(NEW, {**page.fields(), "tags": "茶道，日本茶；#志野,茶道"})
    assert ProductRevision.get().data["tags"] == ["茶道", "日本茶", "志野"]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("made_to_order", "lead_days", "20"), ("on_demand", "shop", "今宮骨董"), ("preorder", "ships_by", "2027-03-01")],
)
def test_what_a_kind_needs_is_asked_for_before_publishing(mei: Browser, kind: str, field: str, value: str) -> None:
    page = mei.send(NEW, **{**GOOD, "kind": kind}, then="publish")
    assert page.status == 422
    assert len(wrong(page)) == 1
    assert any(e.get("href") == f"#{field}" for e in page.all("a"))
    assert mei.post(NEW, {**page.fields(), field: value, "then": "publish"}).status == 303
    assert one().state == "published"


def test_looking_ahead_stores_nothing(mei: Browser) -> None:
    fields = {**mei.get(NEW).fields(), **GOOD, "category": "green-tea", "brand": "一保堂"}
    part = mei.post(
        "/zh-hant/studio/products/preview", fields, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    for words in ("志野茶碗", "18,500", "≈ TWD", "≈ USD", "放三張以上的照片"):
        assert words in part.text
    assert 'id="suggested"' in part.text
    whole = mei.post("/zh-hant/studio/products/preview", {**fields, "title": "<b>x</b>", "variants-0-price": "便宜"})
    assert whole.status == 200
    assert "<b>x</b>" not in whole.text
    assert "一保堂" in whole.text
    attack = "<script>attack()</script><img src=x onerror=attack()> [x](javascript:attack)"
    shown = mei.post("/zh-hant/studio/products/preview", {**fields, "story": f"好碗 {attack}"})
    assert "好碗" in shown.text
    assert not [e for e in shown.all("script") if "attack" in "".join(e.itertext())]
    assert not [e for e in shown.tree.iter() if e.get("onerror") or "javascript:" in (e.get("href") or "")]
    assert Product.select().count() == 0


def test_facts_of_the_category_and_those_that_others_use_are_suggested(mei: Browser, cast: Cast) -> None:
    for n in range(2):
        cast.product(f"碗{n}", category="tea-bowls", attributes=(("高台", "竹節"),))
    page = mei.send(NEW, **GOOD, more="facts")
    offered = [e.get("value") for e in page.all("button", name="more")]
    assert "facts:窯口" in offered
    assert "facts:高台" in offered
    added = mei.post(NEW, {**page.fields(), "more": "facts:高台"})
    assert added.fields()["facts-0-name"] == "高台"
    assert "facts:高台" not in [e.get("value") for e in added.all("button", name="more")]


def test_facts_change_places_and_none_is_lost(mei: Browser) -> None:
    facts = {f"facts-{n}-{part}": f"{part}{n}" for n in range(3) for part in ("name", "value")}
    page = mei.send(NEW, **GOOD, **facts, more="up:2")
    assert [page.fields()[f"facts-{n}-name"] for n in range(3)] == ["name0", "name2", "name1"]
    for strange in ("up:0", "up:99", "up:x", "up:-1", "nothing:1"):
        again = mei.post(NEW, {**page.fields(), "more": strange})
        assert [again.fields()[f"facts-{n}-value"] for n in range(3)] == ["value0", "value2", "value1"]


def test_a_fact_is_taken_out_by_its_button(mei: Browser) -> None:
    facts = {f"facts-{n}-{part}": f"{part}{n}" for n in range(3) for part in ("name", "value")}
    page = mei.send(NEW, **GOOD, **facts, more="without:1")
    names = {name: value for name, value in page.fields().items() if name.startswith("facts-")}
    assert [names[f"facts-{n}-name"] for n in range(2)] == ["name0", "name2"]
    assert "facts-2-name" not in names
    for strange in ("without:9", "without:x", "without:-1"):
        assert mei.post(NEW, {**page.fields(), "more": strange}).fields()["facts-1-value"] == "value2"
    last = mei.post(NEW, {**mei.post(NEW, {**page.fields(), "more": "without:0"}).fields(), "more": "without:0"})
    assert (last.fields()["facts-0-name"], last.fields()["facts-0-value"]) == ("", "")


def test_one_price_is_asked_for_alone_until_there_are_options(mei: Browser) -> None:
    page = mei.get(NEW)
    assert ("variants-0-price" in page.fields(), "variants-0-picture" in page.fields()) == (True, False)
    assert page.all("details", id="options")[0].get("open") is None
    many = mei.send(NEW, **GOOD, **OPTIONS, more="combine")
    assert {"variants-5-weight_g", "variants-5-picture"} <= set(many.fields())
    assert many.all("details", id="options")[0].get("open") is not None
    assert mei.send(NEW, **GOOD, **{"variants-0-weight_g": "320"}).status == 303
    again = mei.get(f"/zh-hant/studio/products/{one().id}")
    assert again.fields()["variants-0-weight_g"] == "320"


def test_a_known_town_is_shown_by_its_name_and_kept(mei: Browser) -> None:
    mei.send(NEW, **GOOD, shop_city="Kyoto", shop_country="JP")
    assert one().shop_city == "kyoto"
    path = f"/zh-hant/studio/products/{one().id}"
    assert mei.get(path).fields()["shop_city"] == "京都"
    mei.send(path, story="又寫了一點。")
    assert one().shop_city == "kyoto"
    mei.send(path, shop_city="某個村子", shop_country="JP")
    assert mei.get(path).fields()["shop_city"] == "某個村子"


def test_a_card_without_a_price_says_so(mei: Browser) -> None:
    assert "還沒標價" in mei.get(NEW).text
    assert "還沒標價" not in mei.send(NEW, **GOOD, more="facts").text


def test_brands_are_suggested_by_their_beginning(mei: Browser, cast: Cast) -> None:
    cast.product(brand="一保堂")
    assert "一保堂" in mei.get("/zh-hant/studio/brands?brand=一保").text
    assert "一保堂" not in mei.get("/zh-hant/studio/brands?brand=").text


def test_a_copy_is_a_draft_of_its_own(mei: Browser, cast: Cast) -> None:
    from miquan.products.draft import VariantDraft

    first = cast.product("碗", variants=(VariantDraft(price=500, stock=2, sku="A", barcode="1"),), tags=("茶道",))
    page = mei.get(f"/zh-hant/studio/products/{first.id}")
    mei.post(f"/zh-hant/studio/products/{first.id}/copies", {"csrf_token": page.fields()["csrf_token"]})
    copy = one()
    assert (copy.id != first.id, copy.title, copy.state) == (True, "碗（複製）", "draft")
    row = Variant.get(Variant.product == copy.id)
    assert (row.price, row.stock, row.sku, row.barcode) == (500, 2, "", "")


def test_the_history_says_what_changed_and_gives_it_back(mei: Browser, cast: Cast) -> None:
    product = cast.product("第一個名字", story="先寫的")
    path = f"/zh-hant/studio/products/{product.id}"
    mei.send(path, title="第二個名字", **{"variants-0-price": "9000"})
    page = mei.get(f"{path}/history")
    told = " ".join(page.words("dl"))
    for words in ("第一個名字", "第二個名字", "18500", "9000"):
        assert words in told
    assert "先寫的" not in told
    assert "林美" in page.text
    back = mei.post(f"{path}/history/1/restoration", {"csrf_token": page.fields("/restoration")["csrf_token"]})
    assert back.status == 303
    again = Product.get_by_id(product.id)
    assert (again.title, again.version, again.price) == ("第一個名字", 3, 18_500)
    assert ProductRevision.select().where(ProductRevision.product == product.id).count() == 3


def test_history_and_copies_are_the_owners_alone(app: Any, cast: Cast) -> None:
    product = cast.product()
    assert cast.edinburgh.id
    path = f"/zh-hant/studio/products/{product.id}"
    for who, status in ((cast.tang, 404), (cast.ruo, 403), (cast.mo, 403)):
        browser = Browser(app, who)
        token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
        assert browser.get(f"{path}/history").status == status
        for step in ("copies", "history/1/restoration"):
            assert browser.post(f"{path}/{step}", {"csrf_token": token}).status == status
    assert Product.select().count() == 1


def test_differences_are_told_by_part(app: Any, cast: Cast) -> None:
    before = {"title": "碗", "lang": "en", "kind": "stock", "length_mm": 10, "variants": [{"price": "18,500"}]}
    after = {**before, "lang": "zh-hant", "width_mm": 5, "variants": [{"price": "18500", "stock": 0}]}
    with app.test_request_context("/zh-hant/"):
        found = {d.part: (d.before, d.after) for d in differences(before, after)}
    assert found == {
        "lang": ("English", "繁體中文"), "size": ("10", "10 × 5"), "variants": ("18500", "18500・數量0"),
    }  # fmt: skip


def test_the_editor_asks_as_often_for_fifty_variants_as_for_one(mei: Browser, cast: Cast) -> None:
    from miquan.products.draft import VariantDraft
    from tests.site.test_queries import MOST, asked

    one_ = cast.product("一款", category="tea-bowls")
    sizes = tuple(VariantDraft(price=n, options=(str(n),)) for n in range(1, 51))
    many = cast.product(
        "五十款", category="tea-bowls", options=("號碼",), variants=sizes, attributes=(("窯口", "美濃"),)
    )
    counts = {asked(mei, f"/zh-hant/studio/products/{product.id}") for product in (one_, many)}
    assert len(counts) == 1
    assert max(counts) <= MOST
