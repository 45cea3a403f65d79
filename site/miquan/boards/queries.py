"""What is read of boards: a member's own, and those that others may see."""

from dataclasses import dataclass
from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.circle.queries.cards import PostCard, post_cards
from miquan.circle.queries.visible import unblocked
from miquan.products.queries import ProductCard, product_cards
from miquan.threads.queries.lists import ThreadRow, rows_by_id

PAGE = 24


@dataclass(frozen=True)
class Kept:
    """Some of what is kept, newest first; `next` is the key of the next page, 0 when there is none."""

    posts: dict[int, PostCard]
    products: dict[int, ProductCard]
    threads: dict[int, ThreadRow]
    order: list[tuple[str, int]]
    next: int = 0


def own_boards(member_id: int) -> list[Board]:
    return list(Board.select().where(Board.owner == member_id).order_by(Board.updated_at.desc(), Board.id.desc()))


def own_board(member_id: int, board_id: int) -> Board | None:
    found: Board | None = Board.get_or_none(Board.id == board_id, Board.owner == member_id)
    return found


def public_board(handle: str, board_id: int, viewer_id: int | None) -> Board | None:
    """A board that its owner shows to others; the owner sees their own."""
    query = Board.select(Board, Member).join(Member).where(Board.id == board_id, Member.handle == handle, Member.active)
    seen: Any = (Board.visibility == "public") | (Board.owner == (viewer_id or 0))
    found: Board | None = query.where(seen, unblocked(viewer_id, Board.owner)).first()
    return found


def unsorted_count(member_id: int) -> int:
    rows = Save.select(fn.COUNT(Save.id)).where(Save.member == member_id, Save.board.is_null())
    return int(rows.scalar())


def kept(where: Any, before: int = 0, *, listed: bool = False) -> Kept:
    """Saves that fulfil the condition, with their cards: what the reader may not see is left out.

    `listed`: and what stands in no list that others see.
    """
    rows = Save.select(Save.id, Save.kind, Save.item).where(where, *([Save.id < before] if before else []))
    found = list(rows.order_by(Save.id.desc()).limit(PAGE + 1).tuples())
    page = found[:PAGE]
    of = {wanted: [item for _id, kind, item in page if kind == wanted] for wanted in ("post", "product", "thread")}
    posts = {card.id: card for card in post_cards(of["post"] or [0]) if not listed or card.visibility != "unlisted"}
    products = {card.id: card for card in product_cards(of["product"] or [0])}
    threads = rows_by_id(of["thread"], listed=listed)
    there: dict[str, Any] = {"post": posts, "product": products, "thread": threads}
    order = [(kind, item) for _id, kind, item in page if item in there[kind]]
    return Kept(posts, products, threads, order, page[-1][0] if len(found) > PAGE else 0)


def in_board(board: Board, before: int = 0, *, listed: bool = False) -> Kept:
    return kept(Save.board == board.id, before, listed=listed)


def in_none(member_id: int, before: int = 0) -> Kept:
    return kept((Save.member == member_id) & Save.board.is_null(), before)


def saved_in(member_id: int, kind: str, item: int) -> Save | None:
    found: Save | None = Save.get_or_none(Save.member == member_id, Save.kind == kind, Save.item == item)
    return found
