"""Amounts: integer minor units with an ISO 4217 code, and how they are written and read. Never floats."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from miquan.i18n import _

# ISO 4217 exponents that are not 2, of the currencies we know.
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "ISK": 0, "CLP": 0}
CURRENCIES = (
    "TWD", "HKD", "CNY", "JPY", "KRW", "USD", "EUR", "GBP", "AUD", "CAD", "NZD", "SGD", "MYR", "THB", "VND", "IDR", "PHP",
    "INR", "MOP", "CHF", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "TRY", "ILS", "AED", "ZAR", "BRL", "MXN", "CLP",
)  # fmt: skip
_MOST = Decimal(10) ** 11
_NUMBER = re.compile(r"\d[\d.,'  ]*|\.\d+")


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
    """Minor units from what somebody typed: `1,200`, `1.200,50`, `１２００`, `JPY 1200`. Raises ValueError with a sentence."""
    text = unicodedata.normalize("NFKC", typed or "").strip().upper().replace(code, "")
    number = _NUMBER.fullmatch(text.strip())
    if not number or "-" in text:
        raise ValueError(_("價格要是數字，例如 1,200"))
    try:
        amount = Decimal(_plain(re.sub(r"[\s' ]", "", text), digits(code)))
    except InvalidOperation:
        raise ValueError(_("價格要是數字，例如 1,200")) from None
    minor = amount.scaleb(digits(code))
    if minor != minor.to_integral_value():
        raise ValueError(_("%(code)s的小數最多%(digits)s位", code=code, digits=digits(code)))
    if minor > _MOST:
        raise ValueError(_("價格不能是負數，也不能大得離譜"))
    return int(minor)


def _plain(text: str, places: int) -> str:
    """Which of `.` and `,` is the decimal mark: the last one, if as many digits follow it as the currency can have."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark, tail = text[last], text[last + 1 :]
    others = text[:last].replace(".", "").replace(",", "")
    is_decimal = text.count(mark) == 1 and (len(tail) != 3 or (mark == "." and places == 3))
    return f"{others}.{tail}" if is_decimal else f"{others}{tail}"
