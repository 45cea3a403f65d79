"""What deals and trips say of themselves: price and place, countries and days."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    kind = "JSONB" if "postgres" in type(db).__name__.lower() else "TEXT"
    db.execute_sql(f"ALTER TABLE \"thread\" ADD COLUMN facts {kind} NOT NULL DEFAULT '{{}}'")


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "thread" DROP COLUMN facts')
