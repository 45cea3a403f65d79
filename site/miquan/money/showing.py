"""Prices as pages show them: the source amount, and about what it is in the reader's currency."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from miquan.i18n import _
from miquan.money.amounts import Money, digits, format_number
from miquan.money.rates import rates


@dataclass(frozen=True)
class Price:
    """`JPY` `18,500`; `approx` the same in the reader's currency; `from_`: the lowest of several variants."""

    code: str
    number: str
    approx: "Price | None" = None
    from_: bool = False


def price_shown(minor: int, code: str, to: str, *, from_: bool = False) -> Price:
    """A price with its estimate in another currency, where there is a rate."""
    money = Money(minor, code)
    return Price(code, format_number(money), approximately(money, to), from_)


def approximately(money: Money, to: str) -> Price | None:
    """About what an amount is in another currency: whole units from 100 up, so that it looks no truer than it is."""
    found = rates().convert(money, to) if to != money.code else None
    if found is None:
        return None
    minor = found.money.minor
    unit = 10 ** digits(to)
    if unit > 1 and minor >= 100 * unit:
        minor = int((Decimal(minor) / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit
    return Price(to, format_number(Money(minor, to)))


def rate_line(code: str, to: str) -> str:
    """The rate and its date in words; empty when there is nothing to convert."""
    found = rates().unit(code, to) if code != to else None
    if found is None:
        return ""
    unit, on = found
    shown = f"{unit:.3g}" if unit < 100 else f"{unit:,.0f}"
    if "e" in shown:
        shown = f"{Decimal(shown):f}"
    day = on.isoformat() if on != date.max else ""
    return _("匯率%(day)s：%(code)s 1 ≈ %(to)s %(rate)s。實際以%(code)s收取", day=day, code=code, to=to, rate=shown)


def in_euro_cents(minor: int, code: str) -> int:
    """For sorting and price bands across currencies; 0 for a currency without a rate."""
    found = rates().convert(Money(minor, code), "EUR")
    return found.money.minor if found else 0
