"""Attacks in what a buyer writes and uploads stay words, in the studio as in feeds and files."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from miquan.products.actions import save_product
from miquan.products.draft import VariantDraft
from miquan.products.models import Product
from miquan.studio.models import EditorDraft, SavedView
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.catalogue.runs.conftest import Importing
from tests.site.test_escaping import LONG, SHORT, harm
from tests.studio.test_bulk import apply, begin, look
from tests.studio.test_drafts import KEEP, PART

FILE = [
    ["Title", "Price", "Description", "Tags", "Option1 Name", "Option1 Value", "Vendor", SHORT],
    [f"{SHORT} good", "12", LONG, SHORT, SHORT, SHORT, SHORT, SHORT],
    [f"{SHORT} bad", SHORT, LONG, SHORT, SHORT, SHORT, SHORT, SHORT],
]


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def attack(cast: Cast, **more: Any) -> Product:
    return cast.product(
        SHORT, story=LONG, tags=(SHORT[:60],), brand=SHORT, options=(SHORT,), attributes=((SHORT, SHORT),), shop=SHORT, shop_city=SHORT,
        condition=SHORT, variants=(VariantDraft(500, (SHORT,), sku=SHORT, barcode=SHORT), VariantDraft(600, ("b",), stock=1)), **more,
    )  # fmt: skip


def safe(page: Page, name: str) -> None:
    assert page.status in (200, 422), name
    assert harm(page) == [], name
    if page.text.startswith("<!doctype"):
        page.tree  # noqa: B018  it still is valid HTML


def test_every_page_of_the_studio(app: Any, cast: Cast) -> None:
    product = attack(cast)
    mei = Browser(app, cast.mei)
    path = f"/zh-hant/studio/products/{product.id}"
    fields = {
        **mei.get(path).fields(),
        "title": f"{SHORT} {LONG[:80]}",
        "story": LONG * 2,
        "variants-0-value1": f"{SHORT}x",
        "tags": SHORT,
    }
    safe(mei.post(KEEP, fields, headers=PART), "kept")
    safe(
        mei.post(path, {**fields, "hs_code": SHORT, "variants-0-price": SHORT, "table": LONG, "more": "paste"}),
        "refused",
    )
    safe(mei.post("/zh-hant/studio/products/preview", fields), "preview")
    safe(mei.post("/zh-hant/studio/products/preview", fields, headers=PART), "ahead")
    assert mei.send(path, title=f"{SHORT}2", story=LONG + "2").status == 303
    mei.send("/zh-hant/studio/views?query=q%3Dx", name=SHORT)
    SavedView.update(query=f"q={SHORT}&tag={SHORT}").execute()
    change = begin(mei, "tags", product.id)
    safe(look(mei, change, add=SHORT[1:40], remove=LONG[:50]), "looked")
    for name in (
        "", "/products", "/products?panel=1", f"/products?q={SHORT}&tag={SHORT}&brand={SHORT}", f"/products?edit={product.id}", "/views", "/changes",
        f"/products/{product.id}", f"/products/{product.id}?draft={EditorDraft.get().key}", f"/products/{product.id}/history", "/brands?brand=%22",
        "/imports", f"/export?q={SHORT}", "/products/new", "/storefront",
    ):  # fmt: skip
        safe(mei.get(f"/zh-hant/studio{name}"), name)
    safe(apply(app, mei, change), "changed")


def test_every_screen_of_an_import_and_its_report(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    mei = Importing(app, cast.mei)
    name = "'><img src=x onerror=alert(1)>;x=..\\..\\a.csv"
    page = mei.send(as_csv(FILE), name)
    assert page.status == 303
    for where in ("", "/mapping"):
        found = mei.browser.get(mei.path + where)
        safe(mei.browser.follow(found) if found.status == 303 else found, where)
    safe(mei.browser.get("/zh-hant/studio/imports"), "list")
    if mei.run.state == "mapping":
        assert mei.browser.send(f"{mei.path}/mapping").status == 303
        safe(mei.page(), "preview")
    assert mei.press("start").status == 303
    mei.work()
    safe(mei.page(), "done")
    answer = mei.browser.get(f"{mei.path}/report.csv")
    if answer.status == 200:
        assert "<" not in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Type"].startswith("text/csv")


RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "''=1", "\r=1", "-2+3+cmd|' /C calc'!A0"]


@pytest.mark.parametrize("value", RISKY)
def test_no_cell_of_ours_begins_a_formula(app: Any, cast: Cast, value: str) -> None:
    product = cast.product("碗")
    shop = cast.kyoto
    draft = cast_draft(value)
    save_product(shop, draft, by=cast.mei.id, product=product)
    page = Browser(app, cast.mei).get("/zh-hant/studio/export/products.csv")
    rows = list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))
    assert len(rows) == 2
    risky = [
        cell for cell in rows[1] if cell.strip().lstrip("\t\r").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    ]
    assert risky == []


def cast_draft(value: str) -> Any:
    from miquan.products.draft import ProductDraft
    from miquan.text import clean_line

    told = clean_line(value, 60)
    return ProductDraft(
        title=f"{told}", story=told, currency="JPY", options=(told,), variants=(VariantDraft(500, (told,), sku=told, barcode=told),),
        tags=(told,), brand=told, attributes=((told, told),), shop=told, condition=told,
    )  # fmt: skip


def test_feeds_are_xml_whatever_stands_in_a_story(app: Any, cast: Cast) -> None:
    """Neither a markdown nor an HTML story may name a character that XML does not have."""
    odd = "a&#8;b&#xFFFE;c&#xFFFF;d&#12;e&#xD800;f\x0bg\ufffeh ]]> <!-- & &amp; &lt;b&gt;"
    cast.product(f"碗{odd}", story=odd, brand="B\ufffe\x0b", condition=odd[:60])
    cast.product("杯", story=f"<p>{odd}</p>", story_format="html")
    for path in ("/@mei/products.xml", "/@mei/feed.atom"):
        assert len(list(ET.fromstring(Browser(app).get(f"/zh-hant{path}").body).iter())) > 10


def test_values_of_options_are_not_multiplied_before_they_are_counted(app: Any, cast: Cast) -> None:
    """A million combinations each would be a day of a processor."""
    assert cast.kyoto.id
    mei = Browser(app, cast.mei)
    many = ",".join(f"v{n}" for n in range(5_000))
    options = {f"option{n}": f"選項{n}" for n in (1, 2, 3)} | {f"values{n}": many for n in (1, 2, 3)}
    for more in ({"more": "combine"}, {}):
        page = mei.send("/zh-hant/studio/products/new", title="碗", **{"variants-0-price": "500"}, **options, **more)
        assert page.status in (200, 422)
    table = "\n".join(f"v{n}\t{n}" for n in range(15_000))
    page = mei.send("/zh-hant/studio/products/new", title="碗", option1="a", table=table, more="paste")
    assert page.status == 200
