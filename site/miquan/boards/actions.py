"""Keeping things in boards."""

from collections.abc import Sequence

from peewee import fn

from miquan.boards.models import Board, Save
from miquan.db import transaction


def forget_things(kind: str, items: Sequence[int]) -> None:
    """Things of this kind are gone for good: nobody keeps them any more."""
    with transaction():
        kept = (Save.kind == kind) & Save.item.in_(list(items))
        boards = list(
            Save.select(Save.board, fn.COUNT(Save.id))
            .where(kept, Save.board.is_null(False))
            .group_by(Save.board)
            .tuples()
        )
        Save.delete().where(kept).execute()
        for board, count in sorted(boards):
            Board.update(items=Board.items - count).where(Board.id == board).execute()
