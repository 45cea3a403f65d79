"""Files that members bring. The row is the file's identity; its bytes lie under public or private media."""

from peewee import BigIntegerField, CharField, Check, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now


class File(BaseModel):
    """One stored file. `name` is random; pictures have public WebP renditions `<name>-<width>.webp`."""

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

    class Meta:
        indexes = ((("owner", "created_at"), False), (("sha256",), False))
        constraints = [
            Check("kind IN ('image','video','document')"),
            Check("visibility IN ('public','private')"),
        ]
