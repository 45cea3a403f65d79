"""Weights, sizes and stock as people write them. Pure."""

import re
import unicodedata
from decimal import Decimal

from miquan.catalogue.amounts import figure
from miquan.catalogue.rules import MOST_GRAMS, MOST_STOCK, BadAmount

_MEASURE = re.compile(
    r"(?:約|约|ca\.?|approx\.?|~|≈)?\s*(?P<figure>\d[\d.,'’ ]*|[.,]\d+)\s*(?P<unit>[^\d\s.,]*)\.?", re.IGNORECASE
)
_GRAMS = {
    "g": "1", "gr": "1", "gram": "1", "grams": "1", "公克": "1", "克": "1", "gm": "1", "gms": "1", "gramm": "1", "grammes": "1", "grammi": "1",
    "kg": "1000", "kgs": "1000", "公斤": "1000", "千克": "1000", "kilo": "1000", "kilos": "1000", "kilogram": "1000", "kilograms": "1000",
    "mg": "0.001", "毫克": "0.001", "t": "1000000", "公噸": "1000000", "噸": "1000000",
    "lb": "453.59237", "lbs": "453.59237", "pound": "453.59237", "pounds": "453.59237", "磅": "453.59237",
    "oz": "28.349523125", "ounce": "28.349523125", "ounces": "28.349523125", "盎司": "28.349523125",
    "台斤": "600", "臺斤": "600", "市斤": "500", "兩": "37.5", "台兩": "37.5",
}  # fmt: skip
_MILLIMETRES = {
    "mm": "1", "公釐": "1", "毫米": "1", "cm": "10", "公分": "10", "厘米": "10", "㎝": "10", "m": "1000", "公尺": "1000", "米": "1000",
    "in": "25.4", "inch": "25.4", "inches": "25.4", '"': "25.4", "”": "25.4", "″": "25.4", "吋": "25.4", "英寸": "25.4", "ft": "304.8", "尺": "303",
}  # fmt: skip
_MOST_MM = 100_000
_UNIT = re.compile(r"[（(\[,/]\s*([^\d\s()（）\[\]]{1,12})\s*[)）\]]?")
_NONE_LEFT = re.compile(
    r"out of stock|sold\s*out|unavailable|缺貨|缺货|售完|售罄|完售|賣完|卖完|無庫存|无库存|沒貨|没货|売り切れ|품절|ausverkauft|épuisé|agotado|esaurito|"
    r"esgotado|brak",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    r"in stock|available|有貨|有货|現貨|现货|有庫存|充足|無限|无限|不限|many|plenty|unlimited|在庫あり|auf lager|en stock|disponib|dostępn|yes|true|有",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[^\d\-]{0,10}(-?\d[\d,]*)(?:\.0+)?\s*(?:[^\d\s]{0,8})")


def grams(cell: str, column: str = "") -> int | None:
    """A weight in grams; its unit stands behind it, else in the column's name, else it is grams. None for no weight."""
    return _measure(cell, column, _GRAMS, "g", MOST_GRAMS)


def millimetres(cell: str, column: str = "") -> int | None:
    """A length in millimetres; without a unit it is centimetres. Raises BadAmount."""
    return _measure(cell, column, _MILLIMETRES, "cm", _MOST_MM)


def _measure(cell: str, column: str, units: dict[str, str], usual: str, most: int) -> int | None:
    if not cell:
        return None
    found = _MEASURE.fullmatch(unicodedata.normalize("NFKC", cell[:60]).strip())
    if not found:
        raise BadAmount("price_number")
    unit = found["unit"].lower() or unit_in(column, units) or usual
    if unit not in units:
        raise BadAmount("price_number")
    amount = figure(found["figure"], ".") * Decimal(units[unit])
    if amount > most:
        raise BadAmount("price_absurd")
    return int(amount.to_integral_value()) or None


def unit_in(column: str, units: dict[str, str]) -> str:
    """The unit that a column's name gives in brackets, or as its last word; "" for none."""
    plain = unicodedata.normalize("NFKC", column).lower()
    told = [*_UNIT.findall(plain), re.split(r"[\s_]+", plain.strip())[-1]]
    return next((unit for unit in told if unit in units), "")


def stock(cell: str) -> int | None:
    """How many there are; None when nobody counts. Words such as `sold out` count as zero. Raises BadAmount."""
    plain = unicodedata.normalize("NFKC", cell[:60]).strip()
    if not plain or (not any(c.isdigit() for c in plain) and _UNCOUNTED.search(plain) and not _NONE_LEFT.search(plain)):
        return None
    if _NONE_LEFT.search(plain):
        return 0
    found = _COUNT.fullmatch(plain)
    if not found or len(found[1]) > 12:
        raise BadAmount("stock")
    count = int(found[1].replace(",", ""))
    if abs(count) > MOST_STOCK:
        raise BadAmount("stock")
    return count
