"""Reports that members file, suspensions, and the record of what people with special rights did."""

from peewee import CharField, Check, ForeignKeyField, IntegerField, TextField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now

NOTE_LIMIT = 1_000


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


class Suspension(BaseModel):
    """A member was shut out: by whom, when, why, and when that was lifted."""

    member = ForeignKeyField(Member, backref="suspensions", on_delete="CASCADE")
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    reason = CharField(1_000)
    at = UtcField(default=now)
    lifted_at = UtcField(null=True)
    lifted_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    lifted_reason = CharField(1_000, default="")


class AuditEntry(BaseModel):
    """What somebody with special rights did, append-only. `hash` covers `digest` and the row before; see `audit.py`.

    Names may be blotted out of who, why and data: `digest` stays that of the first words.
    """

    actor = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    action = CharField(40)
    subject_kind = CharField(20)
    subject_id = IntegerField()
    reason = CharField(1_000, default="")
    data = JsonField(default=dict)
    at = UtcField(default=now)
    salt = CharField(32)
    digest = CharField(64)
    before = CharField(64, unique=True)
    hash = CharField(64, unique=True)

    class Meta:
        indexes = ((("subject_kind", "subject_id", "at"), False),)
