"""What members do not want to be written about."""

from peewee import CharField, ForeignKeyField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now


class MailRefusal(BaseModel):
    """A member wants no more mail of this kind. Mail about the account itself cannot be refused."""

    member = ForeignKeyField(Member, backref="mail_refusals", on_delete="CASCADE")
    kind = CharField(30)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "kind"), True),)
