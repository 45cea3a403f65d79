"""Decisions with their appeals, notes, canned replies; what waits, what is blocked, and what was said lately."""

import json
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


def _known(db: Any, name: str) -> Any:
    """A table of an earlier migration that the new ones point at."""
    meta = type("Meta", (), {"database": db, "table_name": name})
    return type(name.title(), (Model,), {"Meta": meta})


def _deciding(db: Any, members: Any, groups: Any) -> list[Any]:
    class CannedReply(Model):
        title = CharField(60)
        reason = CharField(20)
        words = JSONField()
        active = BooleanField()
        by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "canned_reply"

    class Decision(Model):
        subject_kind = CharField(20)
        subject_id = IntegerField()
        member = ForeignKeyField(members, null=True, backref="+", on_delete="CASCADE", index=False)
        verb = CharField(10)
        reason = CharField(20)
        said = JSONField()
        words = CharField(1_000)
        thing = CharField(120)
        by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")
        group = ForeignKeyField(groups, null=True, backref="+", on_delete="SET NULL")
        prior = JSONField()
        at = DateTimeField()
        until = DateTimeField(null=True)
        undone_at = DateTimeField(null=True)
        undone_by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")
        gone_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "decision"
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

    class Appeal(Model):
        decision = ForeignKeyField(Decision, unique=True, backref="+", on_delete="CASCADE")
        words = CharField(1_000)
        at = DateTimeField()
        outcome = CharField(10)
        answer = CharField(1_000)
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "appeal"
            indexes = ((("outcome", "id"), False),)
            constraints = [Check("outcome IN ('','upheld','overturned')")]

    return [CannedReply, Decision, Appeal]


def _watching(db: Any, members: Any) -> list[Any]:
    class Note(Model):
        subject_kind = CharField(20)
        subject_id = IntegerField()
        by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")
        words = CharField(1_000)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "moderation_note"
            indexes = ((("subject_kind", "subject_id", "id"), False),)

    class Hold(Model):
        subject_kind = CharField(20)
        subject_id = IntegerField()
        member = ForeignKeyField(members, backref="+", on_delete="CASCADE", index=False)
        reasons = JSONField()
        at = DateTimeField()
        settled_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "hold"
            indexes = (
                (("subject_kind", "subject_id"), True),
                (("settled_at", "id"), False),
                (("member", "settled_at"), False),
            )

    class BlockEntry(Model):
        kind = CharField(10)
        value = CharField(100)
        action = CharField(10)
        note = CharField(300)
        hits = IntegerField()
        by = ForeignKeyField(members, null=True, backref="+", on_delete="SET NULL")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "block_entry"
            indexes = ((("kind", "value"), True),)
            constraints = [
                Check("kind IN ('word','host','picture')"),
                Check("action IN ('note','hold','refuse')"),
            ]

    class Said(Model):
        author = ForeignKeyField(members, backref="+", on_delete="CASCADE", index=False)
        likeness = BigIntegerField()
        young = BooleanField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "said"
            indexes = ((("author", "id"), False), (("young", "id"), False), (("at",), False))

    return [Note, Hold, BlockEntry, Said]


def _tables(db: Any) -> list[Any]:
    members, groups = _known(db, "member"), _known(db, "talk_group")
    return [*_deciding(db, members, groups), *_watching(db, members)]


_SEEDED = (
    ("洗版", "spam", {"zh-hant": "同樣的話說了很多次。說一次就好，大家看得到。", "zh-hans": "同样的话说了很多次。说一次就好，大家看得到。", "en": "The same was said many times. Once is enough: people will see it."}),
    ("盜圖", "stolen", {"zh-hant": "照片或文字是別人的。請用自己拍的、自己寫的。", "zh-hans": "照片或文字是别人的。请用自己拍的、自己写的。", "en": "The pictures or words are somebody else's. Please use your own."}),
    ("冒犯", "offensive", {"zh-hant": "不同意可以說，請不要罵人。", "zh-hans": "不同意可以说，请不要骂人。", "en": "You may disagree; please do not insult people."}),
    ("來源不清楚", "counterfeit", {"zh-hant": "看不出東西是真的。補上購買地點和收據，可以申訴。", "zh-hans": "看不出东西是真的。补上购买地点和收据，可以申诉。", "en": "We cannot tell that it is genuine. Add where you bought it and a receipt, and object."}),
)  # fmt: skip


def _seed(db: Any) -> None:
    """Words to begin with; operators change them."""
    mark = "%s" if "postgres" in type(db).__name__.lower() else "?"
    sql = f"INSERT INTO canned_reply (title, reason, words, active, at) VALUES ({', '.join([mark] * 5)})"
    for title, reason, words in _SEEDED:
        db.execute_sql(sql, (title, reason, json.dumps(words, ensure_ascii=False), True, "2026-11-29 00:00:00.000000"))


def up(migrator: Any, db: Any) -> None:
    db.create_tables(_tables(db))
    _seed(db)
    moment = "TIMESTAMP" if "postgres" in type(db).__name__.lower() else "DATETIME"
    db.execute_sql(f"ALTER TABLE suspension ADD COLUMN until {moment}")
    db.execute_sql("ALTER TABLE report ADD COLUMN decision_id INTEGER REFERENCES decision (id) ON DELETE SET NULL")
    db.execute_sql('CREATE INDEX "report_decision_id" ON "report" ("decision_id")')


def down(migrator: Any, db: Any) -> None:
    db.execute_sql('DROP INDEX "report_decision_id"')
    db.execute_sql("ALTER TABLE report DROP COLUMN decision_id")
    db.execute_sql("ALTER TABLE suspension DROP COLUMN until")
    db.drop_tables(list(reversed(_tables(db))))
