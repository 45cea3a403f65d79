"""A poll that came from another thread stays with the reply that asks. Those that came before are their thread's own."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "poll" ADD COLUMN asked_in_id INTEGER NULL REFERENCES "reply" (id) ON DELETE CASCADE')
    db.execute_sql('CREATE INDEX poll_asked_in_id ON "poll" (asked_in_id)')


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql("DROP INDEX poll_asked_in_id")
    db.execute_sql('ALTER TABLE "poll" DROP COLUMN asked_in_id')
