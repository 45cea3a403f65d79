"""Who follows what, and who does not want to see whom. `target` is the id of a member, tag or storefront."""

from peewee import CharField, Check, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now

WORD_LIMIT = 60


class Follow(BaseModel):
    """Counted on both ends: `Member.following`, and `followers` of the member, tag or storefront."""

    follower = ForeignKeyField(Member, backref="follows", on_delete="CASCADE", index=False)
    kind = CharField(10)
    target = IntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("follower", "kind", "target"), True), (("kind", "target", "id"), False))
        constraints = [
            Check("kind IN ('member','tag','storefront')"),
            Check("kind <> 'member' OR target <> follower_id"),
        ]


class Mute(BaseModel):
    """A member, a tag or a word that somebody does not want to read about, for good or `until` a moment."""

    member = ForeignKeyField(Member, backref="mutes", on_delete="CASCADE", index=False)
    kind = CharField(10)
    target = IntegerField(default=0)
    word = CharField(WORD_LIMIT, default="")
    until = UtcField(null=True)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "kind", "target", "word"), True), (("kind", "target"), False))
        constraints = [
            Check("kind IN ('member','tag','word')"),
            Check("(kind = 'word') = (word <> '')"),
        ]


class Block(BaseModel):
    """Neither of the two sees the other, anywhere."""

    member = ForeignKeyField(Member, backref="blocks", on_delete="CASCADE", index=False)
    blocked = ForeignKeyField(Member, backref="blocked_by", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "blocked"), True), (("blocked", "member"), False))
        constraints = [Check("member_id <> blocked_id")]
