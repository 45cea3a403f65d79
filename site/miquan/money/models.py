"""Exchange rates as dated facts. Append-only: an estimate that was shown can always be explained."""

from peewee import CharField, DateField, DecimalField, ForeignKeyField

from miquan.db import BaseModel, UtcField, now


class CurrencyRate(BaseModel):
    """One unit of `base` is `rate` units of `quote`, from `effective_on` until a newer row. Of one day the last row holds."""

    base = CharField(3)
    quote = CharField(3)
    rate = DecimalField(max_digits=20, decimal_places=8, auto_round=True)
    effective_on = DateField()
    source = CharField(120)

    class Meta:
        indexes = ((("base", "quote", "effective_on"), False),)


class RateWithdrawal(BaseModel):
    """A rate that was wrong: it counts no more, and stays to be read."""

    rate = ForeignKeyField(CurrencyRate, primary_key=True, backref="+", on_delete="CASCADE")
    at = UtcField(default=now)
