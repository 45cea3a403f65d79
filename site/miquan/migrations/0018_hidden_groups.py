"""Groups that the site's moderators took out of sight remember how open they were."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE \"talk_group\" ADD COLUMN hidden_from VARCHAR(10) NOT NULL DEFAULT ''")


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "talk_group" DROP COLUMN hidden_from')
