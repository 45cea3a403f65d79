"""Reports: what members tell the moderators."""

from peewee import CharField, Check, ForeignKeyField, IntegerField, TextField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now


class Report(BaseModel):
    """One member's report of one thing. `subject_kind` is a key of the registry of things that can be reported."""

    reporter = ForeignKeyField(Member, backref="reports", on_delete="CASCADE")
    subject_kind = CharField(20)
    subject_id = IntegerField()
    reason = CharField(20)
    note = TextField(default="")
    state = CharField(12, default="new")
    created_at = UtcField(default=now)

    class Meta:
        indexes = (
            (("reporter", "subject_kind", "subject_id"), True),
            (("state", "created_at"), False),
        )
        constraints = [Check("state IN ('new','escalated','resolved','discarded','appealed')")]
