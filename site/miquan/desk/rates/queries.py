"""Currencies as the desk lists them, and the history of one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peewee import JOIN

from miquan.choices import choice
from miquan.desk.rates import rules
from miquan.i18n import CURRENCIES as USUAL
from miquan.money import CURRENCIES, CurrencyRate, RateWithdrawal
from miquan.money.rates import PEGGED, standing

# What every other rate leads back to has none of its own.
KEPT = tuple(code for code in CURRENCIES if code != "EUR")
HISTORY = 400


@dataclass(frozen=True)
class Quoted:
    """A currency with the rate that holds. `always`: a language's own currency, which is offered whatever anybody chooses."""

    code: str
    base: str
    rate: Decimal
    since: date
    source: str
    days: int
    pegged: bool
    old: bool
    offered: bool
    always: bool


@dataclass(frozen=True)
class Written:
    """One row of a currency's history. `holds`: it counts, and nothing newer of its day was written."""

    id: int
    rate: Decimal
    on: date
    source: str
    withdrawn: bool
    holds: bool


def quoted(today: date) -> list[Quoted]:
    """All currencies that need a rate, in the order that forms show them."""
    newest = {row.quote: row for row in standing()}
    hidden = set(choice("hidden_currencies"))
    return [_quoted(newest[code], today, hidden) for code in KEPT if code in newest]


def newest_of(code: str) -> CurrencyRate | None:
    """The row of the rate that holds."""
    found: CurrencyRate | None = None
    for row in standing().where(CurrencyRate.quote == code):
        found = row
    return found


def history(code: str) -> list[Written]:
    """The newest first, what was taken out included; no more than a page holds."""
    rows = CurrencyRate.select(CurrencyRate, RateWithdrawal.at).join(RateWithdrawal, JOIN.LEFT_OUTER)
    rows = rows.where(CurrencyRate.quote == code).order_by(CurrencyRate.effective_on.desc(), CurrencyRate.id.desc())
    seen: set[date] = set()
    found = []
    for row in rows.limit(HISTORY).objects():
        holds = row.at is None and row.effective_on not in seen
        seen |= {row.effective_on} if row.at is None else set()
        found.append(Written(row.id, Decimal(row.rate), row.effective_on, row.source, row.at is not None, holds))
    return found


def _quoted(row: CurrencyRate, today: date, hidden: set[str]) -> Quoted:
    pegged, always = (row.base, row.quote) in PEGGED, row.quote in USUAL.values()
    return Quoted(
        row.quote, row.base, Decimal(row.rate), row.effective_on, row.source, (today - row.effective_on).days, pegged,
        not pegged and rules.is_old(row.effective_on, today), always or row.quote not in hidden, always,
    )  # fmt: skip


def row_of(code: str, rate_id: int) -> CurrencyRate | None:
    """A row of this currency's history."""
    if rate_id >= 2**31:
        return None
    found: CurrencyRate | None = CurrencyRate.get_or_none(CurrencyRate.id == rate_id, CurrencyRate.quote == code)
    return found
