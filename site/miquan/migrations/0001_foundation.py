"""The first tables: members, files, storefronts, products, the outbox, rates and what goes with them."""

import uuid
from typing import Any

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
)

from miquan.triggers import drop_append_only, make_append_only

APPEND_ONLY = ("product_revision", "price_change", "currency_rate")


def _tables(db: Any) -> list[Any]:
    # A member's avatar is a file, a file's owner a member: SQLite takes the forward reference, PostgreSQL gets it later.
    avatar_constraints = [] if _is_postgres(db) else [SQL('REFERENCES "file" ("id") ON DELETE SET NULL')]

    class Role(Model):
        name = CharField(30, unique=True)
        description = CharField(200)

        class Meta:
            database = db
            table_name = "role"

    class Member(Model):
        email = CharField(254, unique=True)
        password = CharField(255, null=True)
        active = BooleanField()
        fs_uniquifier = CharField(64, unique=True)
        confirmed_at = DateTimeField(null=True)
        handle = CharField(30, unique=True)
        display_name = CharField(40)
        short_name = CharField(40)
        lang = CharField(12)
        currency = CharField(3)
        zone = CharField(50)
        country = CharField(2)
        city = CharField(80)
        languages = JSONField()
        bio = TextField()
        inviter = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
        demo = BooleanField()
        created_at = DateTimeField()
        avatar_id = IntegerField(null=True, index=True, constraints=avatar_constraints)  # type: ignore[call-overload]

        class Meta:
            database = db
            table_name = "member"

    class MemberText(Model):
        member = ForeignKeyField(Member, on_delete="CASCADE", backref="+")
        lang = CharField(12)
        fields = JSONField()

        class Meta:
            database = db
            table_name = "member_text"
            indexes = ((("member", "lang"), True),)

    class MemberRole(Model):
        member = ForeignKeyField(Member, on_delete="CASCADE", backref="+")
        role = ForeignKeyField(Role, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "member_role"
            indexes = ((("member", "role"), True),)

    class HandleChange(Model):
        handle = CharField(30, unique=True)
        member = ForeignKeyField(Member, on_delete="CASCADE", backref="+")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "handle_change"

    class MemberSession(Model):
        token_hash = CharField(64, unique=True)
        member = ForeignKeyField(Member, on_delete="CASCADE", backref="+")
        data = JSONField()
        created_at = DateTimeField()
        seen_at = DateTimeField()
        expires_at = DateTimeField()
        address = CharField(45)
        agent = CharField(300)

        class Meta:
            database = db
            table_name = "member_session"
            indexes = ((("member", "seen_at"), False),)

    class Category(Model):
        slug = CharField(60, unique=True)
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
        path = CharField(200, unique=True)
        position = IntegerField()
        names = JSONField()
        icon = CharField(40)
        attributes = JSONField()

        class Meta:
            database = db
            table_name = "category"

    class Attribute(Model):
        key = CharField(60, unique=True)
        names = JSONField()
        type = CharField(10)
        unit = CharField(12)
        choices = JSONField()
        filterable = BooleanField()

        class Meta:
            database = db
            table_name = "attribute"

    class CurrencyRate(Model):
        base = CharField(3)
        quote = CharField(3)
        rate = DecimalField(max_digits=20, decimal_places=8)
        effective_on = DateField()
        source = CharField(120)

        class Meta:
            database = db
            table_name = "currency_rate"
            indexes = ((("base", "quote", "effective_on"), True),)

    class Version(Model):
        name = CharField(30, primary_key=True)
        value = IntegerField()

        class Meta:
            database = db
            table_name = "version"

    class EventRow(Model):
        id = BigAutoField()
        name = CharField(60)
        at = DateTimeField()
        actor_id = IntegerField(null=True)
        subject_kind = CharField(30, null=True)
        subject_id = IntegerField(null=True)
        data = JSONField()

        class Meta:
            database = db
            table_name = "event"
            indexes = ((("at",), False),)

    class Delivery(Model):
        id = BigAutoField()
        event = ForeignKeyField(EventRow, on_delete="CASCADE", backref="+")
        subscriber = CharField(80)
        lane = CharField(20)
        due_at = DateTimeField()
        claimed_until = DateTimeField(null=True)
        claimed_by = CharField(40)
        attempts = IntegerField()
        done_at = DateTimeField(null=True)
        set_aside_at = DateTimeField(null=True)
        error = TextField()

        class Meta:
            database = db
            table_name = "delivery"
            indexes = (
                (("event", "subscriber"), True),
                (("lane", "done_at", "set_aside_at", "due_at"), False),
            )

    class LaneLease(Model):
        lane = CharField(20, primary_key=True)
        holder = CharField(40)
        until = DateTimeField()

        class Meta:
            database = db
            table_name = "lane_lease"

    class File(Model):
        owner = ForeignKeyField(Member, null=True, on_delete="SET NULL", backref="+")
        name = CharField(40, unique=True)
        kind = CharField(10)
        purpose = CharField(20)
        visibility = CharField(10)
        mime = CharField(60)
        bytes = BigIntegerField()
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        sha256 = CharField(64)
        original = CharField(255)
        created_at = DateTimeField()
        keep_until = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "file"
            indexes = (
                (("owner", "created_at"), False),
                (("sha256",), False),
            )
            constraints = [
                Check("kind IN ('image','video','document')"),
                Check("visibility IN ('public','private')"),
            ]

    class Storefront(Model):
        owner = ForeignKeyField(Member, unique=True, on_delete="RESTRICT", backref="+")
        state = CharField(16)
        lang = CharField(12)
        headline = CharField(80)
        story = TextField()
        shipping_policy = TextField()
        returns_policy = TextField()
        fee_policy = TextField()
        holiday_from = DateField(null=True)
        holiday_to = DateField(null=True)
        holiday_note = CharField(300)
        currency = CharField(3)
        ships_from = CharField(2)
        ships_to = JSONField()
        years_there = SmallIntegerField(null=True)
        banner = ForeignKeyField(File, null=True, on_delete="SET NULL", backref="+")
        product_count = IntegerField()
        version = IntegerField()
        opened_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "storefront"
            constraints = [
                Check("state IN ('pending','open','paused','suspended','closed')"),
            ]

    class StorefrontText(Model):
        storefront = ForeignKeyField(Storefront, on_delete="CASCADE", backref="+")
        lang = CharField(12)
        origin = CharField(10)
        version = IntegerField()
        fields = JSONField()

        class Meta:
            database = db
            table_name = "storefront_text"
            indexes = ((("storefront", "lang"), True),)

    class Expertise(Model):
        storefront = ForeignKeyField(Storefront, on_delete="CASCADE", backref="+")
        category = ForeignKeyField(Category, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()

        class Meta:
            database = db
            table_name = "expertise"
            indexes = ((("storefront", "category"), True),)

    class Brand(Model):
        name = CharField(80)
        key = CharField(80, unique=True)
        slug = CharField(80, unique=True)
        country = CharField(2)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "brand"

    class BrandAlias(Model):
        brand = ForeignKeyField(Brand, on_delete="CASCADE", backref="+")
        name = CharField(80)
        key = CharField(80, unique=True)

        class Meta:
            database = db
            table_name = "brand_alias"

    class Product(Model):
        storefront = ForeignKeyField(Storefront, on_delete="RESTRICT", backref="+")
        state = CharField(16)
        kind = CharField(16)
        slug = CharField(80)
        lang = CharField(12)
        title = CharField(200)
        story = TextField()
        story_format = CharField(10)
        story_html = TextField()
        category = ForeignKeyField(Category, null=True, on_delete="SET NULL", backref="+")
        brand = ForeignKeyField(Brand, null=True, on_delete="SET NULL", backref="+")
        currency = CharField(3)
        price = BigIntegerField()
        price_to = BigIntegerField()
        price_eur = BigIntegerField()
        available = BooleanField()
        cover = ForeignKeyField(File, null=True, on_delete="SET NULL", backref="+")
        origin_country = CharField(2)
        shop = CharField(120)
        shop_city = CharField(80)
        shop_country = CharField(2)
        condition = CharField(200)
        weight_g = IntegerField(null=True)
        length_mm = IntegerField(null=True)
        width_mm = IntegerField(null=True)
        height_mm = IntegerField(null=True)
        hs_code = CharField(12)
        ships_within_days = SmallIntegerField(null=True)
        lead_days = SmallIntegerField(null=True)
        ships_by = DateField(null=True)
        preorder_cap = IntegerField(null=True)
        import_key = CharField(255, null=True)
        import_hash = CharField(64, null=True)
        version = IntegerField()
        demo = BooleanField()
        created_at = DateTimeField()
        updated_at = DateTimeField()
        published_at = DateTimeField(null=True)
        removed_reason = CharField(200)

        class Meta:
            database = db
            table_name = "product"
            indexes = (
                (("storefront", "import_key"), True),
                (("storefront", "state", "published_at", "id"), False),
                (("state", "published_at", "id"), False),
                (("category", "state", "published_at", "id"), False),
                (("brand", "state", "published_at", "id"), False),
                (("updated_at",), False),
            )
            constraints = [
                Check("price >= 0 AND price_to >= price"),
                Check("kind IN ('one_off','stock','made_to_order','preorder','on_demand')"),
                Check("state IN ('draft','published','sold_out','archived','removed')"),
                Check("story_format IN ('markdown','html')"),
            ]

    class ProductText(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        lang = CharField(12)
        origin = CharField(10)
        version = IntegerField()
        title = CharField(200)
        story_html = TextField()

        class Meta:
            database = db
            table_name = "product_text"
            indexes = ((("product", "lang"), True),)
            constraints = [
                Check("origin IN ('author','converted')"),
            ]

    class ProductRevision(Model):
        product = ForeignKeyField(Product, on_delete="RESTRICT", backref="+")
        version = IntegerField()
        by = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")
        at = DateTimeField()
        data = JSONField()

        class Meta:
            database = db
            table_name = "product_revision"
            indexes = ((("product", "version"), True),)

    class ProductOption(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()
        name = CharField(60)

        class Meta:
            database = db
            table_name = "product_option"
            indexes = ((("product", "position"), True),)
            constraints = [
                Check("position BETWEEN 1 AND 3"),
            ]

    class ProductPicture(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()
        file = ForeignKeyField(File, null=True, on_delete="SET NULL", backref="+")
        source_url = CharField(2000)
        alt = CharField(500)

        class Meta:
            database = db
            table_name = "product_picture"
            indexes = ((("product", "position"), True),)

    class Variant(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()
        sku = CharField(80)
        option1 = CharField(300)
        option2 = CharField(300)
        option3 = CharField(300)
        price = BigIntegerField()
        compare_at = BigIntegerField(null=True)
        stock = IntegerField(null=True)
        reserved = IntegerField()
        weight_g = IntegerField(null=True)
        barcode = CharField(80)
        picture = ForeignKeyField(ProductPicture, null=True, on_delete="SET NULL", backref="+")

        class Meta:
            database = db
            table_name = "variant"
            indexes = (
                (("product", "option1", "option2", "option3"), True),
                (("product", "position"), False),
            )
            constraints = [
                Check("price BETWEEN 0 AND 100000000000"),
                Check("stock IS NULL OR stock >= 0"),
                Check("reserved >= 0"),
                Check("stock IS NULL OR reserved <= stock"),
            ]

    class PriceChange(Model):
        product = ForeignKeyField(Product, on_delete="RESTRICT", backref="+")
        variant_key = CharField(910)
        currency = CharField(3)
        price = BigIntegerField()
        compare_at = BigIntegerField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "price_change"
            indexes = ((("product", "at"), False),)

    class ProductAttribute(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        position = SmallIntegerField()
        name = CharField(60)
        value = CharField(300)
        name_key = CharField(60)
        value_key = CharField(300)

        class Meta:
            database = db
            table_name = "product_attribute"
            indexes = (
                (("product", "position"), True),
                (("name_key", "value_key", "product"), False),
            )

    class Tag(Model):
        slug = CharField(60, unique=True)
        name = CharField(60)
        products = IntegerField()

        class Meta:
            database = db
            table_name = "tag"

    class ProductTag(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE", backref="+")
        tag = ForeignKeyField(Tag, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "product_tag"
            indexes = (
                (("product", "tag"), True),
                (("tag", "product"), False),
            )

    class Report(Model):
        reporter = ForeignKeyField(Member, on_delete="CASCADE", backref="+")
        subject_kind = CharField(20)
        subject_id = IntegerField()
        reason = CharField(20)
        note = TextField()
        state = CharField(12)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "report"
            indexes = (
                (("reporter", "subject_kind", "subject_id"), True),
                (("state", "created_at"), False),
            )
            constraints = [
                Check("state IN ('new','escalated','resolved','discarded','appealed')"),
            ]

    class FormNonce(Model):
        nonce = CharField(64, primary_key=True)
        member = IntegerField()
        answer = CharField(500)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "form_nonce"

    class Installation(Model):
        database_id = CharField(32)

        class Meta:
            database = db
            table_name = "installation"

    return [
        Role,
        Member,
        MemberText,
        MemberRole,
        HandleChange,
        MemberSession,
        Category,
        Attribute,
        CurrencyRate,
        Version,
        EventRow,
        Delivery,
        LaneLease,
        File,
        Storefront,
        StorefrontText,
        Expertise,
        Brand,
        BrandAlias,
        Product,
        ProductText,
        ProductRevision,
        ProductOption,
        ProductPicture,
        Variant,
        PriceChange,
        ProductAttribute,
        Tag,
        ProductTag,
        Report,
        FormNonce,
        Installation,
    ]


def _is_postgres(db: Any) -> bool:
    return "postgres" in type(db).__name__.lower()


def up(migrator: Any, db: Any) -> None:
    tables = _tables(db)
    db.create_tables(tables)
    if _is_postgres(db):
        db.execute_sql('ALTER TABLE member ADD FOREIGN KEY (avatar_id) REFERENCES "file" (id) ON DELETE SET NULL')
    for table in APPEND_ONLY:
        make_append_only(db, table)
    installation = next(t for t in tables if t._meta.table_name == "installation")
    installation.insert(database_id=uuid.uuid4().hex).execute()


def down(migrator: Any, db: Any) -> None:
    for table in APPEND_ONLY:
        drop_append_only(db, table)
    if _is_postgres(db):
        db.execute_sql("ALTER TABLE member DROP CONSTRAINT IF EXISTS member_avatar_id_fkey")
    db.drop_tables(list(reversed(_tables(db))))
