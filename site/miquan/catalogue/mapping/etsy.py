"""Etsy's export of listings, by the shape of its columns: their names come in the language of whoever exported it."""

import re
from collections.abc import Callable

_BEFORE = ("title", "story", "price", "currency", "quantity", "tags", "fact")
_NUMBERED = re.compile(r"^(\D*?)\s*(\d{1,3})\s*$")
_PICTURES = 10


def etsy_columns(names: list[str], cells: Callable[[int], list[str]]) -> dict[int, str]:
    """The meaning of each column, or {} when it is no such export.

    Ten pictures stand in a row; before them title, description, price, currency, quantity, tags and materials; after
    them, twice, the kind, the name and the values of a variation, and the SKU.
    """
    first = _first_picture(names)
    start = first - len(_BEFORE) if first is not None else -1
    if first is None or start < 0 or not _is_currency(names[start + 3], cells(start + 3)):
        return {}
    columns = {start + n: target for n, target in enumerate(_BEFORE)}
    columns |= {first + n: "image" for n in range(_PICTURES)}
    rest = list(range(first + _PICTURES, len(names)))
    for number in (1, 2):
        triple = [place for place in rest if _number_in(names[place]) == number][:3]
        if len(triple) == 3:
            columns |= {triple[1]: f"option{number}_name", triple[2]: f"option{number}_value"}
    others = [place for place in rest if _number_in(names[place]) is None]
    sku = next((place for place in others if names[place].strip().upper() == "SKU"), others[-1] if others else None)
    return columns | ({sku: "sku"} if sku is not None else {})


def _first_picture(names: list[str]) -> int | None:
    """Where ten columns in a row have one name and the numbers 1 to 10."""
    told = [(m[1], int(m[2])) if (m := _NUMBERED.match(name.strip())) else None for name in names]
    for place, one in enumerate(told):
        if one and told[place : place + _PICTURES] == [(one[0], n) for n in range(1, _PICTURES + 1)]:
            return place
    return None


def _number_in(name: str) -> int | None:
    found = re.search(r"\d+", name)
    return int(found[0]) if found and len(found[0]) < 3 else None


def _is_currency(name: str, cells: list[str]) -> bool:
    codes = all(len(cell) == 3 and cell.isalpha() and cell.isupper() for cell in cells)
    return codes and (bool(cells) or "CURRENCY" in name.upper())
