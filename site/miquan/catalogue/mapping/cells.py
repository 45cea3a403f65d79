"""What kind of thing stands in cells: numbers, addresses, flags, lists, words. Pure."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_NUMBER = re.compile(r"[-+]?\d[\d,. '\u00a0\u202f]*(?:e[+-]?\d+)?%?", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:[A-Z]{1,3}\$|[A-Z]{3}|[$€£¥￥₹₩₫฿₺zł元円]{1,2}|rs\.?|rm|kr\.?|chf)?\s*[-+]?\d[\d,. '\u00a0\u202f]*"
    r"(?:\s*(?:[A-Z]{3}|[$€£¥￥₹₩₫฿₺元円塊]|zł|kr\.?|usd|\.-))?",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[$€£¥￥₹₩₫฿₺元円]|\b(?:TWD|NTD|USD|EUR|GBP|JPY|CNY|HKD|KRW)\b")
_ADDRESS = re.compile(r"(?:https?:)?//\S+\.\S+|https?://\S+", re.IGNORECASE)
_PICTURE = re.compile(
    r"\.(?:jpe?g|png|webp|gif|avif|heic)\b|/(?:images?|img|photos?|pictures?)/|/files?/", re.IGNORECASE
)
_FLAGS = frozenset(
    {"true", "false", "yes", "no", "y", "n", "是", "否", "有", "無", "无", "ja", "nein", "oui", "non", "sí", "si"}
)
_HTML = re.compile(r"<(?:p|br|div|span|ul|ol|li|b|strong|em|h\d|table|a|img)\b", re.IGNORECASE)


def is_number(cell: str) -> bool:
    """Digits with marks, without any word or sign."""
    return len(cell) < 40 and bool(_NUMBER.fullmatch(cell))


def is_amount(cell: str) -> bool:
    """A number, perhaps with the sign or code of a currency."""
    return len(cell) < 40 and bool(_AMOUNT.fullmatch(cell.strip()))


def has_sign(cell: str) -> bool:
    """An amount that names its currency."""
    return bool(_SIGNED.search(cell)) and any(c.isdigit() for c in cell) and len(cell) < 40


def is_address(cell: str) -> bool:
    """One web address or several."""
    return bool(_ADDRESS.match(cell))


def is_picture(cell: str) -> bool:
    """An address that looks like a picture's."""
    return is_address(cell) and bool(_PICTURE.search(cell))


def is_flag(cell: str) -> bool:
    """Yes or no."""
    return cell.lower() in _FLAGS


def is_list(cell: str) -> bool:
    """A list or object as programs write it."""
    return len(cell) > 1 and cell[0] in "[{" and cell[-1] in "]}"


def is_html(cell: str) -> bool:
    """Words with tags."""
    return bool(_HTML.search(cell))


def share(cells: Iterable[str], test: Callable[[str], bool]) -> float:
    """How many of the cells pass, from 0 to 1; 0 for none at all."""
    told = [test(cell) for cell in cells]
    return sum(told) / len(told) if told else 0.0


@lru_cache(maxsize=16_384)
def kind_of(cell: str) -> str:
    """`number`, `flag`, `list`, `address`, `words`, or "" for an empty cell."""
    if not cell:
        return ""
    if is_number(cell):
        return "number"
    if is_flag(cell):
        return "flag"
    if is_list(cell):
        return "list"
    return "address" if is_address(cell) else "words"
