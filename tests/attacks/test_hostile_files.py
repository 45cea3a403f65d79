"""Files of goods that cost far more than they weigh, and numbers of rows that no table has."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from miquan.catalogue import decoding, packages
from miquan.catalogue.decoding import Unreadable
from miquan.catalogue.sheets import read_sheet
from miquan.catalogue.workbooks import read_workbook
from tests.catalogue.runs.conftest import Importing

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST = "xl/worksheets/sheet1.xml"


def sheet(rows: str, after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def words(row: str, *cells: str) -> str:
    held = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row{row}>{held}</row>"


HEAD = words("", "Name", "Price")


def book(*changed: tuple[str, bytes]) -> bytes:
    """A workbook of openpyxl's with parts of ours in it."""
    made, out = io.BytesIO(), io.BytesIO()
    Workbook().save(made)
    parts = dict(changed)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return out.getvalue()


def tagged(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return found.read(name)


MB = 1024 * 1024
BOMBS = {
    "rows without anything": book((FIRST, sheet("<row/>" * 2_000_000))),
    "no size said": book((FIRST, sheet("<row><c/></row>" * 800_000))),
    "formats": book(("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 400_000}</cellXfs></styleSheet>'.encode())),
    "a whole part": book(("xl/theme/theme1.xml", b"<a/>" + b" " * 5 * MB)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_workbook_cannot_unpack_to_a_large_one(name: str) -> None:
    """120 KB of empty rows took a web process 80 seconds and half a gigabyte."""
    with pytest.raises(Unreadable):
        read_workbook(BOMBS[name])


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test reaches in no time; how much a file may shrink is judged elsewhere."""
    for name, value in (
        ("LONGEST", 50_000),
        ("MOST_ROWS", 500),
        ("MOST_OTHERS", 500),
        ("MOST_STRAY", 50),
        ("MOST_STRINGS", 60_000),
    ):
        monkeypatch.setattr(packages, f"_{name}", value)


ENTITY = f'<!DOCTYPE a [<!ENTITY b "{"x" * 900}">]>'.encode()
SLY: dict[str, Callable[[], bytes]] = {
    "many rows": lambda: book((FIRST, sheet(HEAD + "<row/>" * 600))),
    "a long row": lambda: book((FIRST, sheet(HEAD + "<row>" + "<c><v>1</v></c>" * 5_000 + "</row>"))),
    "a row that only seems to end": lambda: book((FIRST, sheet("<row>" + "<c><v>1</v></c><!--<row>-->" * 5_000 + "</row>"))),
    "cells in no row": lambda: book((FIRST, sheet(HEAD + "<c/>" * 200 + "<row/>"))),
    "parts of something else": lambda: book((FIRST, sheet(HEAD, "<y/>" * 600))),
    "entities": lambda: book((FIRST, ENTITY + sheet(HEAD + words("", "&b;", "1")))),
    "entities in UTF-16": lambda: book((FIRST, (ENTITY + sheet(HEAD + words("", "&b;", "1"))).decode().encode("utf-16"))),
    "entities read whole": lambda: book(("xl/workbook.xml", ENTITY + tagged(book(), "xl/workbook.xml"))),
    "strings under another name": lambda: book(
        (FIRST, sheet(HEAD)), ("xl/other.xml", f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 5_000}</sst>'.encode()),
        ("[Content_Types].xml", tagged(book(), "[Content_Types].xml").replace(b"/xl/sharedStrings.xml", b"/xl/other.xml")),
    ),
}  # fmt: skip


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("name", SLY)
def test_what_is_held_in_memory_is_bounded(name: str) -> None:
    with pytest.raises(Unreadable):
        read_workbook(SLY[name]())


@pytest.mark.usefixtures("narrow")
def test_a_workbook_within_the_bounds_is_read() -> None:
    rows = HEAD + "".join(words("", f"bowl {n}", "12") + "<row/>" for n in range(200))
    found = read_workbook(book((FIRST, sheet(rows, "<y/>" * 300)))).table
    assert (found.names, len(found.rows), found.rows[-1].cells) == (["Name", "Price"], 200, ["bowl 199", "12"])


def numbered(*lines: str) -> bytes:
    rows = (words(f' r="{line}"', f"bowl {n}", "12") for n, line in enumerate(lines))
    return book((FIRST, sheet(words(' r="1"', "Title", "Price") + "".join(rows))))


@pytest.mark.parametrize(
    "lines", [("3", "3"), ("9", "2"), ("99999999999",), ("2147483648", "1"), ("-5",), ("x",), ("1e9",)]
)
def test_whatever_number_a_row_claims_it_is_looked_at(mei: Importing, lines: tuple[str, ...]) -> None:
    """Two rows of one number, or one that no column of the database holds, were a fault of ours."""
    assert mei.send(numbered(*lines), "goods.xlsx").status == 303
    if mei.run.state == "mapping":
        assert mei.browser.send(f"{mei.path}/mapping").status == 303
    assert (mei.run.state, mei.run.rows, mei.run.products) == ("preview", len(lines), len(lines))
    assert mei.page().status == 200


@pytest.mark.parametrize("value", ["1e309", "-1e309", "nan", "inf"])
def test_a_number_that_is_none_spoils_its_own_row_only(value: str) -> None:
    rows = (
        HEAD
        + f'<row><c t="inlineStr"><is><t>bowl</t></is></c><c t="n"><v>{value}</v></c></row>'
        + words("", "cup", "12")
    )
    try:
        found = read_workbook(book((FIRST, sheet(rows)))).table
    except Unreadable:
        assert value in ("nan", "inf"), "these are no numbers in a workbook"
        return
    assert [row.cells[0] for row in found.rows] == ["bowl", "cup"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "a\n"])
def test_a_file_of_nothing_but_lines_is_refused_before_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """50 MB of them were gigabytes of strings."""
    monkeypatch.setattr(decoding, "MOST_LINES", 1_000)
    path = tmp_path / "goods.csv"
    path.write_text("Name,Price\n" + end * 1_100, newline="")
    with pytest.raises(Unreadable):
        read_sheet(path)


@pytest.fixture
def mei(app: Any, cast: Any) -> Importing:
    assert cast.kyoto.id
    return Importing(app, cast.mei)
