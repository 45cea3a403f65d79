"""Amounts: integer minor units with an ISO 4217 code, and how they are written and read. Never floats."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from miquan.i18n import _

# ISO 4217 exponents that are not 2, of the currencies we know.
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "ISK": 0, "CLP": 0}
# What goods can be priced in: only currencies that have a rate, or prices could neither be compared nor sorted.
CURRENCIES = (
    "TWD", "HKD", "CNY", "JPY", "KRW", "USD", "EUR", "GBP", "AUD", "CAD", "NZD", "SGD", "MYR", "THB", "IDR", "PHP",
    "INR", "MOP", "CHF", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "TRY", "ILS", "AED", "ZAR", "BRL", "MXN",
)  # fmt: skip
_MOST = 10**11
_LONGEST = 12
_LONGEST_TYPED = 60
_MARK = re.compile(r"[., ']")
_PRICE = re.compile(
    r"""(?P<whole>(?!0)\d{1,3}(?P<mark>[., '])\d{3}(?:(?P=mark)\d{3})*  # 1,200,000
    |(?!0)\d\d?(?:,\d\d)+,\d{3}                                       # 12,00,000 as in India
    |\d*)
    (?:(?P<point>[.,])(?P<part>\d*))?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Money:
    """So many minor units of a currency."""

    minor: int
    code: str


def digits(code: str) -> int:
    """Decimal places of a currency's minor unit (ISO 4217)."""
    return _DIGITS.get(code, 2)


def to_decimal(money: Money) -> Decimal:
    return Decimal(money.minor).scaleb(-digits(money.code))


def decimal_text(money: Money) -> str:
    """For machines and form fields: no thousands marks, a point, all digits."""
    return f"{to_decimal(money):.{digits(money.code)}f}"


def format_number(money: Money) -> str:
    """For people: thousands marks, and no `.00` where the amount is whole (Taiwan's prices have no cents at all)."""
    text = f"{to_decimal(money):,.{digits(money.code)}f}"
    return text.removesuffix(".00")


def parse_price(typed: str, code: str) -> int:
    """Minor units from what somebody typed: `1,200`, `1.200,50`, `１２００`, `JPY 1200`. Raises ValueError with a sentence.

    One mark before three digits parts thousands, as in `1.200`, unless a zero stands before it: `0.500` is a half.
    """
    # Before it is normalised: many combining marks take quadratic time.
    if len(typed or "") > _LONGEST_TYPED:
        raise ValueError(_("價格不能是負數，也不能大得離譜"))
    text = unicodedata.normalize("NFKC", typed or "").upper().replace(code, "").strip()
    found = _PRICE.fullmatch(text)
    if not found or not any(c.isdigit() for c in text) or (found["point"] or "-") in found["whole"]:
        raise ValueError(_("價格要是數字，例如1,200"))
    places = digits(code)
    whole, part = _MARK.sub("", found["whole"]).lstrip("0"), (found["part"] or "").rstrip("0")
    if len(part) > places:
        raise ValueError(_("%(code)s的小數最多%(digits)s位", code=code, digits=places))
    # The length first: reading thousands of digits is slow, and refused by Python.
    if len(whole) > _LONGEST or (minor := int(f"{whole}{part:0<{places}}" or "0")) > _MOST:
        raise ValueError(_("價格不能是負數，也不能大得離譜"))
    return minor
