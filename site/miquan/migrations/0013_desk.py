"""Faults counted by the hour, figures of each day, and addresses that tags and brands had."""

from typing import Any

from peewee import BigIntegerField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


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

    return [Fault, Statistic, *_addresses(db)]


def _addresses(db: Any) -> list[Any]:
    tags, brands = (
        type(name.title(), (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name})})
        for name in ("tag", "brand")
    )

    class TagAddress(Model):
        slug = CharField(60, primary_key=True)
        tag = ForeignKeyField(tags, backref="+", on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "tag_address"

    class BrandAddress(Model):
        slug = CharField(80, primary_key=True)
        brand = ForeignKeyField(brands, backref="+", on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "brand_address"

    return [TagAddress, BrandAddress]


def up(_migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))


def down(_migrator: Any, db: Any) -> None:
    db.drop_tables(_tables(db))
