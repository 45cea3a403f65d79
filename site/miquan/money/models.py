"""Exchange rates as dated facts. Append-only: an estimate that was shown can always be explained."""

from peewee import CharField, DateField, DecimalField

from miquan.db import BaseModel


class CurrencyRate(BaseModel):
    """One unit of `base` is `rate` units of `quote`, from `effective_on` until a newer row."""

    base = CharField(3)
    quote = CharField(3)
    rate = DecimalField(max_digits=20, decimal_places=8, auto_round=True)
    effective_on = DateField()
    source = CharField(120)

    class Meta:
        indexes = ((("base", "quote", "effective_on"), True),)
