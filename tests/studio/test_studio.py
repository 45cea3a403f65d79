"""The workshop: the form that makes and changes goods, and each step of their life, by hand."""

from io import BytesIO
from typing import Any

import pytest

from miquan.media.models import File
from miquan.outbox.worker import Worker
from miquan.products.draft import VariantDraft
from miquan.products.models import Product, ProductPicture, ProductRevision, Variant
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import picture_bytes

NEW = "/zh-hant/studio/products/new"
GOOD = {
    "title": "志野茶碗",
    "story": "在今宮找到的。",
    "variants-0-price": "18,500",
    "kind": "one_off",
    "category": "tea-bowls",
    "tags": "茶道、金繼",
}


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def one() -> Product:
    return Product.select().order_by(Product.id.desc()).get()


def test_a_product_is_made_and_stays_a_draft(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD)
    product = one()
    assert (page.status, page.location) == (303, f"/zh-hant/studio/products/{product.id}")
    assert (product.title, product.state, product.price, product.kind) == ("志野茶碗", "draft", 18_500, "one_off")
    assert "存好了" in mei.get(page.location).text


def test_made_and_published_at_once(mei: Browser) -> None:
    mei.send(NEW, **GOOD, then="publish")
    assert one().state == "published"


def test_an_option_and_pictures(app: Any, mei: Browser) -> None:
    rows = {
        "option1": "尺寸",
        "variants-0-value1": "小",
        "variants-1-value1": "大",
        "variants-1-price": "20000",
        "variants-1-stock": "3",
    }
    page = mei.send(
        NEW,
        **GOOD,
        **rows,
        pictures=[(BytesIO(picture_bytes()), "a.jpg"), (BytesIO(picture_bytes("#223344", form="PNG")), "b.png")],
    )
    assert page.status == 303
    assert [(v.option1, v.price, v.stock) for v in Variant.select().order_by(Variant.position)] == [
        ("小", 18_500, None),
        ("大", 20_000, 3),
    ]
    pictures = list(ProductPicture.select().order_by(ProductPicture.position))
    assert len(pictures) == 2
    assert one().cover_id is None
    assert mei.get(page.location).text.count("照片處理中") == 2
    worker = Worker(app)
    assert [worker.step("media") for _number in range(3)] == [1, 1, 0]
    assert "照片處理中" not in mei.get(page.location).text
    while worker.step("default"):
        pass
    assert one().cover_id == pictures[0].file_id
    edit = mei.get(page.location)
    assert edit.fields()["option1"] == "尺寸"
    assert len([n for n in edit.fields() if n.startswith("kept-") and n.endswith("-file_id")]) == 2


def test_pictures_can_be_described_moved_and_taken_away(mei: Browser) -> None:
    page = mei.send(
        NEW, **GOOD, pictures=[(BytesIO(picture_bytes()), "a.jpg"), (BytesIO(picture_bytes("#000")), "b.jpg")]
    )
    first, second = (p.file_id for p in ProductPicture.select().order_by(ProductPicture.position))
    mei.send(page.location, **{"kept-0-place": "2", "kept-1-place": "1", "kept-1-alt": "碗底"})
    assert [(p.file_id, p.alt) for p in ProductPicture.select().order_by(ProductPicture.position)] == [
        (second, "碗底"),
        (first, ""),
    ]
    mei.send(page.location, **{"kept-0-remove": "y"})
    assert [p.file_id for p in ProductPicture.select()] == [first]


@pytest.mark.parametrize(
    "data",
    [
        b"<script>alert(1)</script>",
        b"GIF89a" + b"<script>" * 50,
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"\xff\xd8\xff" + b"x" * 100,
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(mei: Browser, data: bytes) -> None:
    page = mei.send(NEW, **GOOD, pictures=[(BytesIO(data), "a.jpg")])
    assert page.status == 422
    assert Product.select().count() == 0
    assert File.select().count() == 0
    assert page.fields()["title"] == GOOD["title"]


def test_too_many_pictures_at_once(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD, pictures=[(BytesIO(picture_bytes()), f"{i}.jpg") for i in range(7)])
    assert page.status == 422
    assert "六張" in page.text


@pytest.mark.parametrize("field", ["file_id", "source_url"])
def test_somebody_elses_picture_cannot_be_taken(mei: Browser, cast: Cast, field: str) -> None:
    from miquan.media.actions import store_picture

    theirs = store_picture(picture_bytes("#123456"), owner=cast.tang.id)
    page = mei.send(NEW, **GOOD)
    values = {
        "kept-0-file_id": str(theirs.id) if field == "file_id" else "",
        "kept-0-source_url": "http://127.0.0.1/" if field == "source_url" else "",
        "kept-0-place": "1",
    }
    mei.send(page.location, **values)
    assert (
        ProductPicture.select().where((ProductPicture.file == theirs.id) | (ProductPicture.source_url != "")).count()
        == 0
    )


@pytest.mark.parametrize("value", ["x", "-1", "0", "999999999999999999999", "99999999", "1.5"])
def test_a_broken_picture_id_is_no_error(mei: Browser, value: str) -> None:
    page = mei.send(NEW, **GOOD)
    answer = mei.send(page.location, **{"kept-0-file_id": value, "kept-0-source_url": "", "kept-0-place": "1"})
    assert answer.status in (303, 422)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": ""}, "title"), ({"variants-0-price": "便宜"}, "variants-0-price"), ({"variants-0-price": "-5"}, "variants-0-price"),
     ({"variants-0-price": "¥500"}, "variants-0-price"), ({"kind": "preorder", "ships_by": ""}, "ships_by"), ({"hs_code": "ABC"}, "hs_code"),
     ({"weight_g": "-3"}, "weight_g"), ({"category": "none"}, "category"), ({"title": "長" * 201}, "title")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_written_stays(mei: Browser, wrong: dict[str, str], field: str) -> None:
    page = mei.send(NEW, **{**GOOD, **wrong})
    assert page.status == 422
    assert Product.select().count() == 0
    assert page.fields()["story"] == GOOD["story"]
    links = [e.get("href") for e in page.all("a") if (e.get("href") or "").startswith("#")]
    assert any(field in str(href) for href in links), links


def test_more_rows_without_scripts(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD, more="variants")
    assert page.status == 200
    assert "variants-1-price" in page.fields()
    assert page.fields()["title"] == GOOD["title"]
    assert Product.select().count() == 0


def test_saving_the_unchanged_form_changes_nothing(mei: Browser) -> None:
    page = mei.send(
        NEW, **GOOD, **{"facts-0-name": "窯口", "facts-0-value": "美濃", "weight_g": "380", "ships_within_days": "3"}
    )
    assert mei.send(page.location).status == 303
    assert ProductRevision.select().count() == 1


def test_two_who_edit_at_once_do_not_overwrite_each_other(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD)
    mine, theirs = mei.get(page.location).fields(), mei.get(page.location).fields()
    assert mei.post(page.location, {**theirs, "title": "第一個"}).status == 303
    late = mei.post(page.location, {**mine, "title": "第二個"})
    assert late.status == 422
    assert late.fields()["title"] == "第二個"
    assert one().title == "第一個"
    assert mei.post(page.location, late.fields()).status == 303
    assert one().title == "第二個"


def test_what_the_form_does_not_show_is_kept(mei: Browser, cast: Cast) -> None:
    product = cast.product(
        variants=(VariantDraft(price=500, compare_at=700, weight_g=20, barcode="490"),),
        story="<p>x</p>",
        story_format="html",
    )
    mei.send(f"/zh-hant/studio/products/{product.id}", title="新名字")
    row = Variant.get(Variant.product == product.id)
    assert (row.compare_at, row.weight_g, row.barcode) == (700, 20, "490")
    assert Product.get_by_id(product.id).story_format == "html"


STEPS = [("publication", "draft", "published"), ("archiving", "published", "archived"), ("removal", "draft", "removed")]


@pytest.mark.parametrize(("step", "state", "to"), STEPS)
def test_each_step_by_its_button(mei: Browser, cast: Cast, step: str, state: str, to: str) -> None:
    product = cast.product(state=state)
    path = f"/zh-hant/studio/products/{product.id}"
    page = mei.send(path, action=f"/{step}", to=f"{path}/{step}")
    assert page.status == 303
    assert Product.get_by_id(product.id).state == to


@pytest.mark.parametrize("step", ["publication", "archiving", "removal"])
def test_nobody_else_may_take_a_step_or_look_inside(app: Any, cast: Cast, step: str) -> None:
    product = cast.product()
    assert cast.edinburgh.id
    path = f"/zh-hant/studio/products/{product.id}"
    for who, wanted in ((cast.tang, 404), (cast.ruo, 403), (cast.mo, 403), (cast.ou, 403)):
        browser = Browser(app, who)
        token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
        assert browser.get(path).status == wanted
        assert browser.post(f"{path}/{step}", {"csrf_token": token}).status == wanted
        assert browser.post(path, {**GOOD, "csrf_token": token}).status == wanted
    assert Product.get_by_id(product.id).state == "published"
    visitor = Browser(app)
    token = visitor.get("/zh-hant/sign-in").fields()["csrf_token"]
    assert visitor.post(f"{path}/{step}", {"csrf_token": token}).status == 303


def test_the_editor_leads_back_to_the_list(mei: Browser, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    assert "/zh-hant/studio/products" in [a.get("href") for a in mei.get(path).all("a", class_="back")]
    assert mei.send(path, action="/removal", to=f"{path}/removal").location == "/zh-hant/studio/products"


def test_who_has_no_storefront_yet_is_led_to_open_one(app: Any, cast: Cast) -> None:
    nina = Browser(app, cast.nina)
    inside = {str(a.get("href")) for a in nina.get("/zh-hant/studio/storefront").all("a")}
    assert {href for href in inside if "/studio" in href and href.startswith("/zh-hant")} == {
        "/zh-hant/studio",
        "/zh-hant/studio/storefront",
    }


def test_a_step_that_cannot_be_taken_is_said(mei: Browser, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    token = mei.get(path).fields()["csrf_token"]
    page = mei.follow(mei.post(f"{path}/publication", {"csrf_token": token}))
    assert "現在不能這樣做" in page.text
    assert Product.get_by_id(product.id).state == "published"


def test_what_was_removed_cannot_be_opened_again(mei: Browser, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    mei.send(path, action="/removal", to=f"{path}/removal")
    assert mei.get(path).status == 404
    assert mei.get(f"/zh-hant/@mei/p/{product.id}-{product.slug}").status == 410


def test_the_list_shows_only_ones_own_and_by_state(mei: Browser, cast: Cast) -> None:
    cast.product("我的草稿", state="draft")
    cast.product("上架的")
    cast.product("別人的", storefront=cast.edinburgh)
    page = mei.get("/zh-hant/studio/products")
    assert "我的草稿" in page.text
    assert "上架的" in page.text
    assert "別人的" not in page.text
    drafts = mei.get("/zh-hant/studio/products?state=draft")
    assert "我的草稿" in drafts.text
    assert "上架的" not in drafts.text
    for query in ("state=none", "after=x", "after=1.999999999999999999999", "after=0.0", "state=removed", "edit=x"):
        assert mei.get(f"/zh-hant/studio/products?{query}").status == 200


def test_selling_the_last_one_by_hand(mei: Browser, cast: Cast) -> None:
    product = cast.product(kind="one_off")
    path = f"/zh-hant/studio/products/{product.id}"
    mei.send(path, **{"variants-0-stock": "0"})
    assert Product.get_by_id(product.id).state == "sold_out"
    mei.send(path, **{"variants-0-stock": "1"})
    assert Product.get_by_id(product.id).state == "published"
