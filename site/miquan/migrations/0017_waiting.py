"""What is read in order is read off an index, however much there is: open reports, those about a thing, the directory of groups."""

from typing import Any

_INDEXES = {
    "report_open": "\"report\" (\"id\") WHERE \"state\" IN ('new','escalated','appealed')",
    "report_subject_kind_subject_id_state": '"report" ("subject_kind", "subject_id", "state")',
    "talk_group_active_at_id": '"talk_group" ("active_at", "id")',
    "talk_group_members_id": '"talk_group" ("members", "id")',
}


# Open reports were read by this one, all of them at once; SQLite would go on doing so.
_GONE = {"report_state_created_at": '"report" ("state", "created_at")'}


def _make(db: Any, indexes: dict[str, str]) -> None:
    for name, columns in indexes.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON {columns}')


def _drop(db: Any, indexes: dict[str, str]) -> None:
    for name in indexes:
        db.execute_sql(f'DROP INDEX "{name}"')


def up(migrator: Any, db: Any) -> None:
    _make(db, _INDEXES)
    _drop(db, _GONE)


def down(migrator: Any, db: Any) -> None:
    _make(db, _GONE)
    _drop(db, _INDEXES)
