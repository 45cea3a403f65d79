"""From text to records with the line they begin on. A record that breaks the quoting costs its own lines only."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from miquan.catalogue.decoding import Unreadable
from miquan.catalogue.headers import Header, read_header

FIELD_LIMIT = 1_000_000
_DELIMITERS = (",", ";", "\t")
csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))


@dataclass(frozen=True)
class Row:
    """One record after the header. `line` counts from 1; `given` is how many cells the file itself held.

    `broken` says that the cells cannot be told apart: there is one, with the beginning of the line.
    """

    line: int
    cells: list[str]
    given: int = 0
    broken: bool = False


@dataclass
class Table:
    """A file's header and its records, in order."""

    header: Header
    rows: list[Row]


def read_table(text: str) -> Table:
    """Split a file. Raises Unreadable when its first record is no header of a product export."""
    lines = _Lines(text)
    first = lines.skip_blank()
    delimiter = max(_DELIMITERS, key=first.count)
    cells = _record(lines, delimiter, strict=False)
    header = read_header(cells or [])
    if not header.is_known:
        raise Unreadable("the first line names no columns Handle and Title: this is no product export we know")
    return Table(header, list(_rows(lines, header.width, delimiter)))


class _Lines:
    """An iterator over physical lines that can take lines back."""

    def __init__(self, text: str) -> None:
        # Quoted line ends become \n whatever they were; U+2028 and its like are no line ends in CSV.
        self._source: Iterator[str] = iter(io.StringIO(text, newline=None))
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._source)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """Forget the lines of the last record."""
        self._taken.clear()

    def give_back(self, keep: int = 0) -> list[str]:
        """Return all lines of this record but the first `keep`; those are returned to the caller."""
        kept, back = self._taken[:keep], self._taken[keep:]
        self._returned.extendleft(reversed(back))
        self.number -= len(back)
        self._taken = kept
        return kept

    @property
    def taken(self) -> int:
        return len(self._taken)

    def skip_blank(self) -> str:
        """Go to the first line that holds something; it stays to be read. "" when there is none."""
        for line in self:
            if line.strip():
                self.begin_at_last()
                self.give_back()
                return line
        return ""

    def begin_at_last(self) -> None:
        self._taken = self._taken[-1:]


def _rows(lines: _Lines, width: int, delimiter: str) -> Iterator[Row]:
    while True:
        lines.begin()
        line = lines.number + 1
        cells = _record(lines, delimiter, strict=True)
        if not lines.taken:
            return
        if cells is None or not _fits(cells, width, lines.taken):
            (raw,) = lines.give_back(keep=1)
            cells = _forgiving(raw, width, delimiter)
            if cells is None:
                yield Row(line, [raw.rstrip("\n")[:2_000]], broken=True)
                continue
        if any(cell and not cell.isspace() for cell in cells):
            yield Row(line, cells + [""] * (width - len(cells)), given=len(cells))


def _fits(cells: list[str], width: int, lines: int) -> bool:
    """Too many cells are never right, but empty ones at the end; too few only where nothing was quoted over lines."""
    if len(cells) > width:
        empty = not any(cells[width:])
        del cells[width if empty else len(cells) :]
        return empty
    return len(cells) == width or lines == 1


def _forgiving(raw: str, width: int, delimiter: str) -> list[str] | None:
    """One line with stray quotes in its cells, if that gives exactly as many cells as the header has.

    Never more than the one line, so that no quote can swallow what stands below it.
    """
    reader = csv.reader([raw.rstrip("\n") + "\n"], delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None
    still_open = bool(cells) and cells[-1].endswith("\n")
    return cells if len(cells) == width and not still_open else None


def _record(lines: _Lines, delimiter: str, *, strict: bool) -> list[str] | None:
    """The next record; None when it is malformed or there is none."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=strict), None)
    except csv.Error:
        return None
