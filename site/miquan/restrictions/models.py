"""Rules about goods by destination, kept by operators."""

from peewee import BooleanField, CharField, Check, ForeignKeyField

from miquan.accounts.models import Member
from miquan.categories.models import Category
from miquan.db import BaseModel, JsonField, UtcField, now

WORDS_LIMIT = 1_000
NOTE_LIMIT = 300
SOURCE_LIMIT = 500


class GoodsRule(BaseModel):
    """Applies to products of `category` (and below it) or whose words hold one of `words` (by commas).

    `destination` is a country code, "" for everywhere; `note` holds a sentence a language.
    """

    destination = CharField(2, default="")
    category = ForeignKeyField(Category, null=True, on_delete="CASCADE")
    words = CharField(WORDS_LIMIT, default="")
    level = CharField(10)
    note = JsonField()
    source = CharField(SOURCE_LIMIT, default="")
    active = BooleanField(default=True)
    by = ForeignKeyField(Member, null=True, on_delete="SET NULL")
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("active", "destination"), False),)
        constraints = [Check("level IN ('note','limited','forbidden')")]
