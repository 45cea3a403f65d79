"""When recommendations were made, times in which a portrait stood still, and indexes by what is gone."""

from typing import Any

from peewee import DateTimeField, ForeignKeyField, Model

_COLUMNS = ("changed_at", "told_until")
_INDEXES = (("signal", "item"), ("dismissed", "item"), ("mute", "target"))


def _tables(db: Any) -> list[Any]:
    meta = type("Meta", (), {"database": db, "table_name": "member"})
    members = type("Member", (Model,), {"Meta": meta})

    class Pause(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        since = DateTimeField()
        until = DateTimeField()

        class Meta:
            database = db
            table_name = "portrait_pause"
            indexes = ((("member", "until"), False),)

    class Renewal(Model):
        member = ForeignKeyField(members, primary_key=True, on_delete="CASCADE", backref="+")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "renewal"
            indexes = ((("at",), False),)

    return [Pause, Renewal]


def up(migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))
    for name in _COLUMNS:
        migrator.migrate(migrator.add_column("portrait", name, DateTimeField(null=True)))
    db.execute_sql(
        'INSERT INTO "renewal" (member_id, at) SELECT member_id, MAX(at) FROM "recommended" GROUP BY member_id'
    )
    for table, column in _INDEXES:
        db.execute_sql(f'CREATE INDEX "{table}_kind_{column}" ON "{table}" (kind, {column})')


def down(migrator: Any, db: Any) -> None:
    for table, column in _INDEXES:
        db.execute_sql(f'DROP INDEX "{table}_kind_{column}"')
    for name in _COLUMNS:
        db.execute_sql(f'ALTER TABLE "portrait" DROP COLUMN {name}')
    db.drop_tables(_tables(db))
