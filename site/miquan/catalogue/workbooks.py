"""Excel workbooks (.xlsx), read cell by cell as text. Their parts are opened in `packages`, which bounds them."""

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import WorkSheetParser

from miquan.catalogue.decoding import Unreadable
from miquan.catalogue.heading import choose_header
from miquan.catalogue.packages import Package, rows_of
from miquan.catalogue.rows import WIDEST, Row, Table
from miquan.i18n import _

MOST_ROWS = 100_000
_LOOKED_AT = 12
# A sheet has no more; whatever claims to stand below is numbered on.
_LAST_LINE = 1_048_576
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


def read_workbook(data: bytes, sheet: str = "") -> Book:
    """The table called `sheet`, else the first that has rows under a header. Raises Unreadable."""
    try:
        with Package(data) as package:
            names = list(package.sheets)
            tables = ((name, _table(package, name)) for name in ([sheet] if sheet in names else names))
            # Some have a cover sheet: the first with goods is the one that is meant.
            found = next(((name, table) for name, table in tables if len(table.names) > 1 and table.rows), None)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("這個Excel檔壞了，讀不出來")) from error
    if found is None:
        raise Unreadable(_("這個Excel檔裡沒有看起來像商品表的工作表"))
    return Book(names, found[0], found[1])


def _table(package: Package, sheet: str) -> Table:
    rows = _numbered(package, sheet)
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


def _numbered(package: Package, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers in the sheet, as wide as their last cell that holds something.

    Numbers rise, whatever the sheet says: two rows cannot be one.
    """
    book = package.book
    forms: dict[int, str] = {}
    last = 0
    with package.opened(sheet) as source:
        parser = WorkSheetParser(
            source, package.strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for line, elements in rows_of(source):
            last = line if last < line <= _LAST_LINE else last + 1
            parser.row_counter, parser.col_counter = last, 0
            told: list[str] = []
            for element in elements:
                cell = parser.parse_cell(element)
                place = cell["column"] - 1
                if cell["value"] is not None and len(told) <= place < WIDEST:
                    told += [""] * (place - len(told))
                    told.append(shown(cell["value"], _form(book, cell["style_id"], forms)).strip())
            if any(told):
                yield last, told


def _form(book: Any, style: int, forms: dict[int, str]) -> str:
    """The number format of a cell's style; workbooks have few, and cells many."""
    if style not in forms:
        number = book._cell_styles[style].numFmtId if style < len(book._cell_styles) else 0
        own = number >= BUILTIN_FORMATS_MAX_SIZE
        found = book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE] if own else BUILTIN_FORMATS.get(number)
        forms[style] = str(found or "")
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
    if not math.isfinite(value):
        return str(value)
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
