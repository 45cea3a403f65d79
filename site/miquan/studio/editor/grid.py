"""The combinations as rows of text: made from options, filled down, pasted from a spreadsheet. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from miquan.products.rules import MAX_VARIANTS

Row = dict[str, str]
VALUES = ("value1", "value2", "value3")
# What a table without heads holds after the values of the options, in this order: as the page shows it.
COLUMNS = ("price", "compare_at", "stock", "sku", "barcode", "weight_g")
_CARRIED = ("price", "compare_at", "weight_g")


class TooMany(ValueError):
    """More combinations than a product may have; `many` says how many."""

    def __init__(self, many: int) -> None:
        super().__init__(many)
        self.many = many


def split_values(text: str) -> list[str]:
    """The values of an option: one a line, or parted by commas where they stand on one line.

    A line's end behind a single value with a comma says that it is one value.
    """
    by_line = "\n" in text.strip() or ("\n" in text and "、" not in text)
    parts = text.splitlines() if by_line else re.split(r"[、，,;；]", text)
    return list(dict.fromkeys(filter(None, (part.strip() for part in parts))))


def joined_values(values: Iterable[str]) -> str:
    """The opposite of `split_values`."""
    found = list(dict.fromkeys(filter(None, values)))
    if any(re.search(r"[、，,;；]", value) for value in found):
        return "\n".join(found) + ("\n" if len(found) == 1 else "")
    return "、".join(found)


def combined(options: Sequence[Sequence[str]], rows: Sequence[Row]) -> list[Row]:
    """Every combination of the options' values, in order. A row that is there already stays as it is.

    A new one takes prices and weight from the nearest that is there. Raises TooMany.
    """
    if (many := prod(len(values) for values in options)) > MAX_VARIANTS:
        raise TooMany(many)
    old = {_key(row): row for row in rows}
    return [old.get(_filled_up(values)) or _new(values, rows) for values in product(*options)]


def _key(row: Row) -> tuple[str, str, str]:
    return _filled_up([row.get(name, "").strip() for name in VALUES])


def _filled_up(values: Iterable[str]) -> tuple[str, str, str]:
    one, two, three, *_rest = (*values, "", "", "")
    return one, two, three


def _new(values: Sequence[str], rows: Sequence[Row]) -> Row:
    near = next((row for row in rows if _fits(row, values)), rows[0] if rows else {})
    carried = {name: near[name] for name in _CARRIED if near.get(name)}
    return carried | dict(zip(VALUES, values, strict=False))


def _fits(row: Row, values: Sequence[str]) -> bool:
    """Whether nothing that the row says of its options is said otherwise."""
    return all(told in ("", wanted) for told, wanted in zip(_key(row), values, strict=False))


def uncovered(options: Sequence[Sequence[str]], rows: Sequence[Row]) -> bool:
    """Whether a value was typed for an option that no combination has yet."""
    return any(set(values) - {_key(row)[i] for row in rows} for i, values in enumerate(options))


def filled(rows: Sequence[Row], values: Mapping[str, str]) -> list[Row]:
    """The same values in every row."""
    told = {name: value for name, value in values.items() if value}
    return [{**row, **told} for row in rows]


def pasted(table: str, rows: Sequence[Row], width: int, heads: Mapping[str, str]) -> list[Row]:
    """Rows of a spreadsheet put into the combinations they name, else below them; without options, into the row there is.

    `heads`: folded words -> column. A first line that holds one of them names the columns. Raises TooMany.
    """
    lines = [line.split("\t") for line in table.replace("\r", "").split("\n") if line.strip()]
    columns: list[str] = [*VALUES[:width], *COLUMNS]
    if lines and any(cell.strip().lower() in heads for cell in lines[0]):
        columns = [heads.get(cell.strip().lower(), "") for cell in lines.pop(0)]
    found = [dict(row) for row in rows if any(row.values())]
    named: dict[tuple[str, str, str], Row] = {}
    for row in found:
        named.setdefault(_key(row), row)
    for line in lines:
        cells = {name: cell.strip() for name, cell in zip(columns, line, strict=False) if name}
        _put(cells, found, named)
    if len(found) > MAX_VARIANTS:
        raise TooMany(len(found))
    return found or [{}]


def _put(cells: Row, rows: list[Row], named: dict[tuple[str, str, str], Row]) -> None:
    told, key = {name: value for name, value in cells.items() if value}, _key(cells)
    if key in named:
        named[key].update(told)
    else:
        named[key] = told
        rows.append(told)
