"""From lines to records with the line they begin on. A record that breaks the quoting costs its own lines only."""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from miquan.catalogue.dialects import Dialect, dialect_of, single_quoted

FIELD_LIMIT = 1_000_000
WIDEST = 1_000
_LOOKED_AT = 12
_KNOWN = 10_000
csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))


@dataclass(frozen=True, slots=True)
class Row:
    """One record after the header, its cells without white space around them. `line` counts from 1; `given` is how many cells the file itself held.

    `broken` says that the cells cannot be told apart: there is one, with the beginning of the line. `why` is then the
    code of the reason.
    """

    line: int
    cells: list[str]
    given: int = 0
    broken: bool = False
    why: str = ""


@dataclass
class Table:
    """A file's column names and its records, in order. `header_line` is 0 where the file names no columns."""

    names: list[str]
    rows: list[Row]
    header_line: int = 1


def read_table(lines: Iterable[str], choose: Callable[[list[list[str]]], int | None]) -> Table:
    """Split a file's lines. `choose` is shown the first records and says which of them names the columns, if any."""
    source = _Lines(lines)
    dialect = dialect_of(source.peek(_LOOKED_AT * 2))
    records, ends = _first_records(source, dialect)
    chosen = choose(records)
    at = -1 if chosen is None else chosen
    source.give_back(keep=ends[at][1] if at >= 0 else 0)
    width = max((len(cells) for cells in records[at:]), default=0) if at < 0 else len(records[at])
    names = records[at] if at >= 0 else [""] * width
    width = min(len(names), WIDEST)
    return Table(names[:width], list(_rows(source, width, dialect)), ends[at][0] if at >= 0 else 0)


def _first_records(source: "_Lines", dialect: Dialect) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """The first records that hold something, and for each the line it begins on and how many lines were taken so far."""
    records: list[list[str]] = []
    ends: list[tuple[int, int]] = []
    source.begin()
    while len(records) < _LOOKED_AT:
        line, before = source.number + 1, source.taken
        cells = _record(source, dialect, strict=False)
        if source.taken == before:
            break
        if cells and any(cell.strip() for cell in cells):
            records.append([cell.strip() for cell in cells])
            ends.append((line, source.taken))
    return records, ends


class _Lines:
    """An iterator over physical lines that can take lines back."""

    def __init__(self, lines: Iterable[str]) -> None:
        # Quoted line ends are \n whatever they were; U+2028 and its like are no line ends in CSV.
        self._source: Iterator[str] = iter(lines)
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

    def peek(self, most: int) -> list[str]:
        """The next lines, which stay to be read."""
        self.begin()
        found = [line for _count, line in zip(range(most), self, strict=False)]
        self.give_back()
        return found


def _rows(lines: _Lines, width: int, dialect: Dialect) -> Iterator[Row]:
    # Cells that say the same are one string: most of a sheet repeats itself.
    known: dict[str, str] = {}
    while True:
        lines.begin()
        line = lines.number + 1
        cells = _record(lines, dialect, strict=True)
        if not lines.taken:
            return
        if cells is None or not _fits(cells, width, lines.taken):
            (raw,) = lines.give_back(keep=1)
            cells = _forgiving(raw, width, dialect)
            if cells is None:
                yield Row(line, [raw.rstrip("\n")[:2_000]], broken=True)
                continue
        if len(known) > _KNOWN:
            known.clear()
        told = [known.setdefault(cell, cell) for cell in map(str.strip, cells)]
        if any(told):
            yield Row(line, told + [""] * (width - len(told)), given=len(told))


def _fits(cells: list[str], width: int, lines: int) -> bool:
    """Too many cells are never right, but empty ones at the end; too few only where nothing was quoted over lines."""
    if len(cells) > width:
        empty = not any(cells[width:])
        del cells[width if empty else len(cells) :]
        return empty
    return len(cells) == width or lines == 1


def _forgiving(raw: str, width: int, dialect: Dialect) -> list[str] | None:
    """One line with stray quotes in its cells, if that gives exactly as many cells as the header has.

    Never more than the one line, so that no quote can swallow what stands below it.
    """
    if dialect.quote == "'" and (cells := single_quoted(raw, dialect)) is not None:
        return cells if len(cells) == width else None
    reader = csv.reader([raw.rstrip("\n") + "\n"], delimiter=dialect.delimiter, quotechar=dialect.quote)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None
    still_open = bool(cells) and cells[-1].endswith("\n")
    return cells if len(cells) == width and not still_open else None


def _record(lines: _Lines, dialect: Dialect, *, strict: bool) -> list[str] | None:
    """The next record; None when it is malformed or there is none."""
    try:
        return next(
            csv.reader(
                lines,
                delimiter=dialect.delimiter,
                quotechar=dialect.quote,
                skipinitialspace=dialect.spaced,
                strict=strict,
            ),
            None,
        )
    except csv.Error:
        return None
