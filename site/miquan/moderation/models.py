"""Reports that members file, suspensions, and the record of what people with special rights did."""

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    NodeList,
    TextField,
)

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.groups.models import Group

NOTE_LIMIT = 1_000
VALUE_LIMIT = 100
TITLE_LIMIT = 60
THING_LIMIT = 120


class CannedReply(BaseModel):
    """Words that moderators use again and again: `words` by language. Told at a decision, they are copied there."""

    title = CharField(TITLE_LIMIT)
    reason = CharField(20, default="")
    words = JsonField()
    active = BooleanField(default=True)
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    at = UtcField(default=now)


class Decision(BaseModel):
    """What was decided about a thing, and why. `member` is whom it is about, `by` whoever decided, `group` where they tend it.

    `prior` is what undoing needs, `thing` what it was called then. What was to be removed is out of sight at once and goes
    for good (`gone_at`) when nobody can object any more. `said` are canned words by language, `words` free ones.
    """

    subject_kind = CharField(20)
    subject_id = IntegerField()
    member = ForeignKeyField(Member, null=True, backref="decisions_about", on_delete="CASCADE", index=False)
    verb = CharField(10)
    reason = CharField(20)
    said = JsonField(default=dict)
    words = CharField(NOTE_LIMIT, default="")
    thing = CharField(THING_LIMIT, default="")
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    group = ForeignKeyField(Group, null=True, backref="decisions", on_delete="SET NULL")
    prior = JsonField(default=dict)
    at = UtcField(default=now)
    until = UtcField(null=True)
    undone_at = UtcField(null=True)
    undone_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    gone_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("member", "id"), False),
            (("subject_kind", "subject_id", "id"), False),
            (("verb", "at"), False),
        )
        constraints = [
            Check(
                "verb IN ('discard','hide','remove','lock','warn','limit','suspend','ban','release','refuse')",
            ),
        ]


class Appeal(BaseModel):
    """A member objects to a decision about them: once. `outcome` is upheld or overturned, by somebody else than decided."""

    decision = ForeignKeyField(Decision, unique=True, backref="appeals", on_delete="CASCADE")
    words = CharField(NOTE_LIMIT)
    at = UtcField(default=now)
    outcome = CharField(10, default="")
    answer = CharField(NOTE_LIMIT, default="")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("outcome", "id"), False),)
        constraints = [Check("outcome IN ('','upheld','overturned')")]


class Note(BaseModel):
    """What moderators tell each other about a thing."""

    subject_kind = CharField(20)
    subject_id = IntegerField()
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    words = CharField(NOTE_LIMIT)
    at = UtcField(default=now)

    class Meta:
        table_name = "moderation_note"
        indexes = ((("subject_kind", "subject_id", "id"), False),)


class Hold(BaseModel):
    """A thing that waits for a moderator before others see it, and why (keys of `judging.WHY`)."""

    subject_kind = CharField(20)
    subject_id = IntegerField()
    member = ForeignKeyField(Member, backref="holds", on_delete="CASCADE", index=False)
    reasons = JsonField(default=list)
    at = UtcField(default=now)
    settled_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("subject_kind", "subject_id"), True),
            (("settled_at", "id"), False),
            (("member", "settled_at"), False),
        )


class BlockEntry(BaseModel):
    """A word (folded), a host or a picture's hash that operators keep, and what happens to what holds it."""

    kind = CharField(10)
    value = CharField(VALUE_LIMIT)
    action = CharField(10)
    note = CharField(300, default="")
    hits = IntegerField(default=0)
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    at = UtcField(default=now)

    class Meta:
        indexes = ((("kind", "value"), True),)
        constraints = [
            Check("kind IN ('word','host','picture')"),
            Check("action IN ('note','hold','refuse')"),
        ]


class Said(BaseModel):
    """The likeness of something that was said lately, by which the same words said again are known; forgotten after days."""

    author = ForeignKeyField(Member, backref="+", on_delete="CASCADE", index=False)
    likeness = BigIntegerField()
    young = BooleanField(default=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("author", "id"), False), (("young", "id"), False), (("at",), False))


class Report(BaseModel):
    """One member's report of one thing. `subject_kind` is a key of the registry of things that can be reported."""

    reporter = ForeignKeyField(Member, backref="reports", on_delete="CASCADE")
    subject_kind = CharField(20)
    subject_id = IntegerField()
    reason = CharField(20)
    note = TextField(default="")
    state = CharField(12, default="new")
    decision = ForeignKeyField(Decision, null=True, backref="reports", on_delete="SET NULL")
    created_at = UtcField(default=now)

    class Meta:
        indexes = (
            (("reporter", "subject_kind", "subject_id"), True),
            (("subject_kind", "subject_id", "state"), False),
        )
        constraints = [Check("state IN ('new','escalated','resolved','discarded','appealed')")]


# Written out, because an index over a part of a table serves only conditions of its very words.
_OPEN = SQL("IN ('new','escalated','appealed')")


def is_open(report: Any = Report) -> Any:
    """SQL: reports (the table, or an alias of it) about which nobody has decided."""
    return NodeList((report.state, _OPEN))


Report.add_index(Report.index(Report.id, name="report_open", where=is_open()))


class Suspension(BaseModel):
    """A member was shut out: by whom, when, why, and when that was lifted."""

    member = ForeignKeyField(Member, backref="suspensions", on_delete="CASCADE")
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    reason = CharField(1_000)
    at = UtcField(default=now)
    until = UtcField(null=True)
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
