"""What operators tell everybody, above every page."""

from peewee import CharField, Check, IntegerField

from miquan.db import BaseModel, JsonField, UtcField, now

WORDS_LIMIT = 300
AUDIENCES = ("all", "members", "buyers")


class Announcement(BaseModel):
    """`words` by language. Shown from `since` until `until`, and no longer once `ended_at` is set. `by` is a member's id."""

    words = JsonField()
    audience = CharField(10, default="all")
    since = UtcField()
    until = UtcField()
    ended_at = UtcField(null=True)
    by = IntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("until",), False),)
        constraints = [Check("audience IN ('all','members','buyers')"), Check("until > since")]
