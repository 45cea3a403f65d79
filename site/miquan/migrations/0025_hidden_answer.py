"""An accepted answer that is hidden is remembered, so that it comes back as what it was."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "thread" ADD COLUMN hidden_answer INTEGER')


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "thread" DROP COLUMN hidden_answer')
