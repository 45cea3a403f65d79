"""Operators write rates, take out those that were wrong, and say which currencies are offered: a line in the record for each."""

from datetime import date
from decimal import Decimal
from typing import Any

from miquan.choices import choice, choose
from miquan.db import take_turns, transaction
from miquan.desk.rates import queries, rules
from miquan.i18n import lazy
from miquan.moderation.audit import audit
from miquan.money import CurrencyRate, RateWithdrawal
from miquan.money.rates import moved, standing


class CannotWrite(ValueError):
    """`field` is what has to change, `message` why."""

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(str(message))
        self.field, self.message = field, message


def add_rate(code: str, rate: Decimal, on: date, source: str, *, sure: bool, by: int) -> int:
    """Quoted in the same currency as before. On a day that has a rate, this one holds from now on. Raises CannotWrite."""
    with transaction():
        take_turns(f"rate:{code}")
        newest = queries.newest_of(code)
        if newest is None:
            raise CannotWrite("rate", lazy("這個貨幣沒有匯率可以接著寫"))
        if rules.is_far(rate, Decimal(newest.rate)) and not sure:
            raise CannotWrite("sure", lazy("和現在的匯率差了兩成以上。真是這樣就勾選"))
        row = CurrencyRate.create(base=newest.base, quote=code, rate=rate, effective_on=on, source=source)
        _told("rate.added", row, by)
    return int(row.id)


def withdraw(row: CurrencyRate, *, by: int) -> bool:
    """It counts no more. False when it did not count already. Raises CannotWrite for the only one that is left."""
    with transaction():
        take_turns(f"rate:{row.quote}")
        counting = {one.id for one in standing().where(CurrencyRate.quote == row.quote)}
        if row.id not in counting:
            return False
        if len(counting) == 1:
            raise CannotWrite("rate", lazy("這是唯一的匯率，先寫一個對的"))
        RateWithdrawal.create(rate=row.id)
        _told("rate.withdrawn", row, by)
    return True


def restore(row: CurrencyRate, *, by: int) -> bool:
    """It counts again. False when it did already."""
    with transaction():
        back = bool(RateWithdrawal.delete().where(RateWithdrawal.rate == row.id).execute())
        if back:
            _told("rate.restored", row, by)
    return back


def offer(code: str, offered: bool, *, by: int) -> bool:
    """Whether members can choose to see prices in it. False when it was so already."""
    with transaction():
        take_turns("hidden_currencies")
        hidden = set(choice("hidden_currencies"))
        if (code not in hidden) == offered:
            return False
        choose("hidden_currencies", sorted(hidden ^ {code}), by=by)
        audit("currency.offered" if offered else "currency.hidden", ("currency", 0), by=by, code=code)
    return True


def _told(what: str, row: CurrencyRate, by: int) -> None:
    moved([row.quote], by=by)
    audit(
        what, ("currency_rate", row.id), by=by, code=row.quote, base=row.base, rate=rules.written(Decimal(row.rate)),
        on=row.effective_on.isoformat(), source=row.source,
    )  # fmt: skip
