"""Rows whose cells stand one column beside their own: programs that write an index leave such rows behind. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from miquan.catalogue.headers import Header
from miquan.catalogue.mapping.cells import kind_of
from miquan.catalogue.rows import Row

_SAMPLE = 1_000
_PURE = 0.6
_FEWEST = 3
_STRICT = frozenset({"number", "flag", "list", "address"})


def marked(rows: list[Row], header: Header) -> list[Row]:
    """The rows, those that are shifted marked as broken by that reason. `header` gives the number of columns."""
    strict = _strict_columns(rows, header.width)
    if len(strict) < _FEWEST:
        return rows
    return [replace(row, broken=True, why="shifted") if _is_shifted(row, strict) else row for row in rows]


def _strict_columns(rows: Sequence[Row], width: int) -> dict[int, str]:
    """Columns in which nearly all cells are of one kind that words are not: place -> kind."""
    sample = [row for row in rows[:: max(1, len(rows) // _SAMPLE)] if not row.broken]
    found = {}
    for place in range(width):
        counts = Counter(kind_of(row.cells[place].strip()) for row in sample)
        counts.pop("", None)
        if counts and (best := counts.most_common(1)[0])[0] in _STRICT and best[1] >= _PURE * counts.total():
            found[place] = best[0]
    return found


def _is_shifted(row: Row, strict: dict[int, str]) -> bool:
    """Whether a row fits its columns badly where it stands, and well one place further."""
    if row.broken:
        return False
    misfits = _fits(row, strict, 0)[1]
    if misfits < 2:
        return False
    moved = (_fits(row, strict, by) for by in (1, -1))
    return any(hits >= _FEWEST and 4 * missed <= misfits for hits, missed in moved)


def _fits(row: Row, strict: dict[int, str], by: int) -> tuple[int, int]:
    """How many cells are, so many places further, of their column's kind, and how many are of another."""
    hits = misfits = 0
    cells = row.cells
    for place, wanted in strict.items():
        if 0 <= place + by < len(cells) and (cell := cells[place + by]) and (kind := kind_of(cell.strip())):
            if kind == wanted:
                hits += 1
            else:
                misfits += 1
    return hits, misfits
