"""What people looked for and nobody had."""

from peewee import CharField, IntegerField

from miquan.db import BaseModel, UtcField, now

QUERY_LIMIT = 200


class SearchMiss(BaseModel):
    """A query that found nothing. `key` is folded, so that one wish is one row; nobody's name stands beside it."""

    key = CharField(QUERY_LIMIT, unique=True)
    query = CharField(QUERY_LIMIT)
    lang = CharField(12)
    count = IntegerField(default=1)
    first_at = UtcField(default=now)
    last_at = UtcField(default=now, index=True)
