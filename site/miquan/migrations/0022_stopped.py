"""A choice remembers what a click in a letter stopped, so that another brings back just that."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE \"notice_choice\" ADD COLUMN stopped VARCHAR(10) NOT NULL DEFAULT ''")


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "notice_choice" DROP COLUMN stopped')
