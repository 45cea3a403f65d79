"""From the upload to the report, by hand and without scripts: what each screen says, and what it refuses."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from miquan.catalogue.models import ImportFinding, ImportFix, ImportMapping, ImportRow, ImportRun
from miquan.catalogue.runs import rules, tidying
from miquan.catalogue.runs.returning import REASON
from miquan.db import now
from miquan.media import storage, sweep
from miquan.outbox import EventRow
from miquan.products.models import Product
from tests.browsing import Browser
from tests.cast import Cast
from tests.catalogue.exports import CUP, GOODS, JAR, export, row
from tests.catalogue.runs.conftest import INDEX, Importing, figures
from tests.site.world import picture_bytes

BAD = row("bad", title="<b>Salt</b> jar", price="twelve")
SIBLING = row("bad", image="https://pictures.example/2.jpg")
FORMULA = row("evil", title="=cmd()", price="-5")
OWN = "品名,賣價,備註\n柳宗理 水壺,8800,不鏽鋼\n燕三條 開瓶器,3200,黃銅\n"


def price_column() -> int:
    return export(JAR).splitlines()[0].split(",").index("Variant Price")


def test_nothing_is_written_before_import_and_all_of_it_after(mei: Importing) -> None:
    page = mei.preview(export(*GOODS))
    assert (page.status, Product.select().count()) == (200, 0)
    assert "還沒有寫進任何東西" in page.text
    assert page.words("h3") == ["Moon cup", "Salt jar", "Not yet", "Long gone"]
    assert mei.press("start").location == mei.path
    assert "輪到就開始匯入" in mei.page().text
    mei.work()
    assert figures(mei.run) == ("done", 6, 6, 0, 4, 0, 0)
    assert Product.get(Product.import_key == "moon-cup").state == "published"
    assert "匯入好了" in mei.page().text
    assert "goods.csv" in mei.browser.get(INDEX).text
    events = EventRow.select().where(EventRow.name.startswith("import."))
    assert all(event.subject_id == mei.run.id for event in events)


def test_the_same_file_again_changes_nothing_and_says_so(mei: Importing) -> None:
    mei.bring(export(*GOODS))
    assert "這個檔案匯入過" in mei.preview(export(*GOODS)).text
    again = mei.send(export(*GOODS))
    assert again.location == mei.path
    assert "你剛剛傳過" in mei.browser.follow(again).text
    assert ImportRun.select().count() == 2
    mei.press("start")
    mei.work()
    assert figures(mei.run) == ("done", 6, 6, 0, 0, 0, 4)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (picture_bytes(form="PNG"), "goods.csv", "這是照片"),
        (b"%PDF-1.7\n%%EOF", "goods.csv", "這是PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "goods.xls", ".xls"),
        (b"", "goods.csv", "這個檔案是空的"),
    ],
    ids=["picture", "pdf", "old workbook", "empty"],
)
def test_what_is_no_table_is_refused_kindly_and_leaves_nothing(
    mei: Importing, content: bytes, name: str, words: str
) -> None:
    page = mei.send(content, name)
    assert page.status == 422
    assert words in page.words("p")[-1] or any(words in told for told in page.words("p"))
    assert (ImportRun.select().count(), list(storage.private().keys("imports/"))) == (0, [])


@pytest.mark.parametrize("content", ["Handle,Title,Variant Price\n", "<!doctype html><p>x", "PK\x03\x04"])
def test_what_only_looks_like_a_table_is_said_to_be_unreadable(mei: Importing, content: str) -> None:
    page = mei.preview(content)
    assert "這個檔案讀不出來" in page.text
    assert mei.run.error
    assert mei.press("removal").location == INDEX
    assert ImportRun.select().count() == 0


def test_no_file_is_told_beside_the_field(mei: Importing) -> None:
    page = mei.browser.send(INDEX, action="/studio/imports", to=INDEX)
    assert page.status == 422
    assert "先選一個檔案" in page.text


def test_a_bad_cell_is_marked_and_mended_in_place(mei: Importing) -> None:
    place = price_column()
    page = mei.preview(export(BAD, SIBLING, JAR))
    assert figures(mei.run)[:4] == ("preview", 3, 1, 2)
    assert len(page.all("td", data_bad="")) == 1
    assert "價格要是數字" in page.text
    assert "&lt;b&gt;" in page.text
    assert "<b>Salt" not in page.text
    still = mei.mend(2, place, "thirteen")
    assert still.location == f"{mei.path}#line-2"
    assert figures(mei.run)[:4] == ("preview", 3, 1, 2)
    partly = mei.mend(2, place, "1,300", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert (partly.status, "<html" in partly.text) == (200, False)
    assert "改好了" in partly.text
    assert figures(mei.run)[:5] == ("preview", 3, 3, 0, 2)
    assert ImportFinding.select().where(ImportFinding.refused).count() == 0
    mei.mend(2, place, "twelve")
    assert (figures(mei.run)[2:4], ImportFix.select().count()) == ((1, 2), 0)
    mei.mend(2, place, "1300")
    mei.press("start")
    mei.work()
    assert Product.get(Product.import_key == "bad").price == 130_000
    assert mei.mend(2, place, "9").status == 303
    assert Product.get(Product.import_key == "bad").price == 130_000


@pytest.mark.parametrize(("line", "place"), [(9, 1), (2, 999), (2, "²"), ("", 1)])
def test_only_cells_that_are_there_can_be_mended(mei: Importing, line: Any, place: Any) -> None:
    mei.preview(export(BAD))
    assert mei.mend(line, place, "1").status == 404
    assert ImportFix.select().count() == 0


def test_the_report_holds_every_refused_row_runs_nothing_and_comes_back(mei: Importing) -> None:
    mei.bring(export(BAD, SIBLING, FORMULA, JAR))
    assert figures(mei.run)[:5] == ("done", 4, 1, 3, 1)
    told = list(csv.reader(io.StringIO(mei.report())))
    assert (told[0][-1], len(told)) == (REASON, 4)
    assert [line[0] for line in told[1:]] == ["bad", "bad", "evil"]
    assert "價格要是數字" in told[1][-1]
    assert (told[3][1], told[3][price_column()]) == ("'=cmd()", "'-5")
    told[1][price_column()], told[3][price_column()] = "1200", "55"
    back = io.StringIO()
    csv.writer(back).writerows(told)
    run = mei.bring("\ufeff" + back.getvalue(), "mended.csv")
    assert figures(run)[:5] == ("done", 3, 3, 0, 2)
    assert sorted(p.title for p in Product.select()) == ["=cmd()", "Salt jar", "Salt jar"]


def test_rows_mended_in_the_preview_leave_its_report(mei: Importing) -> None:
    mei.preview(export(BAD, FORMULA))
    assert len(mei.report().splitlines()) == 3
    mei.mend(2, price_column(), "1200")
    assert [line.split(",")[0] for line in mei.report().splitlines()[1:]] == ["evil"]


def test_a_file_of_ones_own_is_matched_once_and_known_the_next_time(mei: Importing) -> None:
    page = mei.preview(OWN)
    assert page.location.endswith("/mapping")
    page = mei.browser.follow(page)
    assert {"品名", "賣價", "備註"} <= {words.split()[0] for words in page.words("label")}
    assert "柳宗理 水壺" in page.text
    nothing = mei.browser.send(f"{mei.path}/mapping", **{"column-0": "", "column-1": ""})
    assert nothing.status == 422
    assert "選一欄當名稱" in nothing.text
    done = mei.browser.send(
        f"{mei.path}/mapping", **{"column-0": "title", "column-1": "price", "column-2": "fact", "status": "draft"}
    )
    assert done.location == mei.path
    assert figures(mei.run)[:3] == ("preview", 2, 2)
    assert ImportMapping.select().count() == 1
    mei.press("start")
    mei.work()
    assert [(p.title, p.price, p.state) for p in Product.select().order_by(Product.id)] == [
        ("柳宗理 水壺", 880_000, "draft"),
        ("燕三條 開瓶器", 320_000, "draft"),
    ]
    page = mei.preview(OWN.replace("8800", "9900"))
    assert "欄位照上次的對" in page.text
    assert figures(mei.run) == ("preview", 2, 2, 0, 0, 1, 1)


def test_another_currency_is_read_anew_and_an_old_preview_does_not_start(mei: Importing) -> None:
    old = mei.preview(export(JAR)).fields("/start")
    assert "哪一種貨幣" not in mei.page().text
    assert mei.press("mapping", currency="JPY").location == mei.path
    assert mei.browser.post(f"{mei.path}/start", old).location == mei.path
    assert mei.run.state == "preview"
    assert "在別的分頁改過了" in mei.page().text
    mei.press("start")
    mei.work()
    assert (Product.get().currency, Product.get().price) == ("JPY", 30)


def test_prices_that_are_of_another_currency_are_asked_about(mei: Importing) -> None:
    mei.preview(export(JAR, row("cents", title="Cents", price="12.50")))
    mei.press("mapping", currency="JPY")
    assert figures(mei.run)[:4] == ("preview", 2, 1, 1)
    assert "有1個價格不像JPY" in mei.page().text
    mei.press("mapping", currency="EUR")
    assert figures(mei.run)[:4] == ("preview", 2, 2, 0)


def test_other_peoples_imports_do_not_exist(app: Any, cast: Cast, mei: Importing) -> None:
    mei.preview(export(BAD, JAR))
    assert cast.edinburgh
    for member, status in ((cast.tang, 404), (cast.ruo, 403), (cast.mo, 403)):
        other = Browser(app, member)
        for path in ("", "/mapping", "/report.csv"):
            assert other.get(mei.path + path).status == status
        token = {"csrf_token": other.get("/zh-hant/me/profile").fields()["csrf_token"]}
        for verb in ("cells", "start", "cancellation", "undoing", "removal"):
            assert other.post(f"{mei.path}/{verb}", {**token, "line": "2", "place": "1"}).status == status, verb
    assert mei.browser.post(f"{mei.path}/start", {}).status == 400
    assert mei.run.state == "preview"
    assert mei.browser.get(f"{INDEX}/99999999999999").status == 404


def test_so_many_files_may_wait_and_what_is_given_up_is_gone(mei: Importing) -> None:
    for number in range(5):
        mei.preview(export(row(f"jar-{number}", title="Jar")))
    page = mei.send(export(JAR))
    assert page.status == 422
    assert "5個檔案還沒匯入" in page.text
    keys = list(storage.private().keys("imports/"))
    mei.press("removal")
    assert len(list(storage.private().keys("imports/"))) == len(keys) - 1
    assert (ImportRun.select().count(), ImportRow.select().where(ImportRow.run > 4).count()) == (4, 0)
    assert mei.preview(export(JAR)).status == 200


def test_files_are_kept_for_a_month_and_no_sweep_takes_them_before(mei: Importing) -> None:
    mei.bring(export(BAD, JAR))
    stored = mei.run.stored
    assert sweep._needed_private([stored, f"{stored}-report", "imports/aa/none"]) == {stored, f"{stored}-report"}
    assert tidying.tidy() == 0
    ImportRun.update(created_at=now() - rules.FILE_KEPT - timedelta(days=1)).execute()
    assert tidying.tidy() == 1
    assert list(storage.private().keys("imports/")) == []
    assert mei.browser.get(f"{mei.path}/report.csv").status == 404
    assert "價格要是數字" in mei.page().text


def test_the_preview_asks_as_often_for_many_rows_as_for_one(mei: Importing) -> None:
    from tests.site.test_queries import asked

    mei.preview(export(BAD))
    one = asked(mei.browser, mei.path)
    mei.preview(export(*(row(f"bad-{n}", title=f"Jar {n}", price="x" if n % 2 else "5") for n in range(50)), *CUP))
    assert asked(mei.browser, mei.path) == one <= 12
    assert asked(mei.browser, INDEX) <= 12
