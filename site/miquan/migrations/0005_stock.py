"""What the studio's list sorts and searches by, kept beside the products: what is left, variants, readings, words.

`flask db up` fills them once they are there.
"""

from typing import Any

from peewee import CompositeKey, DateField, ForeignKeyField, IntegerField, Model, TextField

_COLUMNS = {"stock_left": "INTEGER", "variant_count": "INTEGER", "viewed": "INTEGER", "viewed_week": "INTEGER"}
_INDEXES = (
    ("storefront_id", "title", "id", "state"),
    ("storefront_id", "price", "id", "state"),
    ("storefront_id", "stock_left", "id", "state"),
    ("storefront_id", "viewed", "id", "state"),
    ("storefront_id", "viewed_week", "id", "state"),
    # All that the first page of the studio counts, so that it reads no product.
    (
        "storefront_id", "state", "kind", "stock_left", "price_to", "cover_id", "category_id", "ships_by", "updated_at",
    ),
)  # fmt: skip


def _known(db: Any, name: str) -> Any:
    """A table of an earlier migration that the new one points at."""
    meta = type("Meta", (), {"database": db, "table_name": name})
    return type(name.title(), (Model,), {"Meta": meta})


def _tables(db: Any) -> list[Any]:
    storefronts, products = _known(db, "storefront"), _known(db, "product")

    class ProductWords(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        product = ForeignKeyField(products, on_delete="CASCADE", backref="+", unique=True)
        words = TextField()

        class Meta:
            database = db
            table_name = "product_words"
            primary_key = CompositeKey("storefront", "product")
            # SQLite then keeps the rows in the order of this key: a storefront's lie together.
            without_rowid = "postgres" not in type(db).__name__.lower()

    class StorefrontDay(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        day = DateField()
        views = IntegerField()

        class Meta:
            database = db
            table_name = "storefront_day"
            indexes = ((("storefront", "day"), True),)

    return [ProductWords, StorefrontDay]


def up(migrator: Any, db: Any) -> None:
    for name, kind in _COLUMNS.items():
        # Raw, because adding a column that may not be empty would copy the whole table on SQLite otherwise.
        db.execute_sql(f'ALTER TABLE "product" ADD COLUMN {name} {kind} NOT NULL DEFAULT 0')
    for columns in _INDEXES:
        migrator.migrate(migrator.add_index("product", columns))
    db.create_tables(_tables(db))


def down(migrator: Any, db: Any) -> None:
    db.drop_tables(_tables(db))
    for columns in _INDEXES:
        name = next(i.name for i in db.get_indexes("product") if i.columns == list(columns))
        migrator.migrate(migrator.drop_index("product", name))
    for name in _COLUMNS:
        db.execute_sql(f'ALTER TABLE "product" DROP COLUMN {name}')
