"""What boards hold of a member: their names, and what is kept in them."""

from collections.abc import Iterator

from miquan.boards.models import Board, Save
from miquan.circle.models import Post
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy


def _boards(member_id: int) -> Iterator[Row]:
    return rows_of(Board, Board.owner == member_id, ("owner",))


def _saves(member_id: int) -> Iterator[Row]:
    return rows_of(Save, Save.member == member_id, ("member",))


def _erase_saves(member_id: int, _keep_words: bool) -> None:
    with transaction():
        mine = Save.member == member_id
        posts = [row[0] for row in Save.select(Save.item).where(mine, Save.kind == "post").tuples()]
        Save.delete().where(mine).execute()
        for start in range(0, len(posts), 500):
            Post.update(saves=Post.saves - 1).where(Post.id.in_(posts[start : start + 500])).execute()


def _erase_boards(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Board.delete().where(Board.owner == member_id).execute()


SECTIONS = (
    Section("saves", lazy("你收藏的東西"), (Save,), _saves, _erase_saves),
    Section("boards", lazy("你的收藏夾"), (Board,), _boards, _erase_boards),
)
