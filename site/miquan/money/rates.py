"""Exchange rates: read from the table into memory, crossed through the euro. Conversions are shown, never charged."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from miquan import versions
from miquan.db import after_commit, transaction
from miquan.kept import Kept
from miquan.money.amounts import Money, digits
from miquan.money.models import CurrencyRate, RateWithdrawal
from miquan.outbox import Event, record

VERSION = "rates"
# Amounts that hold for as long as a treaty or a central bank's promise does: they do not grow old.
PEGGED = frozenset({("USD", "AED"), ("HKD", "MOP")})
_DATA = Path(__file__).parent / "data" / "rates.json"


@dataclass(frozen=True)
class Approx:
    """A converted amount: what it is about, and as of when (the oldest rate used)."""

    money: Money
    effective_on: date


@dataclass(frozen=True)
class Rates:
    """The newest rates: units a euro, and since when, by currency."""

    per_euro: dict[str, tuple[Decimal, date]]

    def convert(self, money: Money, to: str) -> Approx | None:
        """In another currency, rounded half up to its minor unit; None when a rate is missing."""
        if money.code not in self.per_euro or to not in self.per_euro:
            return None
        (here, here_on), (there, there_on) = self.per_euro[money.code], self.per_euro[to]
        amount = Decimal(money.minor).scaleb(-digits(money.code)) * there / here
        minor = amount.scaleb(digits(to)).quantize(Decimal(1), ROUND_HALF_UP)
        return Approx(Money(int(minor), to), min(here_on, there_on))

    def unit(self, code: str, to: str) -> tuple[Decimal, date] | None:
        """One unit of `code` in `to`."""
        if code not in self.per_euro or to not in self.per_euro:
            return None
        (here, here_on), (there, there_on) = self.per_euro[code], self.per_euro[to]
        return there / here, min(here_on, there_on)


def rates() -> Rates:
    """The rates of this application, as new as the page that asks."""
    return KEPT.get()


def standing() -> Any:
    """Query for the rates that count, by day; of one day the last comes last."""
    withdrawn = RateWithdrawal.select(RateWithdrawal.rate)
    rows = CurrencyRate.select().where(CurrencyRate.id.not_in(withdrawn))
    return rows.order_by(CurrencyRate.effective_on, CurrencyRate.id)


def built_on(code: str) -> set[str]:
    """Currencies whose amount in euro depends on this one's rate: itself, and those quoted in it."""
    pairs = set(CurrencyRate.select(CurrencyRate.base, CurrencyRate.quote).tuples())
    found = {code}
    while more := {quote for base, quote in pairs if base in found} - found:
        found |= more
    return found


def moved(codes: list[str], *, by: int | None = None) -> None:
    """Tell, inside the caller's transaction, that these currencies have other rates now."""
    record(Event.RATES_CHANGED, data={"codes": sorted(codes)}, by=by)
    versions.bump(VERSION, "pages")
    after_commit(KEPT.stale)


def _read() -> Rates:
    newest = {(r.base, r.quote): (Decimal(r.rate), r.effective_on) for r in standing()}
    found = {"EUR": (Decimal(1), date.max)}
    waiting = dict(newest)
    while progress := [key for key in waiting if key[0] in found]:
        for base, quote in progress:
            rate, on = waiting.pop((base, quote))
            base_rate, base_on = found[base]
            found[quote] = (base_rate * rate, min(base_on, on))
    return Rates(found)


KEPT = Kept(VERSION, _read)


def load_rates() -> int:
    """Add the rates of the data file for days that the table knows nothing of: what an operator wrote or took out stays. Returns how many."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))
    known = {(r.base, r.quote, r.effective_on.isoformat()) for r in CurrencyRate.select()}
    new = [row for row in rows if (row["base"], row["quote"], row["effective_on"]) not in known]
    if new:
        with transaction():
            CurrencyRate.insert_many(
                [{**r, "rate": Decimal(r["rate"]), "effective_on": date.fromisoformat(r["effective_on"])} for r in new]
            ).execute()
            # The first rates move nothing: there was no price yet that they could have been reckoned for.
            if known:
                moved([row["quote"] for row in new])
        KEPT.forget()
    return len(new)
