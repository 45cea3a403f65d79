"""What the worker has worked out, ready to be served. `item` is the id of a post, member or product."""

from peewee import CharField, Check, DoubleField, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now

_KINDS = "kind IN ('post','member','product')"


class Recommended(BaseModel):
    """One thing for one member, in its order. `reason` says why, `reason_id` or `reason_key` because of what."""

    member = ForeignKeyField(Member, backref="recommended", on_delete="CASCADE", index=False)
    kind = CharField(10)
    item = IntegerField()
    rank = IntegerField()
    score = DoubleField(default=0)
    reason = CharField(20)
    reason_id = IntegerField(null=True)
    reason_key = CharField(80, default="")
    at = UtcField(default=now)

    class Meta:
        indexes = (
            (("member", "kind", "item"), True),
            (("member", "kind", "rank"), False),
            (("kind", "item"), False),
        )
        constraints = [Check(_KINDS)]


class Renewal(BaseModel):
    """When a member's recommendations were made last: they hold what was known at that moment."""

    member = ForeignKeyField(Member, primary_key=True, backref="renewals", on_delete="CASCADE")
    at = UtcField()

    class Meta:
        indexes = ((("at",), False),)


class Similar(BaseModel):
    """Who keeps or follows `item` also does so with `other`."""

    kind = CharField(10)
    item = IntegerField()
    other = IntegerField()
    weight = DoubleField()

    class Meta:
        indexes = ((("kind", "item", "other"), True), (("kind", "other"), False))
        constraints = [Check(_KINDS)]


class Dismissed(BaseModel):
    """Less of this: never recommended to the member again."""

    member = ForeignKeyField(Member, backref="dismissed", on_delete="CASCADE", index=False)
    kind = CharField(10)
    item = IntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "kind", "item"), True), (("kind", "item"), False))
        constraints = [Check("kind IN ('post','member','product','tag')")]
