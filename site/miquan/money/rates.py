"""Exchange rates: read from the table into memory, crossed through the euro. Conversions are shown, never charged."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from flask import current_app

from miquan.db import transaction
from miquan.money.amounts import Money, digits
from miquan.money.models import CurrencyRate
from miquan.versions import bump

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
    """The rates of this application, read once and again when `flask db up` has brought newer ones."""
    held: dict[str, Rates] = current_app.extensions.setdefault("miquan.rates", {})
    if "rates" not in held:
        held["rates"] = _read()
    return held["rates"]


def _read() -> Rates:
    rows = CurrencyRate.select().order_by(CurrencyRate.effective_on)
    newest = {(r.base, r.quote): (Decimal(r.rate), r.effective_on) for r in rows}
    found = {"EUR": (Decimal(1), date.max)}
    waiting = dict(newest)
    while progress := [key for key in waiting if key[0] in found]:
        for base, quote in progress:
            rate, on = waiting.pop((base, quote))
            base_rate, base_on = found[base]
            found[quote] = (base_rate * rate, min(base_on, on))
    return Rates(found)


def load_rates() -> int:
    """Add the rates of the data file that the table does not have yet. Returns how many."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))
    known = {(r.base, r.quote, r.effective_on.isoformat()) for r in CurrencyRate.select()}
    new = [row for row in rows if (row["base"], row["quote"], row["effective_on"]) not in known]
    if new:
        with transaction():
            CurrencyRate.insert_many(
                [{**r, "rate": Decimal(r["rate"]), "effective_on": date.fromisoformat(r["effective_on"])} for r in new]
            ).execute()
            bump("rates")
            bump("pages")
        current_app.extensions.pop("miquan.rates", None)
    return len(new)
