"""How many goods of each state a storefront has, beside those that are public."""

from typing import Any

_COLUMNS = {"drafts": "draft", "sold_out": "sold_out", "archived": "archived"}


def up(migrator: Any, db: Any) -> None:
    for name, state in _COLUMNS.items():
        db.execute_sql(f'ALTER TABLE "storefront" ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0')
        db.execute_sql(
            f'UPDATE "storefront" SET {name} = (SELECT COUNT(*) FROM "product" '
            f"WHERE product.storefront_id = storefront.id AND product.state = '{state}')"
        )


def down(migrator: Any, db: Any) -> None:
    for name in _COLUMNS:
        db.execute_sql(f'ALTER TABLE "storefront" DROP COLUMN {name}')
