"""Which of a file's first records names its columns. Pure."""

import re
from collections.abc import Sequence

from miquan.catalogue.mapping.vocabulary import is_known_word

_LONGEST_NAME = 120
# Amounts, counts, dates and addresses: what stands in rows and hardly ever in names.
_VALUE = re.compile(r"[^\w]*\d[\d.,:/\-\s]*[^\w]*|https?://.*|\S+@\S+\.\w+", re.IGNORECASE | re.DOTALL)


def choose_header(records: Sequence[Sequence[str]]) -> int | None:
    """The place of the record that names the columns; None when even the first is a row of goods.

    A title above the table holds fewer cells, and none of the words that columns are called by.
    """
    known = [sum(is_known_word(cell) for cell in cells) for cells in records]
    best = max(range(len(records)), key=lambda n: (min(known[n], 3), -n), default=None)
    if best is None:
        return None
    if known[best] >= 2 and _names_things(records[best]):
        return _lowest(best, records, known)
    plain = next((n for n, cells in enumerate(records) if _is_header(cells, records[n + 1 :])), None)
    return best if plain is None and known[best] else plain


def _lowest(best: int, records: Sequence[Sequence[str]], known: Sequence[int]) -> int:
    """Where names stand below names, as below a merged heading or in another language, the row that says most."""
    below = best + 1
    while below < len(records) and known[below] > known[best] and _names_only(records[below]):
        best, below = below, below + 1
    return best


def _names_only(cells: Sequence[str]) -> bool:
    return _names_things(cells) and not any(_VALUE.fullmatch(cell) for cell in cells if cell)


def _names_things(cells: Sequence[str]) -> bool:
    held = [cell for cell in cells if cell]
    return len(held) >= 2 and all(len(cell) <= _LONGEST_NAME for cell in held)


def _is_header(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Names only, as many as the rows below have cells, each once."""
    held = [cell for cell in cells if cell]
    widest = max((sum(bool(cell) for cell in row) for row in below), default=len(held))
    return (
        _names_things(cells)
        and 2 * len(held) >= widest
        and len(set(held)) == len(held)
        and not any(_VALUE.fullmatch(cell) for cell in held)
    )


def column_names(cells: Sequence[str]) -> list[str]:
    """The names, each on one line; a column without a name is called by its letter, as spreadsheets do."""
    return [" ".join(cell.split())[:200] or letter(place) for place, cell in enumerate(cells)]


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
