"""Replies that were merged or split off are found from where they stood."""

from typing import Any

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, Model


def _tables(db: Any) -> list[Any]:
    meta = type("Meta", (), {"database": db, "table_name": "thread"})
    threads = type("Thread", (Model,), {"Meta": meta})

    class ReplyMove(Model):
        thread = ForeignKeyField(threads, backref="moves", on_delete="CASCADE", index=False)
        first = IntegerField()
        last = IntegerField()
        target = ForeignKeyField(threads, backref="+", on_delete="CASCADE")
        shift = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "reply_move"
            indexes = ((("thread", "first"), False),)
            constraints = [Check("first <= last")]

    return [ReplyMove]


def up(migrator: Any, db: Any) -> None:
    for table in _tables(db):
        table.create_table()


def down(migrator: Any, db: Any) -> None:
    for table in reversed(_tables(db)):
        table.drop_table()
