"""Out and in again: what one storefront writes, an empty one reads as the very same goods."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan.catalogue.actions import import_file
from miquan.catalogue.exporting.guarding import guard, unguard
from miquan.catalogue.exporting.queries import Filter, lines, read_filter
from miquan.media.actions import store_picture
from miquan.products.actions import archive, publish, save_product
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.models import Product, ProductRevision
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import picture_bytes

HTML = "<p>冬天的<strong>毛衣</strong></p><ul><li>a &amp; b</li></ul>"


def snapshots(shop: Storefront) -> list[dict[str, Any]]:
    rows = (
        ProductRevision.select(ProductRevision.data)
        .join(Product)
        .where(Product.storefront == shop.id, ProductRevision.version == Product.version)
    )
    return [data for (data,) in rows.order_by(Product.id).tuples()]


def written(shop: Storefront, folder: Path, wanted: Filter = Filter()) -> Path:  # noqa: B008
    path = folder / "goods.csv"
    path.write_text("".join(lines(shop, wanted)), encoding="utf-8", newline="")
    return path


def everything(cast: Cast) -> list[ProductDraft]:
    """Goods of all kinds, with every field, in words that break things."""
    files = [store_picture(picture_bytes(colour), owner=cast.mei.id).id for colour in ("#123", "#456")]
    pictures = (
        PictureDraft(files[0], "", "=HYPERLINK(1)"), PictureDraft(None, "https://shop.example/a.jpg?v=1", "碗, 正面"), PictureDraft(files[1], "", ""),
    )  # fmt: skip
    sizes = (
        VariantDraft(3_000, ("小", "紅"), 3_500, 2, "-1+2", 120, "0123456789012", 2),
        VariantDraft(4_500, ("大, 最大", "白"), None, 0, "'007", None, "", None),
        VariantDraft(4_500, ("=1+1", "@x"), None, None, "", 90, "", 1),
    )
    common: dict[str, Any] = {
        "currency": "JPY",
        "shop": "今宮骨董",
        "shop_city": "kyoto",
        "shop_country": "JP",
        "origin_country": "JP",
        "hs_code": "6911.10",
    }
    one = (VariantDraft(18_500, stock=1, picture=0),)
    return [
        ProductDraft(
            "志野茶碗 <b>不是粗體</b> &amp;", variants=one, kind="one_off", story="第一段\n\n**粗**的\n- 一\n- 二", pictures=pictures,
            attributes=(("窯口: 新", "美濃: 志野"), ("反斜\\線", "x\\y"), ("年代", "=昭和")), tags=("茶道", "a, b", "-x"), category="tea-bowls", brand="+樂燒窯",
            condition="口緣有金繼", weight_g=380, length_mm=120, width_mm=121, height_mm=80, ships_within_days=3,
            words={"en": Words("A Shino bowl", "First\n\n*second*"), "zh-hans": Words("志野茶碗（手写）")}, **common,
        ),
        ProductDraft("@手捏杯", variants=sizes, options=("尺寸", "=顏色"), pictures=pictures, story=HTML, story_format="html", lang="zh-hans", words={"en": Words("Cup", "<p>x</p>")}, **common),
        ProductDraft("訂製外套", variants=(VariantDraft(900_000),), kind="made_to_order", lead_days=30, weight_g=2_000, currency="JPY"),
        ProductDraft("Shincha", variants=(VariantDraft(1_200),), kind="preorder", ships_by=date(2027, 5, 1), preorder_cap=20, lang="en", currency="JPY", category="green-tea", tags=("tea",)),
        ProductDraft("鳩居堂信紙", variants=(VariantDraft(800, ("Default Title",)),), options=("樣式",), kind="on_demand", currency="JPY"),
        ProductDraft("'=怪", variants=(VariantDraft(0),), story="'-x", kind="stock", currency="JPY"),
    ]  # fmt: skip


def addressed(snapshot: dict[str, Any], addresses: list[str]) -> dict[str, Any]:
    """As somebody else has it: our files are addresses of their public renditions."""
    shown = [{**p, "file_id": None, "source_url": a} for p, a in zip(snapshot["pictures"], addresses, strict=True)]
    return {**snapshot, "pictures": shown}


@pytest.fixture
def shop(app: Any, cast: Cast) -> Storefront:
    for draft in everything(cast):
        save_product(cast.kyoto, draft, by=cast.mei.id)
    return cast.kyoto


def test_an_empty_storefront_gets_equal_goods_in_every_field(shop: Storefront, cast: Cast, tmp_path: Path) -> None:
    path = written(shop, tmp_path)
    outcome = import_file(path, cast.edinburgh)
    assert [f.reason for f in outcome.findings if f.refused] == []
    assert outcome.created == len(snapshots(shop))
    with path.open(encoding="utf-8-sig", newline="") as file:
        pictures: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            pictures.setdefault(row["Handle"], []).extend([row["Image Src"]] if row["Image Src"] else [])
    for before, after, addresses in zip(snapshots(shop), snapshots(cast.edinburgh), pictures.values(), strict=True):
        assert after == addressed(before, addresses)
        assert all(a.startswith("http") for a in addresses)


def test_the_goods_of_these_tests_leave_no_field_out(cast: Cast, app: Any) -> None:
    made = everything(cast)
    plain = ProductDraft("", "", ())
    variant, picture = VariantDraft(0), PictureDraft()
    for like, found in (
        (plain, made),
        (variant, [v for d in made for v in d.variants]),
        (picture, [p for d in made for p in d.pictures]),
    ):
        unsaid = [name for name, usual in vars(like).items() if all(getattr(one, name) == usual for one in found)]
        assert unsaid == []


def test_the_file_of_the_page_brings_the_same_goods_in_the_same_states(
    shop: Storefront, app: Any, cast: Cast, tmp_path: Path
) -> None:
    ids = [
        id_ for (id_,) in Product.select(Product.id).where(Product.storefront == shop.id).order_by(Product.id).tuples()
    ]
    for id_ in ids[:3]:
        publish(id_, by=cast.mei.id)
    archive(ids[2], by=cast.mei.id)
    for query, picked in (("?state=published", ids[:2]), ("", ids)):
        path = tmp_path / "page.csv"
        path.write_bytes(Browser(app, cast.mei).get(f"/zh-hant/studio/export/products.csv{query}").body)
        assert import_file(path, cast.edinburgh).refused == 0
        states = [
            [s for (s,) in Product.select(Product.state).where(mine).order_by(Product.id).tuples()]
            for mine in (Product.id.in_(picked), Product.storefront == cast.edinburgh.id)
        ]
        assert states[0] == states[1]


def test_in_again_where_it_came_from_changes_nothing_and_doubles_nothing(shop: Storefront, tmp_path: Path) -> None:
    before = snapshots(shop)
    outcome = import_file(written(shop, tmp_path), shop)
    assert (outcome.created, outcome.changed, outcome.refused) == (0, 0, 0)
    assert snapshots(shop) == before


def test_what_was_changed_in_a_spreadsheet_counts(shop: Storefront, cast: Cast, tmp_path: Path) -> None:
    path = written(shop, tmp_path)
    text = path.read_text("utf-8").replace("<strong>粗</strong>", "<strong>很粗</strong>").replace("18500", "17000")
    path.write_text(text, "utf-8", newline="")
    outcome = import_file(path, shop)
    assert (outcome.created, outcome.changed) == (0, 1)
    first = snapshots(shop)[0]
    assert first["variants"][0]["price"] == 17_000
    assert first["story_format"] == "html"
    assert "很粗" in first["story"]
    assert [p["file_id"] is not None for p in first["pictures"]] == [True, False, True]


def test_no_cell_begins_a_formula(shop: Storefront) -> None:
    rows = list(csv.reader(io.StringIO("".join(lines(shop, Filter())).removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")] == []


@given(st.text(alphabet="'=+-@ \t\rａ＝x", max_size=6))
def test_guarding_is_undone_exactly(cell: str) -> None:
    assert unguard(guard(cell)) == cell


def test_only_some_of_them(shop: Storefront, cast: Cast, tmp_path: Path) -> None:
    bowl = Product.get(Product.category.is_null(False) & Product.title.contains("志野"))
    archive(bowl.id, by=cast.mei.id)
    for told, count in (
        ({"state": "archived"}, 1),
        ({"category": "ceramics-tea"}, 1),
        ({"q": "信紙"}, 1),
        ({"q": "%"}, 0),
        ({"state": "removed"}, 6),
        ({"category": "x"}, 6),
    ):
        rows = list(csv.DictReader(io.StringIO("".join(lines(shop, read_filter(told))).removeprefix("\ufeff"))))
        assert len({row["Handle"] for row in rows}) == count, told


def test_the_page_and_the_file_are_ones_own(shop: Storefront, app: Any, cast: Cast) -> None:
    assert cast.edinburgh.id
    page = Browser(app, cast.mei).get("/zh-hant/studio/export?q=信紙")
    assert "檔案裡有1件" in page.text
    answer = Browser(app, cast.mei).get("/zh-hant/studio/export/products.csv?q=信紙")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "鳩居堂" in answer.text
    assert "鳩居堂" not in Browser(app, cast.tang).get("/zh-hant/studio/export/products.csv").text
    assert "沒有這樣的商品" in Browser(app, cast.tang).get("/zh-hant/studio/export").text


def test_the_command_writes_it_and_knows_its_filters(shop: Storefront, app: Any, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    path = tmp_path / "out.csv"
    done = run(args=["catalogue", "export", str(path), "--storefront", "mei", "--filter", "q=信紙"])
    assert done.exit_code == 0, done.output
    assert "products 1" in done.output
    assert run(args=["catalogue", "export", str(path), "--storefront", "nobody"]).exit_code != 0
    assert run(args=["catalogue", "export", str(path), "--storefront", "mei", "--filter", "state=gone"]).exit_code != 0
