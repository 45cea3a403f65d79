"""Who is called so is found by the beginning of a name or handle, whatever the database's language sorts by."""

from typing import Any

_INDEXES = {"member_handle_bytes": "handle", "member_name_bytes": "display_name"}


def up(_migrator: Any, db: Any) -> None:
    # SQLite compares bytes by itself.
    collation = ' COLLATE "C"' if "postgres" in type(db).__name__.lower() else ""
    for name, column in _INDEXES.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "member" (LOWER("{column}"){collation})')


def down(_migrator: Any, db: Any) -> None:
    for name in _INDEXES:
        db.execute_sql(f'DROP INDEX "{name}"')
