"""Groups with their members and shelves; threads, replies, polls and how far people have read."""

import re
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
    SmallIntegerField,
    TextField,
)

from miquan.db import is_postgres
from miquan.triggers import drop_append_only, make_append_only

APPEND_ONLY = ("reply_revision",)
_KEPT = ("post", "product")


def _known(db: Any, name: str) -> Any:
    """A table of an earlier migration that the new ones point at."""
    meta = type("Meta", (), {"database": db, "table_name": name})
    return type(name.title(), (Model,), {"Meta": meta})


def _group_tables(db: Any, people: Any, files: Any, products: Any, tags: Any) -> list[Any]:
    class TalkGroup(Model):
        slug = CharField(40, unique=True)
        name = CharField(60)
        purpose = CharField(200)
        rules = CharField(4_000)
        rules_html = TextField()
        questions = JSONField()
        languages = JSONField()
        flairs = JSONField()
        lang = CharField(12)
        country = CharField(2)
        city = CharField(80)
        picture = ForeignKeyField(files, null=True, backref="+", on_delete="SET NULL")
        visibility = CharField(10)
        joining = CharField(10)
        slow_seconds = IntegerField()
        members = IntegerField()
        threads = IntegerField()
        demo = BooleanField()
        created_by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        created_at = DateTimeField()
        updated_at = DateTimeField()
        active_at = DateTimeField()
        archived_at = DateTimeField(null=True)
        archived_by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "talk_group"
            indexes = (
                (("visibility", "active_at", "id"), False),
                (("visibility", "members", "id"), False),
                (("country", "visibility"), False),
            )
            constraints = [
                Check("visibility IN ('public','unlisted','members','private')"),
                Check("joining IN ('open','apply','invite')"),
                Check("slow_seconds BETWEEN 0 AND 86400"),
            ]

    class GroupTag(Model):
        group = ForeignKeyField(TalkGroup, backref="+", on_delete="CASCADE", index=False)
        tag = ForeignKeyField(tags, backref="+", on_delete="CASCADE", index=False)

        class Meta:
            database = db
            table_name = "group_tag"
            indexes = ((("group", "tag"), True), (("tag", "group"), False))

    class GroupAddress(Model):
        slug = CharField(40, unique=True)
        group = ForeignKeyField(TalkGroup, backref="+", on_delete="CASCADE")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "group_address"

    class Membership(Model):
        group = ForeignKeyField(TalkGroup, backref="+", on_delete="CASCADE", index=False)
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        role = CharField(10)
        answers = JSONField()
        note = CharField(300)
        by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        until = DateTimeField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "membership"
            indexes = (
                (("group", "member"), True),
                (("member", "role", "group"), False),
                (("group", "role", "id"), False),
            )
            constraints = [
                Check("role IN ('applicant','member','moderator','owner','banned')"),
                Check("until IS NULL OR role = 'banned'"),
            ]

    class GroupInvite(Model):
        group = ForeignKeyField(TalkGroup, backref="+", on_delete="CASCADE", index=False)
        by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        token_hash = CharField(64, unique=True)
        most = IntegerField()
        uses = IntegerField()
        expires_at = DateTimeField(null=True)
        revoked_at = DateTimeField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "group_invite"
            indexes = ((("group", "id"), False),)
            constraints = [Check("uses >= 0 AND (most = 0 OR uses <= most)")]

    class GroupProduct(Model):
        group = ForeignKeyField(TalkGroup, backref="+", on_delete="CASCADE", index=False)
        product = ForeignKeyField(products, backref="+", on_delete="CASCADE", index=False)
        by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        note = CharField(300)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "group_product"
            indexes = ((("group", "product"), True), (("group", "id"), False), (("product", "group"), False))

    return [TalkGroup, GroupTag, GroupAddress, Membership, GroupInvite, GroupProduct]


def _thread_tables(db: Any, groups: Any, known: tuple[Any, ...]) -> list[Any]:
    people, files, products, tags = known

    class Thread(Model):
        group = ForeignKeyField(groups, backref="+", on_delete="CASCADE", index=False)
        author = ForeignKeyField(people, backref="+", on_delete="RESTRICT", index=False)
        kind = CharField(10)
        state = CharField(10)
        slug = CharField(80)
        lang = CharField(12)
        title = CharField(120)
        excerpt = CharField(300)
        flair = CharField(30)
        accepted = IntegerField(null=True)
        accepted_at = DateTimeField(null=True)
        merged_into = ForeignKeyField("self", null=True, backref="+", on_delete="SET NULL")
        pinned_at = DateTimeField(null=True)
        pinned_by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        locked_at = DateTimeField(null=True)
        locked_by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        state_reason = CharField(200)
        replies = IntegerField()
        last_number = IntegerField()
        likes = IntegerField()
        saves = IntegerField()
        hotness = BigIntegerField()
        last_by = ForeignKeyField(people, null=True, backref="+", on_delete="SET NULL")
        demo = BooleanField()
        created_at = DateTimeField()
        active_at = DateTimeField()
        edited_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "thread"
            indexes = (
                (("group", "state", "active_at", "id"), False),
                (("group", "state", "created_at", "id"), False),
                (("group", "state", "hotness", "id"), False),
                (("group", "pinned_at"), False),
                (("author", "state", "created_at", "id"), False),
                (("state", "active_at", "id"), False),
            )
            constraints = [
                Check("kind IN ('discussion','question','deal','trip')"),
                Check("state IN ('published','hidden','removed','merged')"),
                Check("(state = 'merged') = (merged_into_id IS NOT NULL)"),
                Check("(accepted IS NULL) = (accepted_at IS NULL)"),
            ]

    class Reply(Model):
        thread = ForeignKeyField(Thread, backref="+", on_delete="CASCADE", index=False)
        number = IntegerField()
        author = ForeignKeyField(people, backref="+", on_delete="RESTRICT", index=False)
        answers = IntegerField(null=True)
        state = CharField(10)
        state_reason = CharField(200)
        lang = CharField(12)
        body = TextField()
        body_html = TextField()
        version = IntegerField()
        likes = IntegerField()
        created_at = DateTimeField()
        edited_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "reply"
            indexes = (
                (("thread", "number"), True),
                (("author", "created_at"), False),
                (("thread", "likes", "number"), False),
            )
            constraints = [
                Check("state IN ('published','hidden','removed')"),
                Check("answers IS NULL OR answers < number"),
            ]

    class ReplyRevision(Model):
        reply = ForeignKeyField(Reply, backref="+", on_delete="RESTRICT", index=False)
        version = IntegerField()
        by = ForeignKeyField(people, null=True, backref="+", on_delete="RESTRICT")
        at = DateTimeField()
        data = JSONField()

        class Meta:
            database = db
            table_name = "reply_revision"
            indexes = ((("reply", "version"), True),)

    class ReplyPicture(Model):
        reply = ForeignKeyField(Reply, backref="+", on_delete="CASCADE", index=False)
        position = SmallIntegerField()
        file = ForeignKeyField(files, null=True, backref="+", on_delete="SET NULL")
        alt = CharField(500)

        class Meta:
            database = db
            table_name = "reply_picture"
            indexes = ((("reply", "position"), True),)

    class ReplyProduct(Model):
        reply = ForeignKeyField(Reply, backref="+", on_delete="CASCADE", index=False)
        product = ForeignKeyField(products, backref="+", on_delete="CASCADE", index=False)
        position = SmallIntegerField()
        currency = CharField(3)
        price = BigIntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "reply_product"
            indexes = ((("reply", "product"), True), (("product", "reply"), False))
            constraints = [Check("price >= 0")]

    class ThreadTag(Model):
        thread = ForeignKeyField(Thread, backref="+", on_delete="CASCADE", index=False)
        tag = ForeignKeyField(tags, backref="+", on_delete="CASCADE", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "thread_tag"
            indexes = ((("thread", "tag"), True), (("tag", "at", "thread"), False))

    class ReplyMention(Model):
        reply = ForeignKeyField(Reply, backref="+", on_delete="CASCADE", index=False)
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "reply_mention"
            indexes = ((("reply", "member"), True), (("member", "at"), False))

    class ReplyLike(Model):
        reply = ForeignKeyField(Reply, backref="+", on_delete="CASCADE", index=False)
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "reply_like"
            indexes = ((("member", "reply"), True), (("reply", "at"), False))

    class Poll(Model):
        thread = ForeignKeyField(Thread, backref="+", on_delete="CASCADE", unique=True)
        multiple = BooleanField()
        hidden = BooleanField()
        closes_at = DateTimeField(null=True)
        voters = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "poll"

    class PollOption(Model):
        poll = ForeignKeyField(Poll, backref="+", on_delete="CASCADE", index=False)
        position = SmallIntegerField()
        words = CharField(100)
        votes = IntegerField()

        class Meta:
            database = db
            table_name = "poll_option"
            indexes = ((("poll", "position"), True),)

    class PollVote(Model):
        poll = ForeignKeyField(Poll, backref="+", on_delete="CASCADE", index=False)
        option = ForeignKeyField(PollOption, backref="+", on_delete="CASCADE", index=False)
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "poll_vote"
            indexes = ((("poll", "member", "option"), True), (("option", "member"), False), (("member", "poll"), False))

    class ThreadReader(Model):
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        thread = ForeignKeyField(Thread, backref="+", on_delete="CASCADE", index=False)
        seen = IntegerField()
        watching = CharField(10)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "thread_reader"
            indexes = ((("member", "thread"), True), (("thread", "watching", "member"), False))
            constraints = [Check("watching IN ('none','watch','mute')")]

    class ThreadDraft(Model):
        member = ForeignKeyField(people, backref="+", on_delete="CASCADE", index=False)
        group = ForeignKeyField(groups, backref="+", on_delete="CASCADE")
        thread = ForeignKeyField(Thread, null=True, backref="+", on_delete="CASCADE")
        seq = IntegerField()
        form = JSONField()
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "thread_draft"
            indexes = ((("member", "group", "thread"), True), (("member", "updated_at"), False))

    return [
        Thread,
        Reply,
        ReplyRevision,
        ReplyPicture,
        ReplyProduct,
        ThreadTag,
        ReplyMention,
        ReplyLike,
        Poll,
        PollOption,
        PollVote,
        ThreadReader,
        ThreadDraft,
    ]


def _tables(db: Any) -> list[Any]:
    known = tuple(_known(db, name) for name in ("member", "file", "product", "tag"))
    groups = _group_tables(db, *known)
    return [*groups, *_thread_tables(db, groups[0], known)]


def _allow(db: Any, kinds: tuple[str, ...]) -> None:
    """What may be kept in boards. SQLite changes no constraint of a table: it is made anew."""
    told = ", ".join(f"'{kind}'" for kind in kinds)
    db.execute_sql(f'DELETE FROM "save" WHERE kind NOT IN ({told})')
    if is_postgres():
        db.execute_sql('ALTER TABLE "save" DROP CONSTRAINT save_kind_check')
        db.execute_sql(f'ALTER TABLE "save" ADD CONSTRAINT save_kind_check CHECK (kind IN ({told}))')
        return
    (old,) = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'save'").fetchone()
    indexes = db.execute_sql("SELECT sql FROM sqlite_master WHERE tbl_name = 'save' AND sql LIKE 'CREATE%INDEX%'")
    made = indexes.fetchall()
    new = re.sub(r"kind IN \([^)]*\)", f"kind IN ({told})", old).replace('"save"', '"save_anew"', 1)
    db.execute_sql(new)
    db.execute_sql('INSERT INTO "save_anew" SELECT * FROM "save"')
    db.execute_sql('DROP TABLE "save"')
    db.execute_sql('ALTER TABLE "save_anew" RENAME TO "save"')
    for (sql,) in made:
        db.execute_sql(sql)


def up(migrator: Any, db: Any) -> None:
    _allow(db, (*_KEPT, "thread"))
    db.create_tables(_tables(db))
    for table in APPEND_ONLY:
        make_append_only(db, table)


def down(migrator: Any, db: Any) -> None:
    for table in APPEND_ONLY:
        drop_append_only(db, table)
    db.drop_tables(list(reversed(_tables(db))))
    _allow(db, _KEPT)
