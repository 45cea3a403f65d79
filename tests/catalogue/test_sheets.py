"""Files as raw tables: workbooks, encodings, and what is no table at all."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from miquan.catalogue.draft import Context
from miquan.catalogue.mapping import recognise
from miquan.catalogue.planning import plan
from miquan.catalogue.sheets import Sheet, Unreadable, read_sheet

Rows = list[list[Any]]
NAMES = ["品名", "售價", "庫存", "條碼", "說明"]


def book(folder: Path, sheets: dict[str, Rows], formats: dict[str, str] | None = None) -> Path:
    """A workbook with these sheets; `formats` are number formats by cell of the last one."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    path = folder / "goods.xlsx"
    made.save(path)
    return path


def cells(found: Sheet) -> list[list[str]]:
    return [row.cells for row in found.rows]


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    rows = [
        ["秋季型錄"], [], NAMES, ["碗", 1280, 3, 4710, datetime.date(2026, 10, 1)], ["杯", 12.5, None, 12, True], [None, None],
        ["  盤 ", 300.0, 1, "0012", "一行\n兩行"],
    ]  # fmt: skip
    path = book(
        tmp_path, {"封面": [["我的店"]], "商品": rows}, {"B4": '"NT$"#,##0', "B5": "[$¥-411]#,##0.0", "D5": "00000"}
    )
    found = read_sheet(path)
    assert (found.format, found.sheets, found.sheet, found.header_line) == ("xlsx", ["封面", "商品"], "商品", 3)
    assert cells(found) == [
        ["碗", "NT$1280", "3", "4710", "2026-10-01"], ["杯", "JPY 12.5", "", "00012", "TRUE"], ["盤", "300", "1", "0012", "一行\n兩行"]
    ]  # fmt: skip
    assert [row.line for row in found.rows] == [4, 5, 7]


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = book(tmp_path, {"春": [NAMES[:2], ["碗", 1]], "秋": [NAMES[:2], ["杯", 2]]})
    assert cells(read_sheet(path)) == [["碗", "1"]]
    assert cells(read_sheet(path, sheet="秋")) == [["杯", "2"]]
    assert cells(read_sheet(path, sheet="沒有這張")) == [["碗", "1"]]


def rewritten(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    path.write_bytes(out.getvalue())
    return path


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>%b</sheetData></worksheet>'
GOODS = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Price</t></is></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        GOODS + b'<row r="2"><c r="A2"><v>1</v></c><c r="ZZZZZZ2"><v>2</v></c></row>',
        GOODS
        + b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row>',
    ],
)
def test_addresses_of_cells_cannot_fill_the_memory(tmp_path: Path, rows: bytes) -> None:
    path = rewritten(book(tmp_path, {"a": [NAMES]}), "xl/worksheets/sheet1.xml", SHEET % rows)
    try:
        found = read_sheet(path)
    except Unreadable:
        return
    assert sum(len(row.cells) for row in found.rows) <= 4


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", SHEET % (b"<row>" + b"<c><v>1</v></c>" * 400_000 + b"</row>")),
        ("xl/worksheets/sheet1.xml", b"not xml at all"),
        (
            "xl/worksheets/sheet1.xml",
            b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>' + SHEET % b"<row><c><v>&c;</v></c></row>",
        ),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/styles.xml", b"\x00" * 310 * 1024 * 1024),
    ],
    ids=["row", "torn", "entities", "empty", "bomb"],
)
def test_hostile_workbooks_are_refused(tmp_path: Path, part: str, content: bytes) -> None:
    path = rewritten(book(tmp_path, {"a": [NAMES, ["碗", 1, 2, 3, 4]]}), part, content)
    with pytest.raises(Unreadable):
        read_sheet(path)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, b"PK\x03\x04" + b"\x00" * 40,
        b"<!doctype html><table><tr><td>a</td></tr></table>", b"\xef\xbb\xbf<html>", b"", b"\n \n", b"just words\n", b"Name,Price\n",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        read_sheet(path)
    assert len(str(refused.value)) > 5


STORY = "手工拉坯的茶碗，釉色溫潤，每一件都有細微的不同，適合沏茶與日常使用"
ENCODINGS = [
    ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp950", "Big5"), ("gb18030", "GB18030"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "name"), ENCODINGS)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_encoding_and_mark_gives_the_same_goods(tmp_path: Path, encoding: str, name: str, mark: str) -> None:
    lines = [["品名", "售價", "介紹"], ["月白釉茶碗", '"NT$1,280"', f'"{STORY}"'], ["青瓷茶杯", "680", f'"{STORY}"']]
    path = tmp_path / "goods.csv"
    path.write_bytes("".join(mark.join(line) + "\r\n" for line in lines).encode(encoding))
    found = read_sheet(path)
    assert (found.encoding, found.notes) == (name, [])
    context = Context("TWD")
    made = [wanted.draft for _g, wanted, _f in plan(found, recognise(found, context).mapping, context) if wanted]
    assert [(d.title, d.variants[0].price, d.story) for d in made] == [
        ("月白釉茶碗", 128_000, f"<p>{STORY}</p>"), ("青瓷茶杯", 68_000, f"<p>{STORY}</p>")
    ]  # fmt: skip


def test_windows_letters_are_right(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes("Name;Preis\nGroße Schüssel “weiß”;12,50 €\n".encode("cp1252"))
    found = read_sheet(path)
    assert (found.encoding, cells(found)) == ("Windows-1252", [["Große Schüssel “weiß”", "12,50 €"]])


def test_the_same_columns_have_the_same_signature(tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    one.write_text("Name,Price\na,1\n")
    other.write_text("NAME , price\nb,2\nc,3\n")
    third.write_text("Name,Cost\na,1\n")
    signatures = [read_sheet(path).signature for path in (one, other, third)]
    assert signatures[0] == signatures[1] != signatures[2]


def test_cells_in_single_quotes_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("Name, Price\n'Bob's cup, large', '$4'\n'Jar', '$5'\n'A, b', '$6'\n")
    assert cells(read_sheet(path)) == [["Bob's cup, large", "$4"], ["Jar", "$5"], ["A, b", "$6"]]
