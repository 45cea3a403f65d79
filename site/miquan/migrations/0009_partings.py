"""Members know how often a block between them and somebody has come or gone."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "member" ADD COLUMN partings INTEGER NOT NULL DEFAULT 0')
    db.execute_sql(
        'UPDATE "member" SET partings = 1 WHERE id IN (SELECT member_id FROM "block" UNION SELECT blocked_id FROM "block")'
    )


def down(migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "member" DROP COLUMN partings')
