"""Files that members bring. The row is the file's identity; its bytes lie under public or private media."""

from peewee import BigIntegerField, BooleanField, CharField, Check, FloatField, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now


class File(BaseModel):
    """One stored file. `name` is random; pictures have public WebP renditions `<name>-<width>.webp`.

    `state`: waiting until the worker has looked at it, then ready or refused with a `problem`. `receipt` is the
    uploader's own key, so that an upload sent twice is one file. `phash` is 64 bits in hex.
    """

    owner = ForeignKeyField(Member, null=True, backref="files", on_delete="SET NULL")
    name = CharField(40, unique=True)
    kind = CharField(10, default="image")
    purpose = CharField(20, default="product")
    visibility = CharField(10, default="public")
    mime = CharField(60)
    bytes = BigIntegerField()
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    sha256 = CharField(64)
    original = CharField(255, default="")
    created_at = UtcField(default=now)
    keep_until = UtcField(null=True)
    state = CharField(10, default="ready")
    problem = CharField(20, default="")
    phash = CharField(16, default="")
    receipt = CharField(64, null=True)
    sealed = BooleanField(default=False)

    class Meta:
        indexes = (
            (("owner", "created_at"), False),
            (("sha256",), False),
            (("owner", "receipt"), True),
            (("state", "created_at"), False),
        )
        constraints = [
            Check("kind IN ('image','video','document')"),
            Check("visibility IN ('public','private')"),
        ]


class FileFact(BaseModel):
    """What a file says of where, when and by what it was made. Private; `implausible` lists why not to believe it."""

    file = ForeignKeyField(File, unique=True, backref="facts", on_delete="CASCADE")
    taken_at = UtcField(null=True)
    latitude = FloatField(null=True)
    longitude = FloatField(null=True)
    make = CharField(80, default="")
    model = CharField(80, default="")
    software = CharField(80, default="")
    implausible = JsonField(default=list)
    told = JsonField(default=dict)


class FileKey(BaseModel):
    """The data key of a sealed file, wrapped by a master key that lies outside the database."""

    file = ForeignKeyField(File, unique=True, backref="keys", on_delete="CASCADE")
    master = CharField(32, index=True)
    wrapped = CharField(255)


class FileAccess(BaseModel):
    """Who looked at whose private file, append-only and longer-lived than the file; the owner can read it."""

    file_name = CharField(40)
    owner = ForeignKeyField(Member, null=True, backref="file_accesses", on_delete="SET NULL")
    actor = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    reason = CharField(200, default="")
    at = UtcField(default=now)
    address = CharField(45, default="")

    class Meta:
        indexes = ((("owner", "at"), False),)


class MediaUsage(BaseModel):
    """What a member's files take up; changed only by conditional updates, so that a quota is exact."""

    member = ForeignKeyField(Member, primary_key=True, backref="+", on_delete="CASCADE")
    bytes = BigIntegerField(default=0)
    files = IntegerField(default=0)


class Upload(BaseModel):
    """A file on its way in, in parts. `received` bytes of `size` are stored; `file` is what it became."""

    token = CharField(64, unique=True)
    owner = ForeignKeyField(Member, backref="uploads", on_delete="CASCADE")
    purpose = CharField(20)
    filename = CharField(200, default="")
    size = BigIntegerField()
    received = BigIntegerField(default=0)
    parts = JsonField(default=list)
    file = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    created_at = UtcField(default=now)
    expires_at = UtcField(index=True)
