"""Interests, weights and the signals they came from.

`kind` and `key` name what a thing is about: a tag's or category's slug, a brand's slug, a country's code, a language,
a band of prices.
"""

from peewee import BooleanField, CharField, Check, DateField, DoubleField, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now

KEY_LIMIT = 80
_KINDS = "kind IN ('tag','category','brand','country','language','band')"


class Portrait(BaseModel):
    """One a member. While paused nothing is learnt; `reset_at` is when all was forgotten last.

    `changed_at` is when something of it changed last. Until `told_until` an event that tells so is still to be told.
    """

    member = ForeignKeyField(Member, primary_key=True, backref="portraits", on_delete="CASCADE")
    role = CharField(10, default="")
    paused = BooleanField(default=False)
    paused_at = UtcField(null=True)
    reset_at = UtcField(null=True)
    changed_at = UtcField(null=True)
    told_until = UtcField(null=True)
    # The first questions: answered or passed over.
    asked_at = UtcField(null=True)
    skipped = BooleanField(default=False)

    class Meta:
        constraints = [Check("role IN ('','shopper','buyer','both')")]


class Pause(BaseModel):
    """A time in which a member's portrait stood still and that is over: what they did then is never learnt, however late it is told."""

    member = ForeignKeyField(Member, backref="pauses", on_delete="CASCADE", index=False)
    since = UtcField()
    until = UtcField()

    class Meta:
        table_name = "portrait_pause"
        indexes = ((("member", "until"), False),)


class Interest(BaseModel):
    """What a member said: named it, raised it, lowered it, or wants none of it."""

    member = ForeignKeyField(Member, backref="interests", on_delete="CASCADE", index=False)
    kind = CharField(10)
    key = CharField(KEY_LIMIT)
    stance = CharField(10, default="named")
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "kind", "key"), True), (("kind", "key", "member"), False))
        constraints = [Check(_KINDS), Check("stance IN ('named','raised','lowered','banned')")]


class Weight(BaseModel):
    """What reading added up to: `weight` as it was at `at`, from where it decays."""

    member = ForeignKeyField(Member, backref="weights", on_delete="CASCADE", index=False)
    kind = CharField(10)
    key = CharField(KEY_LIMIT)
    weight = DoubleField(default=0)
    at = UtcField(default=now)

    class Meta:
        table_name = "portrait_weight"
        indexes = ((("member", "kind", "key"), True),)
        constraints = [Check(_KINDS)]


class Signal(BaseModel):
    """What a member did with a thing on one day (UTC): counted once, however often the queue tells it."""

    member = ForeignKeyField(Member, backref="signals", on_delete="CASCADE", index=False)
    verb = CharField(10)
    kind = CharField(10)
    item = IntegerField()
    day = DateField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "verb", "kind", "item", "day"), True), (("at",), False), (("kind", "item"), False))
        constraints = [Check("verb IN ('view','dwell','like','comment','save','follow','search','hide')")]
