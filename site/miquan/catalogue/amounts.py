"""Amounts as people and programs write them: signs, codes and words of currencies, thousands marks, decimals, ranges. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from miquan.catalogue.rules import BadAmount
from miquan.money import CURRENCIES, digits
from miquan.products.models import MONEY_LIMIT

_LONGEST = 60
_DOLLARS = frozenset({"TWD", "HKD", "USD", "AUD", "CAD", "NZD", "SGD", "MXN", "MOP"})
_YUAN = frozenset({"TWD", "HKD", "CNY", "MOP"})
# Upper case, as cells are compared; longer ones are looked for first.
_SIGNS: dict[str, frozenset[str]] = {
    sign: frozenset({code})
    for code, signs in {
        "TWD": "NT$ NTD NT 新台幣 新臺幣 台幣 臺幣 新台币 台币", "HKD": "HK$ 港幣 港元 港币", "USD": "US$ 美元 美金", "AUD": "A$ AU$ 澳幣 澳元 澳币",
        "CAD": "C$ CA$ 加幣 加元 加币", "NZD": "NZ$ 紐幣", "SGD": "S$ SG$ 新加坡幣 新幣 坡幣", "BRL": "R$", "MXN": "MX$", "MOP": "MOP$ 澳門幣",
        "MYR": "RM 馬幣 令吉", "EUR": "€ 歐元 欧元 EURO EUROS", "GBP": "£ 英鎊 英镑", "INR": "₹ RS. RS", "KRW": "₩ 원 韓元 韓圜 韓幣 韩元 韩币",
        "THB": "฿ 泰銖 泰铢", "TRY": "₺", "ILS": "₪", "PLN": "ZŁ", "CZK": "KČ", "HUF": "FT", "RON": "LEI", "PHP": "₱", "IDR": "RP",
        "CHF": "FR. SFR", "JPY": "円 日圓 日元 日幣 日币 JP¥", "CNY": "人民幣 人民币 RMB CN¥",
    }.items()
    for sign in signs.split()
} | {code: frozenset({code}) for code in CURRENCIES} | {
    "$": _DOLLARS, "¥": frozenset({"JPY", "CNY"}), "元": _YUAN, "塊": _YUAN, "块": _YUAN,
    "KR": frozenset({"SEK", "NOK", "DKK", "ISK"}), "KR.": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "₫": frozenset(), "VND": frozenset(), "₽": frozenset(), "RUB": frozenset(), "₴": frozenset(), "UAH": frozenset(),
}  # fmt: skip
_SIGN = re.compile("|".join(
    rf"(?<![A-ZŁČ]){re.escape(sign)}(?![A-ZŁČ])" if sign[0].isascii() and sign.strip(".").isalpha() else re.escape(sign)
    for sign in sorted(_SIGNS, key=len, reverse=True)
))  # fmt: skip
_FIGURE = r"\d[\d.,'’ \u00a0\u202f]*(?:E[+-]?\d{1,3})?|[.,]\d+"
_ONE = re.compile(
    rf"(?P<open>FROM|AB|DA|DESDE|OD|從|从)?\s*(?P<minus>[-−]?)\s*(?P<figure>{_FIGURE})\s*(?P<more>起|UP|\+|\.?[-–]{{1,2}}|/.{{1,6}})?"
)
_TWO = re.compile(rf"(?P<figure>{_FIGURE})\s*(?:-|–|—|~|〜|TO|至|到)\s*(?:{_FIGURE})")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d\d)+,\d{3}")


@dataclass(frozen=True)
class Amount:
    """Minor units of `currency`. `open` says that the cell gave a range or a beginning: this is its lowest end."""

    minor: int
    currency: str
    open: bool = False


@lru_cache(maxsize=16_384)
def read_amount(cell: str, currency: str, chosen: str = "", decimal: str = "") -> Amount:
    """The amount in a cell; an empty one is zero of `currency`. Raises BadAmount.

    `chosen` is the currency that somebody has said the prices are in: it decides about signs that several share, such
    as ¥. `decimal` is the mark that stands before decimals in this file, "" where that is not known.
    """
    if len(cell) > _LONGEST:
        raise BadAmount("price_number")
    plain = unicodedata.normalize("NFKC", cell).strip().upper()
    if not plain:
        return Amount(0, chosen or currency)
    code = _code(plain, currency, chosen)
    bare = " ".join(_SIGN.sub(" ", plain).split())
    if found := _TWO.fullmatch(bare):
        return Amount(_minor(figure(found["figure"], decimal), code), code, open=True)
    one = _ONE.fullmatch(bare)
    if not one:
        raise BadAmount("price_number")
    if one["minus"]:
        raise BadAmount("price_negative")
    more = one["more"] or ""
    return Amount(
        _minor(figure(one["figure"], decimal), code), code, open=bool(one["open"]) or more in ("起", "UP", "+")
    )


def currencies_named(words: str) -> list[str]:
    """The codes that words name for certain; [] for signs that several currencies share."""
    plain = unicodedata.normalize("NFKC", words).upper()
    return sorted({code for sign in _SIGN.findall(plain) if len(_SIGNS[sign]) == 1 for code in _SIGNS[sign]})


def _code(plain: str, currency: str, chosen: str) -> str:
    """The currency of a cell. A sign that leaves a choice is settled by who said it, ¥ by nobody else."""
    signs = set(_SIGN.findall(plain))
    if not signs:
        return chosen or currency
    possible = frozenset.intersection(*(_SIGNS[sign] for sign in signs))
    if len(possible) == 1:
        return next(iter(possible))
    if chosen in possible:
        return chosen
    if "¥" in signs and possible:
        raise BadAmount("price_yen")
    if currency in possible:
        return currency
    raise BadAmount("price_sign" if possible else "currency_unknown")


def figure(digits_: str, decimal: str) -> Decimal:
    """The number that digits with marks mean. Raises BadAmount.

    One mark before three digits parts thousands, unless the file's decimals are known to stand behind it.
    """
    bare, _mark, exponent = re.sub(r"['’ \u00a0\u202f]", "", digits_).rstrip(".,").partition("E")
    last = max(bare.rfind("."), bare.rfind(","))
    mark = bare[last] if last >= 0 else ""
    whole, part = (bare[:last], bare[last + 1 :]) if _is_decimal(bare, mark, last, decimal) else (bare, "")
    if ("." in whole or "," in whole) and not _GROUPED.fullmatch(whole):
        raise BadAmount("price_number")
    try:
        return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{part or '0'}{'E' + exponent if exponent else ''}")
    except InvalidOperation:
        raise BadAmount("price_number") from None


def _is_decimal(bare: str, mark: str, last: int, decimal: str) -> bool:
    """Whether the last mark of a number stands before its decimals."""
    if not mark or bare.count(mark) > 1:
        return False
    if len({c for c in bare if c in ".,"}) == 2:
        return True
    if len(bare) - last - 1 != 3:
        return True
    if decimal:
        return mark == decimal
    return last > 3 or bare.startswith("0") or last == 0


def _minor(amount: Decimal, code: str) -> int:
    if amount.adjusted() > 20 or (minor := amount.scaleb(digits(code))) > MONEY_LIMIT:
        raise BadAmount("price_absurd")
    if minor != minor.to_integral_value():
        raise BadAmount("price_decimals")
    return int(minor)
