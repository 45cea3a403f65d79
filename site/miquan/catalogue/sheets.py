"""A file of goods as a raw table: its columns, its rows, and how it was written, whatever kind of file it is."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from miquan import text
from miquan.catalogue.decoding import Decoded, Unreadable, decode, read_bytes
from miquan.catalogue.heading import choose_header, column_names
from miquan.catalogue.rows import Row, Table, read_table
from miquan.catalogue.rules import Finding
from miquan.i18n import _

__all__ = ["Row", "Sheet", "Unreadable", "read_sheet"]

_ENCODINGS = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp950": "Big5", "gb18030": "GB18030",
    "cp1252": "Windows-1252",
}  # fmt: skip
# How files begin that are no tables, whatever their name says.
_OTHERS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"{\\rtf", b"\x7fELF", b"MZ", b"SQLite format",
)  # fmt: skip


@dataclass
class Sheet:
    """A table as it stands in a file. `format` is csv, tsv or xlsx; `sheets` are the names in a workbook.

    `names` are the header's cells, `header_line` 0 where the file has none. `signature` is the SHA-256 of the folded
    names, by which a storefront's mapping is known again.
    """

    format: str
    encoding: str
    names: list[str]
    rows: list[Row]
    header_line: int = 1
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    notes: list[Finding] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """SHA-256, hexadecimal."""
        return hashlib.sha256("\x1f".join(text.fold(name) for name in self.names).encode()).hexdigest()

    def column(self, place: int, most: int = 200) -> list[str]:
        """The first cells of a column that hold something."""
        cells = (row.cells[place].strip() for row in self.rows if not row.broken)
        return [cell for _count, cell in zip(range(most), filter(None, cells), strict=False)]


def read_sheet(path: Path, name: str = "", sheet: str = "") -> Sheet:
    """Read a file of goods. `name` is what its owner called it, `sheet` one of a workbook's tables.

    Raises Unreadable when it is no table, is empty, or is too large; the message says so in the reader's language.
    """
    data = read_bytes(path)
    if _is_workbook(data):
        return _of_workbook(data, sheet)
    _refuse_others(data)
    decoded = decode(data)
    del data
    _refuse_pages(decoded)
    table = read_table(_drained(decoded.lines), choose_header)
    return _checked(Sheet(
        format="tsv" if name.lower().endswith((".tsv", ".tab")) else "csv",
        encoding=_ENCODINGS[decoded.encoding],
        names=column_names(table.names),
        rows=table.rows,
        header_line=table.header_line,
        notes=_encoding_notes(decoded),
    ))  # fmt: skip


def _is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of an .xlsx file."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _drained(lines: list[str]) -> Iterator[str]:
    """The lines, each let go of when it is taken."""
    lines.reverse()
    while lines:
        yield lines.pop()


def _of_workbook(data: bytes, sheet: str) -> Sheet:
    # openpyxl is 180 modules, which most files do without.
    from miquan.catalogue.workbooks import read_workbook

    book = read_workbook(data, sheet)
    table: Table = book.table
    return _checked(
        Sheet("xlsx", "", column_names(table.names), table.rows, table.header_line, book.sheets, book.sheet)
    )


def _checked(sheet: Sheet) -> Sheet:
    if len(sheet.names) < 2:
        raise Unreadable(_("這個檔案只有一欄，看不出是商品表"))
    if not sheet.rows:
        raise Unreadable(_("這個檔案只有欄位名稱，沒有商品"))
    return sheet


def _refuse_others(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("舊的Excel檔（.xls）或上了密碼的檔案讀不了，另存成沒有密碼的.xlsx或.csv再試"))
    if data.startswith(_OTHERS):
        raise Unreadable(_("這不是表格。可以用的是CSV、TSV和Excel的.xlsx"))


def _refuse_pages(decoded: Decoded) -> None:
    begin = next((line for line in decoded.lines if line.strip()), "").lstrip().lower()
    if begin.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise Unreadable(_("這是一個網頁，不是表格。用試算表軟體打開，另存成.xlsx或.csv再試"))


def _encoding_notes(decoded: Decoded) -> list[Finding]:
    encoding = _ENCODINGS[decoded.fallback or decoded.encoding]
    return [Finding(line, "", "", "encoding", refused=False, value=encoding) for line in decoded.mended]
