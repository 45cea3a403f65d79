"""The studio: unsaved words, saved views, bulk changes; imports in the browser; views a day; rules about goods."""

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
)


def _known(db: Any, name: str) -> Any:
    """A table of an earlier migration that the new ones point at."""
    meta = type("Meta", (), {"database": db, "table_name": name})
    return type(name.title(), (Model,), {"Meta": meta})


def _studio_tables(db: Any, members: Any, products: Any, storefronts: Any) -> list[Any]:
    class EditorDraft(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        product = ForeignKeyField(products, null=True, on_delete="CASCADE", backref="+")
        key = CharField(32, unique=True)
        base_version = IntegerField(null=True)
        seq = IntegerField()
        title = CharField(200)
        form = JSONField()
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "editor_draft"
            indexes = ((("member", "product"), False), (("storefront", "updated_at"), False))

    class SavedView(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        name = CharField(60)
        query = CharField(500)
        position = SmallIntegerField()

        class Meta:
            database = db
            table_name = "saved_view"
            indexes = ((("storefront", "name"), True),)

    class BulkChange(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        by = ForeignKeyField(members, on_delete="RESTRICT", backref="+")
        verb = CharField(16)
        spec = JSONField()
        state = CharField(12)
        total = IntegerField()
        done = IntegerField()
        created_at = DateTimeField()
        finished_at = DateTimeField(null=True)
        undo_until = DateTimeField(null=True)
        undone_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "bulk_change"
            indexes = ((("storefront", "created_at"), False),)
            constraints = [Check("state IN ('preview','running','done','undoing','undone','cancelled')")]

    class BulkItem(Model):
        change = ForeignKeyField(BulkChange, on_delete="CASCADE", backref="+")
        product = ForeignKeyField(products, on_delete="CASCADE", backref="+")
        before = JSONField()
        after = JSONField()
        version_after = IntegerField(null=True)
        outcome = CharField(12)
        reason = CharField(200)

        class Meta:
            database = db
            table_name = "bulk_item"
            indexes = ((("change", "product"), True), (("change", "outcome"), False))
            constraints = [Check("outcome IN ('','done','unchanged','refused','undone','kept')")]

    return [EditorDraft, SavedView, BulkChange, BulkItem]


def _import_tables(db: Any, members: Any, products: Any, storefronts: Any) -> list[Any]:
    class ImportRun(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        by = ForeignKeyField(members, on_delete="RESTRICT", backref="+")
        name = CharField(200)
        stored = CharField(120)
        bytes = BigIntegerField()
        digest = CharField(64)
        state = CharField(12)
        format = CharField(20)
        encoding = CharField(20)
        sheet = CharField(100)
        header = JSONField(null=True)
        mapping = JSONField(null=True)
        currency = CharField(3)
        lang = CharField(12)
        rows = IntegerField()
        used = IntegerField()
        refused = IntegerField()
        noted = IntegerField()
        products = IntegerField()
        variants = IntegerField()
        created = IntegerField()
        changed = IntegerField()
        unchanged = IntegerField()
        position = IntegerField()
        total = IntegerField()
        error = CharField(300)
        created_at = DateTimeField()
        started_at = DateTimeField(null=True)
        finished_at = DateTimeField(null=True)
        undone_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "import_run"
            indexes = ((("storefront", "created_at"), False), (("state",), False))
            constraints = [
                Check(
                    "state IN ('reading','mapping','preview','waiting','running','done','cancelled','undoing','undone','failed')"
                )
            ]

    class ImportFinding(Model):
        run = ForeignKeyField(ImportRun, on_delete="CASCADE", backref="+")
        line = IntegerField()
        handle = CharField(255)
        column = CharField(200, column_name="column_name")
        code = CharField(40)
        refused = BooleanField()
        value = CharField(200)
        reason = CharField(300)

        class Meta:
            database = db
            table_name = "import_finding"
            indexes = ((("run", "refused", "line"), False),)

    class ImportRow(Model):
        run = ForeignKeyField(ImportRun, on_delete="CASCADE", backref="+")
        line = IntegerField()
        cells = JSONField()
        given = IntegerField()
        broken = BooleanField()
        why = CharField(20)

        class Meta:
            database = db
            table_name = "import_row"
            indexes = ((("run", "line"), True),)

    class ImportFix(Model):
        run = ForeignKeyField(ImportRun, on_delete="CASCADE", backref="+")
        line = IntegerField()
        place = IntegerField()
        value = TextField()

        class Meta:
            database = db
            table_name = "import_fix"
            indexes = ((("run", "line", "place"), True),)

    class ImportedProduct(Model):
        run = ForeignKeyField(ImportRun, on_delete="CASCADE", backref="+")
        product = ForeignKeyField(products, on_delete="CASCADE", backref="+")
        outcome = CharField(12)
        version_before = IntegerField(null=True)
        version_after = IntegerField()
        state_before = CharField(16)
        state_after = CharField(16)
        hash_before = CharField(64, null=True)
        undone = CharField(12)

        class Meta:
            database = db
            table_name = "imported_product"
            indexes = ((("run", "product"), True),)
            constraints = [Check("outcome IN ('created','changed')"), Check("undone IN ('','undone','kept')")]

    class ImportMapping(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        signature = CharField(64)
        mapping = JSONField()
        used_at = DateTimeField()

        class Meta:
            database = db
            table_name = "import_mapping"
            indexes = ((("storefront", "signature"), True),)

    return [ImportRun, ImportFinding, ImportRow, ImportFix, ImportedProduct, ImportMapping]


def _other_tables(db: Any, members: Any, products: Any, storefronts: Any) -> list[Any]:
    categories, brands = _known(db, "category"), _known(db, "brand")

    class ProductDay(Model):
        product = ForeignKeyField(products, on_delete="CASCADE", backref="+")
        day = DateField()
        views = IntegerField()

        class Meta:
            database = db
            table_name = "product_day"
            indexes = ((("product", "day"), True),)

    class ExpertBrand(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        brand = ForeignKeyField(brands, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()

        class Meta:
            database = db
            table_name = "expert_brand"
            indexes = ((("storefront", "brand"), True),)

    class StorefrontReview(Model):
        storefront = ForeignKeyField(storefronts, on_delete="CASCADE", backref="+")
        asked_at = DateTimeField()
        decision = CharField(10)
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        reason = CharField(1_000)

        class Meta:
            database = db
            table_name = "storefront_review"
            indexes = ((("decision", "asked_at"), False), (("storefront", "asked_at"), False))
            constraints = [Check("decision IN ('','approved','refused','withdrawn')")]

    class GoodsRule(Model):
        destination = CharField(2)
        category = ForeignKeyField(categories, null=True, on_delete="CASCADE", backref="+")
        words = CharField(1_000)
        level = CharField(10)
        note = JSONField()
        source = CharField(500)
        active = BooleanField()
        by = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "goods_rule"
            indexes = ((("active", "destination"), False),)
            constraints = [Check("level IN ('note','limited','forbidden')")]

    return [ProductDay, ExpertBrand, StorefrontReview, GoodsRule]


def _tables(db: Any) -> list[Any]:
    known = [_known(db, name) for name in ("member", "product", "storefront")]
    return [*_studio_tables(db, *known), *_import_tables(db, *known), *_other_tables(db, *known)]


# The studio's list goes by what was changed last.
_LISTED = {
    "product_storefront_id_updated_at_id": "storefront_id, updated_at, id",
    "product_storefront_id_state_updated_at_id": "storefront_id, state, updated_at, id",
}


def up(_migrator: Any, db: Any) -> None:
    for name, columns in _LISTED.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "product" ({columns})')
    db.create_tables(_tables(db))


def down(_migrator: Any, db: Any) -> None:
    for name in _LISTED:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.drop_tables(list(reversed(_tables(db))))
