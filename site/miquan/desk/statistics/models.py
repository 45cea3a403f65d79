"""One figure of one day. Days are UTC's."""

from peewee import BigIntegerField, CharField, DateField

from miquan.db import BaseModel, UtcField, now


class Statistic(BaseModel):
    """`name` as `rules.py` spells it; `at` is when it was counted."""

    day = DateField()
    name = CharField(40)
    value = BigIntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("name", "day"), True),)
