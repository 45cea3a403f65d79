"""Keeping things in boards. A save is a row, one a member and thing; counters move only when a row came, went or moved."""

from collections.abc import Sequence

from peewee import fn

from miquan import text
from miquan.boards.models import NAME_LIMIT, Board, Save
from miquan.boards.registry import KINDS
from miquan.db import held, now, transaction
from miquan.i18n import lazy
from miquan.outbox import Event, record

MOST_BOARDS = 200


class NotHere(LookupError):
    """No such thing, or no such board of theirs."""


class NotReady(ValueError):
    """The board cannot be as it was asked for; `message` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


def save(kind: str, item: int, *, by: int, board_id: int | None = None) -> bool:
    """Keep a thing, in a board or in none; kept already, it moves there. Whether it is new. Raises NotHere."""
    with transaction():
        if kind not in KINDS or not KINDS[kind].is_seen(item, by):
            raise NotHere
        if board_id is not None and not _mine(board_id, by):
            raise NotHere
        added = (
            Save.insert(member=by, kind=kind, item=item, board=board_id).on_conflict_ignore().as_rowcount().execute()
        )
        if not added:
            _move(kind, item, by, board_id)
            return False
        _step(board_id, 1)
        KINDS[kind].count(item, saves=1)
        record(Event.THING_SAVED, subject=(kind, item), by=by)
    return True


def _move(kind: str, item: int, by: int, board_id: int | None) -> None:
    row = held(Save.select().where(Save.member == by, Save.kind == kind, Save.item == item)).first()
    if row is None or row.board_id == board_id:
        return
    Save.update(board=board_id).where(Save.id == row.id).execute()
    # By id, so that two that move crosswise cannot wait for each other.
    for board, step in sorted((b, s) for b, s in ((row.board_id, -1), (board_id, 1)) if b is not None):
        _step(board, step)


def unsave(kind: str, item: int, *, by: int) -> bool:
    """Whether it was kept; also of what they no longer see."""
    with transaction():
        row = held(Save.select().where(Save.member == by, Save.kind == kind, Save.item == item)).first()
        if row is None or not Save.delete().where(Save.id == row.id).execute():
            return False
        _step(row.board_id, -1)
        if kind in KINDS:
            KINDS[kind].count(item, saves=-1)
        record(Event.THING_UNSAVED, subject=(kind, item), by=by)
    return True


def _step(board_id: int | None, step: int) -> None:
    if board_id is not None:
        Board.update(items=Board.items + step, updated_at=now()).where(Board.id == board_id).execute()


def _mine(board_id: int, member_id: int) -> Board | None:
    found: Board | None = held(Board.select().where(Board.id == board_id, Board.owner == member_id)).first()
    return found


def make_board(name: str, *, by: int, visibility: str = "private") -> Board:
    """The board of this name, a new one where there is none. Raises NotReady."""
    name = _judged(name, visibility)
    with transaction():
        found: Board | None = Board.get_or_none(Board.owner == by, Board.name == name)
        if found is None and Board.select().where(Board.owner == by).count() >= MOST_BOARDS:
            raise NotReady(lazy("收藏夾太多了"))
        Board.insert(owner=by, name=name, slug=text.slugify(name), visibility=visibility).on_conflict_ignore().execute()
        board: Board = Board.get(Board.owner == by, Board.name == name)
    return board


def change_board(board_id: int, name: str, visibility: str, *, by: int) -> Board:
    """Another name, or seen by others. Raises NotHere, NotReady."""
    name = _judged(name, visibility)
    with transaction():
        board = _mine(board_id, by)
        if board is None:
            raise NotHere
        if Board.select().where(Board.owner == by, Board.name == name, Board.id != board_id).exists():
            raise NotReady(lazy("你有一個同名的收藏夾了"))
        board.name, board.slug, board.visibility, board.updated_at = name, text.slugify(name), visibility, now()
        board.save()
    return board


def remove_board(board_id: int, *, by: int) -> None:
    """The board goes; what was in it stays kept, in none. Raises NotHere."""
    with transaction():
        board = _mine(board_id, by)
        if board is None:
            raise NotHere
        Save.update(board=None).where(Save.board == board_id).execute()
        Board.delete().where(Board.id == board_id).execute()


def _judged(name: str, visibility: str) -> str:
    name = text.clean_line(name, NAME_LIMIT + 1)
    if not name:
        raise NotReady(lazy("給它一個名字"))
    if len(name) > NAME_LIMIT:
        raise NotReady(lazy("名字最多60個字"))
    if visibility not in ("private", "public"):
        raise NotReady(lazy("選一種誰看得到"))
    return name


def forget_things(kind: str, items: Sequence[int]) -> None:
    """Things of this kind are gone for good: nobody keeps them any more."""
    with transaction():
        kept = (Save.kind == kind) & Save.item.in_(list(items))
        inside = Save.select(Save.board, fn.COUNT(Save.id)).where(kept, Save.board.is_null(False))
        boards = sorted(inside.group_by(Save.board).tuples())
        Save.delete().where(kept).execute()
        for board, many in boards:
            Board.update(items=Board.items - many).where(Board.id == board).execute()
