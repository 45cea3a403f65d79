"""The list: what it shows, how it is narrowed and gone through, and changing a row of it in place."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.products.actions import save_product
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import PriceChange, Product, ProductRevision, Variant
from miquan.products.readings import keep
from miquan.studio.models import SavedView
from tests.browsing import Browser, Page
from tests.cast import Cast

LIST = "/zh-hant/studio/products"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def titles(page: Page) -> list[str]:
    """The titles in the rows of the list."""
    rows = [e for e in page.all("tr") if (e.get("id") or "").startswith("product-")]
    return ["".join(next(e for e in row.iter() if e.get("class") == "row-thing").itertext()) for row in rows]


def row_fields(page: Page, product: Product) -> dict[str, Any]:
    """What a browser would send of a row that is being changed; its fields lie outside of its form."""
    name = f"row-{product.id}"
    beside = {str(e.get("name")): e.get("value") or "" for e in page.all("input", form=name)}
    states = {
        str(e.get("name")): o.get("value")
        for e in page.all("select", form=name)
        for o in e
        if o.get("selected") is not None
    }
    return {**page.fields("/row"), **beside, **states}


def several(cast: Cast) -> dict[str, Product]:
    """Goods that differ in whatever the list can tell apart."""
    made = {
        "bowl": cast.product("志野茶碗", category="tea-bowls", brand="樂燒窯", tags=("茶道",), kind="one_off"),
        "mug": cast.product("馬克杯", category="tea-cups", kind="stock", variants=(VariantDraft(price=900, stock=2, sku="MUG-01"),)),
        "kettle": cast.product("鐵瓶", category="kettles", kind="stock", variants=(VariantDraft(price=26_000, stock=40),)),
        "late": cast.product("新茶", kind="preorder", ships_by=date(2026, 1, 1), variants=(VariantDraft(price=1_200),)),
        "draft": cast.product("沒寫完的花器", state="draft", variants=(VariantDraft(price=0),)),
    }  # fmt: skip
    Product.update(updated_at=now() - timedelta(days=9)).where(Product.id == made["draft"].id).execute()
    return made


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("state=draft", {"沒寫完的花器"}), ("kind=one_off", {"志野茶碗"}), ("category=tea-bowls", {"志野茶碗"}),
        ("tag=茶道", {"志野茶碗"}), ("need=low", {"馬克杯"}), ("need=old", {"沒寫完的花器"}), ("need=unsaved", set()),
        ("q=马克杯", {"馬克杯"}), ("q=mug-0", {"馬克杯"}), ("q=茶道", {"志野茶碗"}), ("q=%25", set()), ("q=志野 碗", {"志野茶碗"}),
        ("category=none", {"新茶", "沒寫完的花器"}), ("state=removed", {"志野茶碗", "馬克杯", "鐵瓶", "新茶", "沒寫完的花器"}),
    ],
)  # fmt: skip
def test_narrowed(mei: Browser, cast: Cast, query: str, wanted: set[str]) -> None:
    several(cast)
    cast.product("別人的馬克杯", storefront=cast.edinburgh, tags=("茶道",))
    assert set(titles(mei.get(f"{LIST}?{query}"))) == wanted


def test_goods_with_problems_and_what_is_wrong_with_them(mei: Browser, cast: Cast) -> None:
    made = several(cast)
    page = mei.get(f"{LIST}?need=problems")
    assert set(titles(page)) == {p.title for p in made.values()}
    assert page.text.count('data-tone="bad"') == 5
    assert "需填價格" in page.text
    assert mei.get(f"{LIST}?need=no_picture&state=draft").text.count("product-") >= 1


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [("title", "志野茶碗", "馬克杯"), ("price", "沒寫完的花器", "鐵瓶"), ("price_down", "鐵瓶", "沒寫完的花器"), ("stock", "志野茶碗", None),
     ("stock_down", None, "志野茶碗"), ("views", "鐵瓶", None), ("oldest", "沒寫完的花器", "新茶"), ("", "新茶", "沒寫完的花器")],
)  # fmt: skip
def test_in_order(mei: Browser, cast: Cast, sort: str, first: str | None, last: str | None) -> None:
    made = several(cast)
    keep(Counter({(made["kettle"].id, 0): 7}))
    found = titles(mei.get(f"{LIST}?sort={sort}"))
    assert len(found) == 5
    assert first in (None, found[0])
    assert last in (None, found[-1])


@pytest.mark.parametrize("sort", ["", "title", "price", "stock_down", "views"])
def test_page_after_page_shows_each_once(mei: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    monkeypatch.setattr("miquan.studio.listing.queries.PAGE", 2)
    made = several(cast)
    seen, path = [], f"{LIST}?sort={sort}"
    while path:
        page = mei.get(path)
        seen += titles(page)
        path = next((str(e.get("href")) for e in page.all("a", rel="next")), "")
    assert sorted(seen) == sorted(p.title for p in made.values())


def test_kept_rows_lead_back_to_their_own_list_in_their_readers_language(mei: Browser, cast: Cast) -> None:
    product = cast.product("茶 & 碗", kind="stock", variants=(VariantDraft(price=900, stock=2),))
    for root, query in (("zh-hant", ""), ("zh-hant", "kind=stock&sort=title"), ("en", ""), ("zh-hant", "")):
        path = f"/{root}/studio/products"
        page = mei.get(f"{path}?{query}" if query else path)
        (link,) = [str(e.get("href")) for e in page.all("a") if e.get("data-edit-row") is not None]
        assert link == f"{path}?{query}{'&' if query else ''}edit={product.id}#product-{product.id}"
        assert titles(page) == ["茶 & 碗"]
        assert ("剩2件" in page.text) == (root == "zh-hant")
        assert "\x00" not in page.text


def test_a_row_is_changed_in_place(mei: Browser, cast: Cast) -> None:
    product = several(cast)["mug"]
    path = f"{LIST}/{product.id}/row"
    form = row_fields(mei.get(f"{LIST}?kind=stock&edit={product.id}"), product)
    page = mei.post(path, {**form, "price": "1,050", "stock": "0"})
    assert (page.status, page.location) == (303, f"{LIST}?kind=stock#product-{product.id}")
    variant, stored = Variant.get(Variant.product == product.id), Product.get_by_id(product.id)
    assert (variant.price, variant.stock, stored.price, stored.state, stored.version) == (
        1_050,
        0,
        1_050,
        "sold_out",
        2,
    )
    data = ProductRevision.get(ProductRevision.product == product.id, ProductRevision.version == 2).data
    assert (data["variants"][0]["price"], data["variants"][0]["stock"], data["title"]) == (1_050, 0, "馬克杯")
    assert [
        p.price for p in PriceChange.select().where(PriceChange.product == product.id).order_by(PriceChange.id)
    ] == [900, 1_050]


def test_by_htmx_the_row_alone_comes_back(mei: Browser, cast: Cast) -> None:
    product = several(cast)["draft"]
    path = f"{LIST}/{product.id}/row"
    row = mei.get(f"{path}?edit=1", headers=PART)
    assert row.text.lstrip().startswith("<tr")
    form = row_fields(mei.get(f"{LIST}?edit={product.id}"), product)
    wrong = mei.post(path, {**form, "state": "published"}, headers=PART)
    assert wrong.status == 422
    assert "填好價格才能上架" in wrong.text
    good = mei.post(path, {**form, "price": "500", "state": "published"}, headers=PART)
    assert good.status == 200
    assert "存好了" in good.text
    assert (Product.get_by_id(product.id).state, Product.get_by_id(product.id).price) == ("published", 500)
    cast.kyoto = type(cast.kyoto).get_by_id(cast.kyoto.id)
    assert cast.kyoto.product_count == 5


@pytest.mark.parametrize(
    "wrong", [{"price": "便宜"}, {"price": "-1"}, {"stock": "²"}, {"stock": "99999999999"}, {"state": "removed"}]
)
def test_what_is_refused_is_said_in_its_cell_and_stays_as_typed(
    mei: Browser, cast: Cast, wrong: dict[str, str]
) -> None:
    product = several(cast)["mug"]
    form = row_fields(mei.get(f"{LIST}?edit={product.id}"), product)
    page = mei.post(f"{LIST}/{product.id}/row", {**form, **wrong})
    assert page.status == 422
    name, typed = next(iter(wrong.items()))
    assert page.all("p", id=f"row-{product.id}-{name}-wrong")
    assert name == "state" or any(e.get("value") == typed for e in page.all("input", name=name))
    assert Product.get_by_id(product.id).version == 1


def test_two_tabs_do_not_overwrite_each_other(mei: Browser, cast: Cast) -> None:
    product = several(cast)["mug"]
    path = f"{LIST}/{product.id}/row"
    form = row_fields(mei.get(f"{LIST}?edit={product.id}"), product)
    assert mei.post(path, {**form, "price": "950"}).status == 303
    late = mei.post(path, {**form, "price": "990"})
    assert late.status == 422
    assert "剛在別的地方改過" in late.text
    assert Product.get_by_id(product.id).price == 950
    # Told so, whoever sends it again means it.
    assert mei.post(path, row_fields(late, product)).status == 303
    assert Product.get_by_id(product.id).price == 990


def test_of_several_variants_only_the_state_is_changed_here(mei: Browser, cast: Cast) -> None:
    sizes = (VariantDraft(price=500, options=("小",)), VariantDraft(price=700, options=("大",)))
    product = cast.product("兩種大小", options=("尺寸",), variants=sizes)
    form = mei.get(f"{LIST}?edit={product.id}")
    assert "有2個款式" in form.text
    mei.post(f"{LIST}/{product.id}/row", {**form.fields("/row"), "price": "1", "stock": "1", "state": "archived"})
    assert (Product.get_by_id(product.id).state, Product.get_by_id(product.id).price) == ("archived", 500)


def test_nobody_elses_rows_and_nowhere_else_to_come_back_to(app: Any, mei: Browser, cast: Cast) -> None:
    theirs = cast.product("別人的", storefront=cast.edinburgh)
    mine = several(cast)["mug"]
    token = row_fields(mei.get(f"{LIST}?edit={mine.id}"), mine)
    assert mei.get(f"{LIST}/{theirs.id}/row", headers=PART).status == 404
    assert mei.post(f"{LIST}/{theirs.id}/row", {**token, "price": "1"}).status == 404
    assert "別人的" not in mei.get(f"{LIST}?edit={theirs.id}").text
    for back in ("https://example.org/", "//example.org", "/zh-hant/sign-out", f"{LIST}evil"):
        assert mei.post(f"{LIST}/{mine.id}/row", {**token, "back": back}).location == f"{LIST}#product-{mine.id}"


def test_views_are_kept_renamed_ordered_and_deleted(mei: Browser, cast: Cast) -> None:
    several(cast)
    page = mei.get(f"{LIST}?need=low&q=杯")
    keep = next(str(e.get("href")) for e in page.all("a") if "/studio/views?" in (e.get("href") or ""))
    form = mei.get(keep).fields("/studio/views")
    assert form["name"]
    assert mei.post("/zh-hant/studio/views", {**form, "name": "快沒了的杯子"}).status == 303
    twice = mei.post("/zh-hant/studio/views", {**form, "name": "快沒了的杯子"})
    assert (twice.status, "已經有一個" in twice.text) == (422, True)
    mei.post("/zh-hant/studio/views", {**form, "query": "state=draft", "name": "草稿們"})
    one, two = SavedView.select().order_by(SavedView.position)
    found = next(e for e in mei.get(LIST).all("a") if "".join(e.itertext()).strip() == "快沒了的杯子")
    assert titles(mei.get(str(found.get("href")))) == ["馬克杯"]
    mei.post(f"/zh-hant/studio/views/{two.id}/up", form)
    mei.post(f"/zh-hant/studio/views/{one.id}", {**form, "name": "杯子"})
    assert [v.name for v in SavedView.select().order_by(SavedView.position)] == ["草稿們", "杯子"]
    assert mei.post(f"/zh-hant/studio/views/{one.id}", {**form, "name": "草稿們"}).status == 422
    mei.post(f"/zh-hant/studio/views/{two.id}/removal", form)
    assert [v.name for v in SavedView.select()] == ["杯子"]


def test_nobody_elses_views(app: Any, mei: Browser, cast: Cast) -> None:
    theirs = SavedView.create(storefront=cast.edinburgh, name="祕密", query="state=draft")
    token = {"csrf_token": mei.get("/zh-hant/me").fields("/sign-out")["csrf_token"], "name": "我的"}
    for step in ("", "/up", "/down", "/removal"):
        assert mei.post(f"/zh-hant/studio/views/{theirs.id}{step}", token).status == 404
    assert "祕密" not in mei.get(LIST).text
    assert SavedView.get_by_id(theirs.id).name == "祕密"


def test_stored_as_it_is_written_a_price_still_compares_truly(cast: Cast) -> None:
    from miquan.products.actions import Change, change_many

    product = cast.product(variants=(VariantDraft(price=500, compare_at=700, stock=1),))
    variant = Variant.get(Variant.product == product.id)
    change_many([Change(product.id, prices={variant.id: (600, 700)})], by=cast.mei.id)
    last = (
        ProductRevision.select().where(ProductRevision.product == product.id).order_by(-ProductRevision.version).get()
    )
    draft = dict(
        last.data, variants=tuple(VariantDraft(**{**v, "options": tuple(v["options"])}) for v in last.data["variants"])
    )
    same = ProductDraft(**{**draft, "options": (), "pictures": (), "attributes": (), "tags": ()})
    _product, changed = save_product(cast.kyoto, same, by=cast.mei.id, product=product)
    assert not changed
