"""Threads that were removed or erased while they stood first give up their places."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql(
        "UPDATE thread SET pinned_at = NULL, pinned_by_id = NULL"
        " WHERE pinned_at IS NOT NULL AND state NOT IN ('published', 'hidden')"
    )


def down(_migrator: Any, _db: Any) -> None:
    """Where they stood is not known any more, and shown nowhere."""
