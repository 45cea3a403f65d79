"""A buyer's storefront: first who they are, then what they sell."""

from peewee import (
    CharField,
    Check,
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

STORY_LIMIT = 4_000
POLICY_LIMIT = 2_000
HEADLINE_LIMIT = 80
REASON_LIMIT = 1_000

# States in which everyone may see it.
PUBLIC = ("open", "paused")


class Storefront(BaseModel):
    """One a member. Texts are in `lang`; their other renditions are StorefrontText rows."""

    owner = ForeignKeyField(Member, unique=True, backref="storefronts", on_delete="RESTRICT")
    state = CharField(16, default="open")
    lang = CharField(12, default="zh-hant")
    headline = CharField(HEADLINE_LIMIT, default="")
    story = TextField(default="")
    shipping_policy = TextField(default="")
    returns_policy = TextField(default="")
    fee_policy = TextField(default="")
    holiday_from = DateField(null=True)
    holiday_to = DateField(null=True)
    holiday_note = CharField(300, default="")
    currency = CharField(3)
    ships_from = CharField(2, default="")
    ships_to = JsonField(default=list)
    years_there = SmallIntegerField(null=True)
    banner = ForeignKeyField(File, null=True, on_delete="SET NULL")
    # Goods by state; public ones are published or sold out.
    product_count = IntegerField(default=0)
    drafts = IntegerField(default=0)
    sold_out = IntegerField(default=0)
    archived = IntegerField(default=0)
    followers = IntegerField(default=0)
    version = IntegerField(default=1)
    opened_at = UtcField(default=now)
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("owner", "state", "product_count", "id"), False),)
        constraints = [Check("state IN ('pending','open','paused','suspended','closed')")]


class StorefrontText(BaseModel):
    """A storefront's texts in another language or script, by field name."""

    storefront = ForeignKeyField(Storefront, backref="texts", on_delete="CASCADE")
    lang = CharField(12)
    origin = CharField(10, default="converted")
    version = IntegerField(default=1)
    fields = JsonField()

    class Meta:
        indexes = ((("storefront", "lang"), True),)


class Expertise(BaseModel):
    """A category this buyer knows."""

    storefront = ForeignKeyField(Storefront, backref="expertise", on_delete="CASCADE")
    category = ForeignKeyField(Category, on_delete="CASCADE")
    position = SmallIntegerField(default=0)

    class Meta:
        indexes = ((("storefront", "category"), True),)


class ExpertBrand(BaseModel):
    """A brand this buyer knows."""

    storefront = ForeignKeyField(Storefront, backref="expert_brands", on_delete="CASCADE")
    brand = ForeignKeyField(Brand, on_delete="CASCADE")
    position = SmallIntegerField(default=0)

    class Meta:
        indexes = ((("storefront", "brand"), True),)


class StorefrontReview(BaseModel):
    """A storefront asked to be opened: when, and what an operator decided and why. `decision` "" waits."""

    storefront = ForeignKeyField(Storefront, backref="reviews", on_delete="CASCADE")
    asked_at = UtcField(default=now)
    decision = CharField(10, default="")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    reason = CharField(REASON_LIMIT, default="")

    class Meta:
        indexes = ((("decision", "asked_at"), False), (("storefront", "asked_at"), False))
        constraints = [Check("decision IN ('','approved','refused','withdrawn')")]
