"""What members are told. Counters are not stored: what may be seen is judged when it is read.

A cause is one thing that somebody did about a subject (who liked which post). A notice tells one member of the causes
of one type about one subject, from `first` to `last`. While it is unread its `closed` is 0 and further causes join it;
read, `closed` is its own id and the next cause opens another.
"""

from peewee import BigAutoField, BigIntegerField, CharField, Check, ForeignKeyField, IntegerField, SmallIntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now

TYPE_LIMIT = 20
KIND_LIMIT = 12


class NoticeCause(BaseModel):
    """`actor` did it, with `thing` (the id of a comment, a post, a product…; 0 where the act is all).

    It stays when it was undone, so that doing it again tells nobody again. `told_at` is set once everybody was told.
    """

    id = BigAutoField()
    type = CharField(TYPE_LIMIT)
    kind = CharField(KIND_LIMIT)
    subject = IntegerField()
    actor = ForeignKeyField(Member, null=True, backref="+", on_delete="CASCADE")
    thing = IntegerField(default=0)
    data = JsonField(default=dict)
    at = UtcField(default=now)
    told_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("kind", "subject", "type", "actor", "thing"), True),
            (("kind", "subject", "type", "id"), False),
            (("told_at", "type"), False),
        )


class Notice(BaseModel):
    """`at` is the moment of the last cause that moved it up; `mailed` the last cause that a letter told of."""

    id = BigAutoField()
    member = ForeignKeyField(Member, backref="notices", on_delete="CASCADE", index=False)
    type = CharField(TYPE_LIMIT)
    kind = CharField(KIND_LIMIT)
    subject = IntegerField()
    closed = BigIntegerField(default=0)
    first = BigIntegerField()
    last = BigIntegerField()
    mailed = BigIntegerField(default=0)
    at = UtcField(default=now)
    read_at = UtcField(null=True)

    class Meta:
        indexes = (
            # Everybody who is told of one thing lies together: so are they written.
            (("kind", "subject", "type", "member", "closed"), True),
            (("member", "at", "id"), False),
            (("member", "closed", "at"), False),
            (("read_at",), False),
        )
        constraints = [Check("first <= last"), Check("(closed = 0) = (read_at IS NULL)")]


class NoticeChoice(BaseModel):
    """How a member wants to hear of a type. Who never chose has no row, and hears as the type says itself.

    `stopped` is the channel that a click in a letter stopped, until they choose anew.
    """

    member = ForeignKeyField(Member, backref="notice_choices", on_delete="CASCADE", index=False)
    type = CharField(TYPE_LIMIT)
    channel = CharField(10)
    stopped = CharField(10, default="")

    class Meta:
        indexes = ((("member", "type"), True),)
        constraints = [Check("channel IN ('here','mail','daily','weekly','off')")]


class NoticeHours(BaseModel):
    """Between these hours of the member's own clock no letter comes; over midnight where `until` is the lesser."""

    member = ForeignKeyField(Member, backref="notice_hours", on_delete="CASCADE", unique=True)
    since = SmallIntegerField()
    until = SmallIntegerField()

    class Meta:
        constraints = [Check("since BETWEEN 0 AND 23"), Check("until BETWEEN 0 AND 23"), Check("since <> until")]


class NoticeLetter(BaseModel):
    """A letter that is to be written: one a member and `slot` (a type, or a digest). Gone once it was."""

    id = BigAutoField()
    member = ForeignKeyField(Member, backref="+", on_delete="CASCADE", index=False)
    slot = CharField(TYPE_LIMIT)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "slot"), True),)
