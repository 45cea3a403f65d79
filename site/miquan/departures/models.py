"""Leaving: taking one's data along, and being erased after a time of grace."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now
from miquan.media.models import File


class Departure(BaseModel):
    """A member asked to be erased. Open while `returned_at` and `erased_at` are empty."""

    member = ForeignKeyField(Member, backref="departures", on_delete="CASCADE")
    asked_at = UtcField(default=now)
    due_at = UtcField()
    keep_words = BooleanField(default=False)
    returned_at = UtcField(null=True)
    erased_at = UtcField(null=True)


class MemberExport(BaseModel):
    """A member's data as one ZIP: asked, then building, then ready for a week, or failed. `done` of `total` sections."""

    member = ForeignKeyField(Member, backref="exports", on_delete="CASCADE")
    state = CharField(10, default="asked")
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    file = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    asked_at = UtcField(default=now)
    ready_at = UtcField(null=True)
    expires_at = UtcField(null=True)

    class Meta:
        indexes = ((("member", "asked_at"), False),)
