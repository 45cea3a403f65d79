"""Being a member: second factors, standing, leaving; and files: facts, keys, accesses, uploads."""

from typing import Any

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)

from miquan.triggers import drop_append_only, make_append_only

APPEND_ONLY = ("security_event", "file_access", "audit_entry")

# Raw, because adding a column that may not be empty would copy the whole table on SQLite otherwise.
_FILLED = (
    ("member", "messages_from", "VARCHAR(10) NOT NULL DEFAULT 'everyone'"),
    ("member", "follows_seen_by", "VARCHAR(10) NOT NULL DEFAULT 'everyone'"),
    ("member", "place_shown", "VARCHAR(10) NOT NULL DEFAULT 'city'"),
    ("member_session", "zone", "VARCHAR(50) NOT NULL DEFAULT ''"),
    ("member_session", "via", "VARCHAR(20) NOT NULL DEFAULT ''"),
    ("file", "state", "VARCHAR(10) NOT NULL DEFAULT 'ready'"),
    ("file", "problem", "VARCHAR(20) NOT NULL DEFAULT ''"),
    ("file", "phash", "VARCHAR(16) NOT NULL DEFAULT ''"),
)
_EMPTY = (
    ("member", "leaving_at", lambda: DateTimeField(null=True)),
    ("member", "suspended_at", lambda: DateTimeField(null=True)),
    ("member", "tf_primary_method", lambda: CharField(20, null=True)),
    ("member", "tf_totp_secret", lambda: CharField(255, null=True)),
    ("member", "tf_last_counter", lambda: IntegerField(null=True)),
    ("member", "mf_recovery_codes", lambda: JSONField(null=True)),
    ("member", "fs_webauthn_user_handle", lambda: CharField(64, null=True)),
    ("file", "receipt", lambda: CharField(64, null=True)),
)
_INDEXES = (
    ("member", ("fs_webauthn_user_handle",), True),
    ("file", ("owner_id", "receipt"), True),
    ("file", ("state", "created_at"), False),
)


def _known(db: Any) -> tuple[Any, Any]:
    """Tables of earlier migrations that the new ones point at."""

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class File(Model):
        class Meta:
            database = db
            table_name = "file"

    return Member, File


def _account_tables(db: Any, members: Any) -> list[Any]:
    class Passkey(Model):
        user = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        credential_id = BlobField(unique=True)
        public_key = BlobField()
        sign_count = IntegerField()
        transports = JSONField(null=True)
        backup_state = BooleanField()
        device_type = CharField(64)
        extensions = CharField(255, null=True)
        name = CharField(64)
        usage = CharField(64)
        created_at = DateTimeField()
        lastuse_datetime = DateTimeField()

        class Meta:
            database = db
            table_name = "passkey"

    class SecurityEvent(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        kind = CharField(40)
        at = DateTimeField()
        address = CharField(45)
        agent = CharField(300)
        data = JSONField()

        class Meta:
            database = db
            table_name = "security_event"
            indexes = ((("member", "at"), False),)

    class MailRefusal(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        kind = CharField(30)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "mail_refusal"
            indexes = ((("member", "kind"), True),)

    return [Passkey, SecurityEvent, MailRefusal]


def _standing_tables(db: Any, members: Any) -> list[Any]:
    class Suspension(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        by = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        reason = CharField(1_000)
        at = DateTimeField()
        lifted_at = DateTimeField(null=True)
        lifted_by = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        lifted_reason = CharField(1_000)

        class Meta:
            database = db
            table_name = "suspension"

    class AuditEntry(Model):
        actor = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        action = CharField(40)
        subject_kind = CharField(20)
        subject_id = IntegerField()
        reason = CharField(1_000)
        data = JSONField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "audit_entry"
            indexes = ((("subject_kind", "subject_id", "at"), False),)

    return [Suspension, AuditEntry]


def _file_tables(db: Any, members: Any, files: Any) -> list[Any]:
    class FileFact(Model):
        file = ForeignKeyField(files, unique=True, on_delete="CASCADE", backref="+")
        taken_at = DateTimeField(null=True)
        latitude = FloatField(null=True)
        longitude = FloatField(null=True)
        make = CharField(80)
        model = CharField(80)
        software = CharField(80)
        implausible = JSONField()
        told = JSONField()

        class Meta:
            database = db
            table_name = "file_fact"

    class FileKey(Model):
        file = ForeignKeyField(files, unique=True, on_delete="CASCADE", backref="+")
        master = CharField(32, index=True)
        wrapped = CharField(255)

        class Meta:
            database = db
            table_name = "file_key"

    class FileAccess(Model):
        file_name = CharField(40)
        owner = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        actor = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")
        reason = CharField(200)
        at = DateTimeField()
        address = CharField(45)

        class Meta:
            database = db
            table_name = "file_access"
            indexes = ((("owner", "at"), False),)

    class MediaUsage(Model):
        member = ForeignKeyField(members, primary_key=True, on_delete="CASCADE", backref="+")
        bytes = BigIntegerField()
        files = IntegerField()

        class Meta:
            database = db
            table_name = "media_usage"

    class Upload(Model):
        token = CharField(64, unique=True)
        owner = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        purpose = CharField(20)
        filename = CharField(200)
        size = BigIntegerField()
        received = BigIntegerField()
        parts = JSONField()
        file = ForeignKeyField(files, null=True, on_delete="SET NULL", backref="+")
        created_at = DateTimeField()
        expires_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "upload"

    return [FileFact, FileKey, FileAccess, MediaUsage, Upload]


def _leaving_tables(db: Any, members: Any, files: Any) -> list[Any]:
    class Departure(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        asked_at = DateTimeField()
        due_at = DateTimeField()
        keep_words = BooleanField()
        returned_at = DateTimeField(null=True)
        erased_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "departure"

    class MemberExport(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+")
        state = CharField(10)
        done = IntegerField()
        total = IntegerField()
        file = ForeignKeyField(files, null=True, on_delete="SET NULL", backref="+")
        asked_at = DateTimeField()
        ready_at = DateTimeField(null=True)
        expires_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "member_export"
            indexes = ((("member", "asked_at"), False),)

    return [Departure, MemberExport]


def _tables(db: Any) -> list[Any]:
    members, files = _known(db)
    return [
        *_account_tables(db, members),
        *_standing_tables(db, members),
        *_file_tables(db, members, files),
        *_leaving_tables(db, members, files),
    ]


def up(migrator: Any, db: Any) -> None:
    for table, column, kind in _FILLED:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind}')
    for table, column, field in _EMPTY:
        migrator.migrate(migrator.add_column(table, column, field()))
    false = "false" if "postgres" in type(db).__name__.lower() else "0"
    kind = "BOOLEAN" if false == "false" else "INTEGER"
    db.execute_sql(f'ALTER TABLE "file" ADD COLUMN sealed {kind} NOT NULL DEFAULT {false}')
    for table, columns, unique in _INDEXES:
        migrator.migrate(migrator.add_index(table, columns, unique))
    db.create_tables(_tables(db))
    # What is stored already counts towards its owner's quota.
    db.execute_sql(
        "INSERT INTO media_usage (member_id, bytes, files)"
        ' SELECT owner_id, SUM(bytes), COUNT(*) FROM "file" WHERE owner_id IS NOT NULL GROUP BY owner_id'
    )
    # Who was there before is not asked to show that their address is theirs.
    db.execute_sql('UPDATE "member" SET confirmed_at = created_at WHERE confirmed_at IS NULL')
    for table in APPEND_ONLY:
        make_append_only(db, table)


def down(migrator: Any, db: Any) -> None:
    for table in APPEND_ONLY:
        drop_append_only(db, table)
    db.drop_tables(list(reversed(_tables(db))))
    for table, columns, _unique in _INDEXES:
        migrator.migrate(migrator.drop_index(table, f"{table}_{'_'.join(columns)}"))
    for table, column in [
        *((t, c) for t, c, _field in _EMPTY),
        *((t, c) for t, c, _kind in _FILLED),
        ("file", "sealed"),
    ]:
        migrator.migrate(migrator.drop_column(table, column))
