"""The parts of an Excel workbook, which is a ZIP archive of XML: opened one by one, each within bounds.

A few hundred KB can unpack to a tree of gigabytes. openpyxl reads most parts whole and keeps every element of a sheet
that it has passed; here what is read whole is small, sheets are let go of row by row, and names of parts prove nothing.
"""

import io
import zipfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from miquan.catalogue.decoding import Unreadable
from miquan.i18n import _

_MB = 1024 * 1024
_MOST_UNPACKED = 300 * _MB
# Sheets of goods shrink to a tenth or, where all rows are alike, a thirtieth.
_MOST_OF_NOTHING = 3 * _MB
_MOST_SHRUNK = 60
_MOST_PARTS = 2_000
_MOST_SHEETS = 250
# Read whole: what the workbook consists of, its formats.
_MOST_WHOLE = 4 * _MB
_MOST_TAGS = 100_000
# Shared strings are held in memory.
_MOST_STRINGS = 64 * _MB
# A row is held in memory as a tree while it is read: one of megabytes is no row of goods.
_LONGEST = 4 * _MB
_MOST_ROWS = 1_100_000
# Elements that are no row and in none: formats, links, joined cells; and cells that stand nowhere.
_MOST_OTHERS = 300_000
_MOST_STRAY = 1_000
_ENTITIES = tuple("<!ENTITY".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_TAIL = max(map(len, _ENTITIES)) - 1
_ROW, _STRING, _WORDS = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "si", "t"))
_INNER = frozenset(f"{{{SHEET_MAIN_NS}}}{name}" for name in ("c", "v", "f", "is", "t", "r", "rPr", "rPh"))


def _too_large() -> Unreadable:
    return Unreadable(_("這個Excel檔展開後太大了，拆成幾個檔案再試"))


class Package:
    """A workbook that is open. `sheets`: name -> part; `strings` are those that cells share. Raises Unreadable."""

    def __init__(self, data: bytes) -> None:
        archive = _Archive(io.BytesIO(data))
        archive.check(len(data))
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.archive.close()
        self._archive = reader.archive = archive
        reader.read_manifest()
        self.strings = self._strings(reader.package)
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        self.book = reader.wb
        self.sheets: dict[str, str] = {}
        for sheet, part in reader.parser.find_sheets():
            if (
                part.target in reader.valid_files
                and "worksheet" in part.Type
                and part.target not in self.sheets.values()
            ):
                self.sheets.setdefault(str(sheet.name), part.target)
        if len(self.sheets) > _MOST_SHEETS:
            raise _too_large()

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def opened(self, sheet: str) -> "Watched":
        """A sheet's XML. Close it."""
        return Watched(self._archive.open(self.sheets[sheet]), _MOST_UNPACKED)

    def _strings(self, manifest: Manifest) -> list[str]:
        part = manifest.find(SHARED_STRINGS)
        if part is None:
            return []
        with Watched(self._archive.open(part.PartName[1:]), _MOST_STRINGS) as source:
            return [_words(element).replace("x005F_", "") for element in _elements(source, _STRING)]


def _words(element: Element) -> str:
    if len(element) == 1 and element[0].tag == _WORDS:
        return element[0].text or ""
    return str(Text.from_tree(element).content)


class _Archive(zipfile.ZipFile):
    """What is read whole must be small."""

    def check(self, packed: int) -> None:
        parts = self.infolist()
        unpacked = sum(part.file_size for part in parts)
        most = min(_MOST_UNPACKED, _MOST_OF_NOTHING + _MOST_SHRUNK * packed)
        if len(parts) > _MOST_PARTS or unpacked > most:
            raise _too_large()

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        if self.getinfo(getattr(name, "filename", name)).file_size > _MOST_WHOLE:
            raise _too_large()
        found = super().read(name, pwd)
        if found.count(b"<") > _MOST_TAGS or any(mark in found for mark in _ENTITIES):
            raise _too_large()
        return found


class Watched:
    """A part that is being read: whoever reads says `done` when something has come to its end."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source = source
        self._left = most
        self._since = 0
        self._tail = b""

    def __enter__(self) -> "Watched":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.close()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size if size >= 0 else _LONGEST)
        self._left -= len(piece)
        self._since += len(piece)
        window = self._tail + piece
        if self._left < 0 or self._since > _LONGEST or any(mark in window for mark in _ENTITIES):
            raise _too_large()
        self._tail = window[-_TAIL:]
        return piece

    def done(self) -> None:
        """A row, or a string, is whole."""
        self._since = 0


def rows_of(source: Watched) -> Iterator[tuple[int, list[Element]]]:
    """The rows of a sheet: the number that each claims, 0 for none, and its cells that are not empty."""
    for row in _elements(source, _ROW):
        if cells := [cell for cell in row if len(cell)]:
            # A cell without an address stands behind the one before it.
            yield _line(row.get("r", "")), list(row) if any(cell.get("r") is None for cell in cells) else cells


def _line(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 9 else 0


def _elements(source: Watched, tag: str) -> Iterator[Element]:
    """Each element of this name, which is emptied when the next is asked for; everything else is let go of at once."""
    many = others = stray = inner = 0
    for _event, element in iterparse(source):  # noqa: S314 (entities are refused by whoever reads)
        if element.tag == tag:
            source.done()
            many += 1
            if inner:
                stray += max(0, inner - sum(1 for _one in element.iter()) + 1)
                inner = 0
            yield element
            element.clear()
        elif element.tag in _INNER:
            inner += 1
        else:
            others += 1
            element.clear()
        if many > _MOST_ROWS or others > _MOST_OTHERS or stray + inner > _MOST_TAGS or stray > _MOST_STRAY:
            raise _too_large()
