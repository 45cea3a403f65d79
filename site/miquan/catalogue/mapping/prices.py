"""What a column of prices tells about all of them: the currency, and the mark before the decimals. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

from miquan.catalogue.amounts import currencies_named

_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")
_POINT = re.compile(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}|\d,\d{3}\.\d")
_BOTH = re.compile(r"\d\.\d{3},\d")


def decimal_of(cells: Iterable[str]) -> str:
    """`,` or `.` where the prices themselves show which mark stands before decimals, else ""."""
    commas = points = 0
    for cell in cells:
        if _BOTH.search(cell) or (_COMMA.search(cell) and not _POINT.search(cell)):
            commas += 1
        elif _POINT.search(cell):
            points += 1
    if commas == points:
        return ""
    return "," if commas > points else "."


def currency_of(cells: Iterable[str], names: Iterable[str], own: str) -> str:
    """The one currency that the column's name says, or its prices; "" where nothing or too much is said.

    `own` is the import's, which decides about signs that several currencies have.
    """
    for name in names:
        told = currencies_named(name)
        if len(told) == 1:
            return told[0]
    found = Counter(code for cell in cells if len(told := currencies_named(cell)) == 1 for code in told)
    return found.most_common(1)[0][0] if len(found) == 1 and own not in found else ""
