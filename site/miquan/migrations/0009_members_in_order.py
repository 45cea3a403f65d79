"""Members of a group in the order in which they came, without sorting all of them."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql('CREATE INDEX "membership_group_id_id" ON "membership" ("group_id", "id")')


def down(migrator: Any, db: Any) -> None:
    db.execute_sql('DROP INDEX "membership_group_id_id"')
