"""Excel workbooks (.xlsx), read cell by cell as text. What a hostile file could blow up is bounded before it is opened."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from miquan.catalogue.decoding import Unreadable
from miquan.catalogue.heading import choose_header
from miquan.catalogue.rows import WIDEST, Row, Table
from miquan.i18n import _

MOST_ROWS = 100_000
# Unpacked; shared strings are held in memory whole, sheets are read as they stream.
_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_STRINGS = 64 * 1024 * 1024
_MOST_PARTS = 2_000
_LONGEST_ROW = 4 * 1024 * 1024
_LOOKED_AT = 12
_SIGN = re.compile(r'\[\$([^\-\]]*)(?:-([0-9A-Fa-f]+))?\]|"([^"]{1,6})"|(NT\$|HK\$|US\$|[$€£¥₩₹])')
_ZEROS = re.compile(r"0+")
# Locales by which a workbook tells two currencies of one sign apart (the low word of Windows' language ids).
_YEN = {"411": "JPY", "804": "CNY", "1004": "CNY"}


@dataclass
class Book:
    """One table of a workbook, and the names of all."""

    sheets: list[str]
    sheet: str
    table: Table


def is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of an .xlsx file."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def read_workbook(data: bytes, sheet: str = "") -> Book:
    """The table called `sheet`, else the first that has rows under a header. Raises Unreadable."""
    _check_size(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        names = [one.title for one in book.worksheets]
        tables = ((name, _table(book[name])) for name in ([sheet] if sheet in names else names))
        # Some have a cover sheet: the first with goods is the one that is meant.
        found = next(((name, table) for name, table in tables if len(table.names) > 1 and table.rows), None)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("這個Excel檔壞了，讀不出來")) from error
    if found is None:
        raise Unreadable(_("這個Excel檔裡沒有看起來像商品表的工作表"))
    return Book(names, found[0], found[1])


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or strings > _MOST_STRINGS:
            raise Unreadable(_("這個Excel檔展開後太大了，拆成幾個檔案再試"))
        for part in parts:
            if "worksheets/" in part.filename and part.file_size > _LONGEST_ROW:
                with archive.open(part) as file:
                    _check_rows(file)


def _check_rows(file: IO[bytes]) -> None:
    """A row is held in memory as a tree while it is read: one of megabytes is no row of goods."""
    since, tail = 0, b""
    while piece := file.read(1 << 16):
        window = tail + piece
        since = len(window) - at if (at := window.rfind(b"<row")) >= 0 else since + len(piece)
        tail = piece[-3:]
        if since > _LONGEST_ROW:
            raise Unreadable(_("這個Excel檔展開後太大了，拆成幾個檔案再試"))


def _table(sheet: ReadOnlyWorksheet) -> Table:
    rows = _numbered(sheet)
    first = list(islice(rows, _LOOKED_AT))
    chosen = choose_header([cells for _line, cells in first])
    at = -1 if chosen is None else chosen
    names = first[at][1] if at >= 0 else [""] * max((len(cells) for _line, cells in first), default=0)
    rest = [*first[at + 1 :], *islice(rows, MOST_ROWS)]
    if len(rest) > MOST_ROWS:
        raise Unreadable(_("一次最多匯入%(most)s列，拆成幾個檔案再試", most=f"{MOST_ROWS:,}"))
    width = len(names)
    fitted = [Row(line, (cells + [""] * width)[:width], given=width) for line, cells in rest]
    return Table(names, fitted, first[at][0] if at >= 0 else 0)


def _numbered(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers in the sheet, as wide as their last cell that holds something.

    Read from the parser itself: openpyxl's own rows are filled up to whatever size a cell's address claims.
    """
    book = sheet.parent
    forms: dict[int, str] = {}
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for line, cells in parser.parse():
            told: list[str] = []
            for cell in cells:
                place = cell["column"] - 1
                if cell["value"] is not None and len(told) <= place < WIDEST:
                    told += [""] * (place - len(told))
                    told.append(shown(cell["value"], _form(sheet, cell, forms)).strip())
            if any(told):
                yield line, told


def _form(sheet: ReadOnlyWorksheet, cell: dict[str, Any], forms: dict[int, str]) -> str:
    """The number format of a cell; workbooks have few, and cells many."""
    style = cell["style_id"]
    if style not in forms:
        forms[style] = str(ReadOnlyCell(sheet, **cell).number_format or "")
    return forms[style]


def shown(value: Any, form: str = "") -> str:
    """A cell as people see it, as far as that matters: amounts keep their sign of currency, codes their zeros."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (int, float)):
        return _number(value, form)
    return str(value)


def _number(value: float, form: str) -> str:
    plain = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if _ZEROS.fullmatch(form) and plain.isdigit():
        return plain.zfill(len(form))
    return f"{_sign(form)}{plain}"


def _sign(form: str) -> str:
    """The currency that a number format puts before or after its numbers."""
    found = _SIGN.search(form.split(";", 1)[0])
    if not found:
        return ""
    sign, place = (found[1] or found[3] or found[4] or "").strip(), (found[2] or "").upper()
    if sign in ("¥", "￥"):
        sign = _YEN.get(place[-4:].lstrip("0"), sign)
    return f"{sign} " if sign.isalpha() and len(sign) == 3 else sign if not sign.isalnum() else ""
