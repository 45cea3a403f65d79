"""What boards hold of a member: their names, and what is kept in them."""

from collections.abc import Iterator
from typing import Any

from peewee import chunked

from miquan.boards.models import Board, Save
from miquan.circle.models import Post
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.threads.models import Thread

# What counts by how many it was kept.
_COUNTED: dict[str, Any] = {"post": Post, "thread": Thread}


def _boards(member_id: int) -> Iterator[Row]:
    return rows_of(Board, Board.owner == member_id, ("owner",))


def _saves(member_id: int) -> Iterator[Row]:
    return rows_of(Save, Save.member == member_id, ("member",))


def _erase_saves(member_id: int, _keep_words: bool) -> None:
    with transaction():
        mine = Save.member == member_id
        kept = list(Save.select(Save.kind, Save.item).where(mine).tuples())
        Save.delete().where(mine).execute()
        for kind, model in _COUNTED.items():
            for some in chunked(sorted(item for of, item in kept if of == kind), 500):
                model.update(saves=model.saves - 1).where(model.id.in_(some)).execute()


def _erase_boards(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Board.delete().where(Board.owner == member_id).execute()


SECTIONS = (
    Section("saves", lazy("你收藏的東西"), (Save,), _saves, _erase_saves),
    Section("boards", lazy("你的收藏夾"), (Board,), _boards, _erase_boards),
)
