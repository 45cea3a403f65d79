"""Categories that operators name, place and merge: what of them is theirs, and the addresses that lead on."""

from typing import Any

from peewee import BooleanField, CharField, ForeignKeyField, Model


def _address(db: Any) -> Any:
    categories = type("Category", (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": "category"})})

    class CategoryAddress(Model):
        slug = CharField(60, primary_key=True)
        category = ForeignKeyField(categories, backref="+", on_delete="CASCADE")
        merged = BooleanField()

        class Meta:
            database = db
            table_name = "category_address"

    return CategoryAddress


def up(_migrator: Any, db: Any) -> None:
    _address(db).create_table()
    kind = "JSONB" if "postgres" in type(db).__name__.lower() else "TEXT"
    db.execute_sql(f"ALTER TABLE \"category\" ADD COLUMN decided {kind} NOT NULL DEFAULT '[]'")


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "category" DROP COLUMN decided')
    _address(db).drop_table()
