"""Boards and what is kept in them: posts, products and threads."""

from peewee import CharField, Check, ForeignKeyField, IntegerField

from miquan.accounts.models import Member
from miquan.db import BaseModel, UtcField, now

NAME_LIMIT = 60


class Board(BaseModel):
    """A named place for what a member keeps. `items` counts what is in it."""

    owner = ForeignKeyField(Member, backref="boards", on_delete="CASCADE", index=False)
    name = CharField(NAME_LIMIT)
    slug = CharField(80, default="board")
    visibility = CharField(10, default="private")
    items = IntegerField(default=0)
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("owner", "name"), True),)
        constraints = [Check("visibility IN ('private','public')")]


class Save(BaseModel):
    """A thing that a member keeps, in one board or in none. `item` is the id of a thing of this kind."""

    member = ForeignKeyField(Member, backref="saves", on_delete="CASCADE", index=False)
    board = ForeignKeyField(Board, null=True, backref="saves", on_delete="SET NULL", index=False)
    kind = CharField(10)
    item = IntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = (
            (("member", "kind", "item"), True),
            (("member", "id"), False),
            (("board", "id"), False),
            (("kind", "item", "member"), False),
        )
        constraints = [Check("kind IN ('post','product','thread')")]
