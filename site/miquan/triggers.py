"""Append-only tables: triggers on both engines refuse UPDATE and DELETE.

Erasing a member or the demo needs the opposite for a moment: a flag row, changed and changed back inside one
transaction, so that no other transaction ever sees it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from miquan.db import transaction
from miquan.versions import Version

_FLAG = "erasing"


@contextmanager
def history_may_be_erased() -> Iterator[None]:
    """Lets this transaction delete append-only rows."""
    with transaction():
        Version.insert(name=_FLAG, value=1).on_conflict(
            conflict_target=[Version.name], update={Version.value: 1}
        ).execute()
        yield
        Version.update(value=0).where(Version.name == _FLAG).execute()


def make_append_only(db: Any, table: str) -> None:
    """Add the triggers to a table; called by migrations."""
    statements = _postgres(table) if "postgres" in type(db).__name__.lower() else _sqlite(table)
    for statement in statements:
        db.execute_sql(statement)


def drop_append_only(db: Any, table: str) -> None:
    on_table = f' ON "{table}"' if "postgres" in type(db).__name__.lower() else ""
    for verb in ("update", "delete"):
        db.execute_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def _sqlite(table: str) -> list[str]:
    return [
        f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '  # noqa: S608 (names of our own tables)
        f"WHEN NOT EXISTS (SELECT 1 FROM version WHERE name = '{_FLAG}' AND value = 1) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgres(table: str) -> list[str]:
    body = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 (our own flag)
        f"IF EXISTS (SELECT 1 FROM version WHERE name = '{_FLAG}' AND value = 1) THEN "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        body,
        *(
            f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse_change()'
            for verb in ("UPDATE", "DELETE")
        ),
    ]
