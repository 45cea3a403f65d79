"""What members are told, and how they want to hear of it."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
)


def _tables(db: Any) -> list[Any]:
    meta = type("Meta", (), {"database": db, "table_name": "member"})
    people = type("Member", (Model,), {"Meta": meta})

    class NoticeCause(Model):
        id = BigAutoField()
        type = CharField(20)
        kind = CharField(12)
        subject = IntegerField()
        actor = ForeignKeyField(people, null=True, backref="+", on_delete="CASCADE")
        thing = IntegerField()
        data = JSONField()
        at = DateTimeField()
        told_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "notice_cause"
            indexes = (
                (("kind", "subject", "type", "actor", "thing"), True),
                (("kind", "subject", "type", "id"), False),
                (("told_at", "type"), False),
            )

    class Notice(Model):
        id = BigAutoField()
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        type = CharField(20)
        kind = CharField(12)
        subject = IntegerField()
        closed = BigIntegerField()
        first = BigIntegerField()
        last = BigIntegerField()
        mailed = BigIntegerField()
        at = DateTimeField()
        read_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = (
                (("kind", "subject", "type", "member", "closed"), True),
                (("member", "at", "id"), False),
                (("member", "closed", "at"), False),
                (("read_at",), False),
            )
            constraints = [Check("first <= last"), Check("(closed = 0) = (read_at IS NULL)")]

    class NoticeChoice(Model):
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        type = CharField(20)
        channel = CharField(10)

        class Meta:
            database = db
            table_name = "notice_choice"
            indexes = ((("member", "type"), True),)
            constraints = [Check("channel IN ('here','mail','daily','weekly','off')")]

    class NoticeHours(Model):
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", unique=True)
        since = SmallIntegerField()
        until = SmallIntegerField()

        class Meta:
            database = db
            table_name = "notice_hours"
            constraints = [Check("since BETWEEN 0 AND 23"), Check("until BETWEEN 0 AND 23"), Check("since <> until")]

    class NoticeLetter(Model):
        id = BigAutoField()
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        slot = CharField(20)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "notice_letter"
            indexes = ((("member", "slot"), True),)

    return [NoticeCause, Notice, NoticeChoice, NoticeHours, NoticeLetter]


def up(migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))


def down(migrator: Any, db: Any) -> None:
    db.drop_tables(list(reversed(_tables(db))))
