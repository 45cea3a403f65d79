"""Faults counted by the hour, figures of each day, addresses that tags and brands had, choices and announcements."""

from typing import Any

from peewee import (
    BigIntegerField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


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

    return [Fault, Statistic, *_addresses(db), *_told(db)]


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


def _told(db: Any) -> list[Any]:
    class Choice(Model):
        name = CharField(30, primary_key=True)
        value = JSONField()
        by = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "choice"

    class Announcement(Model):
        words = JSONField()
        audience = CharField(10)
        since = DateTimeField()
        until = DateTimeField()
        ended_at = DateTimeField(null=True)
        by = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "announcement"
            indexes = ((("until",), False),)
            constraints = [Check("audience IN ('all','members','buyers')"), Check("until > since")]

    return [Choice, Announcement]


def up(_migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))
    db.execute_sql('CREATE INDEX "member_created_at" ON "member" (created_at)')


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('DROP INDEX "member_created_at"')
    db.drop_tables(_tables(db))
