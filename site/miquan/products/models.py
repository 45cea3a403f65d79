"""Products and all that belongs to one. Revisions and price history are append-only (triggers refuse changes)."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.media.models import File
from miquan.storefronts.models import Storefront

SOURCE_URL_LIMIT = 2_000
TITLE_LIMIT = 200
STORY_LIMIT = 50_000
NAME_LIMIT = 60
VALUE_LIMIT = 300
SKU_LIMIT = 80
MONEY_LIMIT = 100_000_000_000


class Product(BaseModel):
    """A good on a storefront. `title` and `story` are the author's own words in `lang`; other renditions are texts.

    Money is in minor units of `currency`; weight in grams, size in millimetres. `stock_left` (`rules.stock_left`) and
    `variant_count` are kept by `actions.summaries`, `viewed` (readings of 30 days) and `viewed_week` by `readings`.
    """

    storefront = ForeignKeyField(Storefront, backref="products", on_delete="RESTRICT")
    state = CharField(16, default="draft")
    kind = CharField(16, default="stock")
    slug = CharField(80, default="item")
    lang = CharField(12, default="zh-hant")
    title = CharField(TITLE_LIMIT)
    story = TextField(default="")
    story_format = CharField(10, default="markdown")
    story_html = TextField(default="")
    category = ForeignKeyField(Category, null=True, backref="products", on_delete="SET NULL")
    brand = ForeignKeyField(Brand, null=True, backref="products", on_delete="SET NULL")
    currency = CharField(3)
    price = BigIntegerField(default=0)
    price_to = BigIntegerField(default=0)
    price_eur = BigIntegerField(default=0)
    available = BooleanField(default=True)
    stock_left = IntegerField(default=0)
    variant_count = IntegerField(default=0)
    viewed = IntegerField(default=0)
    viewed_week = IntegerField(default=0)
    cover = ForeignKeyField(File, null=True, on_delete="SET NULL")
    origin_country = CharField(2, default="")
    shop = CharField(120, default="")
    shop_city = CharField(80, default="")
    shop_country = CharField(2, default="")
    condition = CharField(200, default="")
    weight_g = IntegerField(null=True)
    length_mm = IntegerField(null=True)
    width_mm = IntegerField(null=True)
    height_mm = IntegerField(null=True)
    hs_code = CharField(12, default="")
    ships_within_days = SmallIntegerField(null=True)
    lead_days = SmallIntegerField(null=True)
    ships_by = DateField(null=True)
    preorder_cap = IntegerField(null=True)
    import_key = CharField(255, null=True)
    import_hash = CharField(64, null=True)
    version = IntegerField(default=1)
    demo = BooleanField(default=False)
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)
    published_at = UtcField(null=True)
    removed_reason = CharField(200, default="")

    class Meta:
        indexes = (
            (("storefront", "import_key"), True),
            (("storefront", "state", "published_at", "id"), False),
            (("storefront", "updated_at", "id"), False),
            (("storefront", "state", "updated_at", "id"), False),
            (("storefront", "title", "id", "state"), False),
            (("storefront", "price", "id", "state"), False),
            (("storefront", "stock_left", "id", "state"), False),
            (("storefront", "viewed", "id", "state"), False),
            (("storefront", "viewed_week", "id", "state"), False),
            (
                (
                    "storefront",
                    "state",
                    "kind",
                    "stock_left",
                    "price_to",
                    "cover",
                    "category",
                    "ships_by",
                    "updated_at",
                ),
                False,
            ),
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


class ProductText(BaseModel):
    """Title and story in another language or script: written by the author, or converted from `version`."""

    product = ForeignKeyField(Product, backref="texts", on_delete="CASCADE")
    lang = CharField(12)
    origin = CharField(10, default="converted")
    version = IntegerField(default=1)
    title = CharField(TITLE_LIMIT)
    story_html = TextField(default="")

    class Meta:
        indexes = ((("product", "lang"), True),)
        constraints = [Check("origin IN ('author','converted')")]


class ProductWords(BaseModel):
    """What a product is found by in the studio: its titles, SKUs and tags, as `actions.summaries` spells them.

    Searching means reading all of a storefront's, so they lie apart from the wide rows, and on SQLite beside each other.
    """

    storefront = ForeignKeyField(Storefront, backref="+", on_delete="CASCADE")
    product = ForeignKeyField(Product, backref="+", on_delete="CASCADE", unique=True)
    words = TextField(default="")

    class Meta:
        primary_key = CompositeKey("storefront", "product")


class ProductRevision(BaseModel):
    """What a product was after each save: unchangeable, so that an order can rely on it."""

    product = ForeignKeyField(Product, backref="revisions", on_delete="RESTRICT")
    version = IntegerField()
    by = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
    at = UtcField(default=now)
    data = JsonField()

    class Meta:
        indexes = ((("product", "version"), True),)


class ProductOption(BaseModel):
    """One choice that a product's variants differ by, such as 尺寸. At most three."""

    product = ForeignKeyField(Product, backref="options", on_delete="CASCADE")
    position = SmallIntegerField()
    name = CharField(NAME_LIMIT)

    class Meta:
        indexes = ((("product", "position"), True),)
        constraints = [Check("position BETWEEN 1 AND 3")]


class ProductPicture(BaseModel):
    """A picture in its order; `source_url` is the address an export named, kept until someone fetches it."""

    product = ForeignKeyField(Product, backref="pictures", on_delete="CASCADE")
    position = SmallIntegerField()
    file = ForeignKeyField(File, null=True, on_delete="SET NULL")
    source_url = CharField(SOURCE_URL_LIMIT, default="")
    alt = CharField(500, default="")

    class Meta:
        indexes = ((("product", "position"), True),)


class Variant(BaseModel):
    """One buyable combination. `stock` None: not counted. `reserved` is what open orders hold."""

    product = ForeignKeyField(Product, backref="variants", on_delete="CASCADE")
    position = SmallIntegerField()
    sku = CharField(SKU_LIMIT, default="")
    option1 = CharField(VALUE_LIMIT, default="")
    option2 = CharField(VALUE_LIMIT, default="")
    option3 = CharField(VALUE_LIMIT, default="")
    price = BigIntegerField()
    compare_at = BigIntegerField(null=True)
    stock = IntegerField(null=True)
    reserved = IntegerField(default=0)
    weight_g = IntegerField(null=True)
    barcode = CharField(80, default="")
    picture = ForeignKeyField(ProductPicture, null=True, on_delete="SET NULL")

    class Meta:
        indexes = (
            (("product", "option1", "option2", "option3"), True),
            (("product", "position"), False),
        )
        constraints = [
            Check(f"price BETWEEN 0 AND {MONEY_LIMIT}"),
            Check("stock IS NULL OR stock >= 0"),
            Check("reserved >= 0"),
            Check("stock IS NULL OR reserved <= stock"),
        ]


class PriceChange(BaseModel):
    """The price history: one row each time a variant's price changes. Append-only."""

    product = ForeignKeyField(Product, backref="price_changes", on_delete="RESTRICT")
    variant_key = CharField(910, default="")
    currency = CharField(3)
    price = BigIntegerField()
    compare_at = BigIntegerField(null=True)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("product", "at"), False),)


class ProductAttribute(BaseModel):
    """A free fact about a product, in the author's words. `name_key` and `value_key` are folded, for facets."""

    product = ForeignKeyField(Product, backref="attributes", on_delete="CASCADE")
    position = SmallIntegerField()
    name = CharField(NAME_LIMIT)
    value = CharField(VALUE_LIMIT)
    name_key = CharField(NAME_LIMIT)
    value_key = CharField(VALUE_LIMIT)

    class Meta:
        indexes = (
            (("product", "position"), True),
            (("name_key", "value_key", "product"), False),
        )


class Tag(BaseModel):
    """What things are about. `slug` is the folded name; `products` and `posts` count what everyone may see."""

    slug = CharField(60, unique=True)
    name = CharField(60)
    products = IntegerField(default=0)
    posts = IntegerField(default=0)
    followers = IntegerField(default=0)


class TagAddress(BaseModel):
    """What a tag was called before, or another that became this one: its address leads on, and who writes it means this."""

    slug = CharField(60, primary_key=True)
    tag = ForeignKeyField(Tag, backref="addresses", on_delete="CASCADE")


class ProductTag(BaseModel):
    product = ForeignKeyField(Product, backref="product_tags", on_delete="CASCADE")
    tag = ForeignKeyField(Tag, backref="product_tags", on_delete="CASCADE")

    class Meta:
        indexes = ((("product", "tag"), True), (("tag", "product"), False))


class ProductDay(BaseModel):
    """How often a product's page was read on one day (UTC) by people other than its owner."""

    product = ForeignKeyField(Product, backref="days", on_delete="CASCADE")
    day = DateField()
    views = IntegerField(default=0)

    class Meta:
        indexes = ((("product", "day"), True),)


class StorefrontDay(BaseModel):
    """The same of all goods of a storefront together."""

    storefront = ForeignKeyField(Storefront, backref="days", on_delete="CASCADE")
    day = DateField()
    views = IntegerField(default=0)

    class Meta:
        indexes = ((("storefront", "day"), True),)
