"""Faults counted by the hour, and figures of each day."""

from typing import Any

from peewee import BigIntegerField, CharField, DateField, DateTimeField, IntegerField, Model


def _tables(db: Any) -> list[Any]:
    class Fault(Model):
        hour = DateTimeField()
        kind = CharField(80)
        place = CharField(200)
        count = IntegerField()
        last_at = DateTimeField()
        code = CharField(32)

        class Meta:
            database = db
            table_name = "fault"
            indexes = ((("hour", "kind", "place"), True),)

    class Statistic(Model):
        day = DateField()
        name = CharField(40)
        value = BigIntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "statistic"
            indexes = ((("name", "day"), True),)

    return [Fault, Statistic]


def up(_migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))


def down(_migrator: Any, db: Any) -> None:
    db.drop_tables(_tables(db))
