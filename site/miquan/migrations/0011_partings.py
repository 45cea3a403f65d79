"""Members know how often a block between them and somebody has come or gone; who lives somewhere is read from indexes alone."""

from typing import Any

_INDEXES = {
    "member_country_city_place_shown_active_id": '"member" (country, city, place_shown, active, id)',
    "storefront_owner_id_state_product_count_id": '"storefront" (owner_id, state, product_count, id)',
}


def up(migrator: Any, db: Any) -> None:
    db.execute_sql('ALTER TABLE "member" ADD COLUMN partings INTEGER NOT NULL DEFAULT 0')
    db.execute_sql(
        'UPDATE "member" SET partings = 1 WHERE id IN (SELECT member_id FROM "block" UNION SELECT blocked_id FROM "block")'
    )
    for name, columns in _INDEXES.items():
        db.execute_sql(f"CREATE INDEX {name} ON {columns}")


def down(migrator: Any, db: Any) -> None:
    for name in _INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
    db.execute_sql('ALTER TABLE "member" DROP COLUMN partings')
