"""What members put on a group's shelf, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.groups.models import GroupProduct
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.prepared import Prepared
from miquan.products.queries import ProductCard, product_cards
from miquan.viewer import viewer

PAGE, BESIDE = 24, 3
_END = 2**31 - 1
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class Shelved:
    """A good, who put it there, and their word on it. `person` is None for somebody whom the reader does not see."""

    card: ProductCard
    person: Person | None
    note: str
    at: datetime


def shelf_of(group_id: int, before: int = 0, size: int = PAGE) -> tuple[list[Shelved], int]:
    """The newest first, and the key that leads on: two queries. What is no longer for sale is left out."""
    found = _ROWS[size].rows(group_id, before or _END)
    rows = found[:size]
    cards = {card.id: card for card in product_cards([row[1] for row in rows] or [0])}
    shown = [_shelved(row, cards[row[1]]) for row in rows if row[1] in cards]
    return shown, rows[-1][0] if len(found) > size else 0


def _rows(size: int) -> Prepared:
    shelved = GroupProduct.select(
        GroupProduct.id, GroupProduct.product, GroupProduct.note, GroupProduct.at, *columns(_Avatar)
    )
    joined = shelved.join(Member, JOIN.LEFT_OUTER, on=(Member.id == GroupProduct.by)).join(
        _Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready"))
    )
    return Prepared(
        lambda group_id, before: (
            joined.where(GroupProduct.group == group_id, GroupProduct.id < before)
            .order_by(GroupProduct.id.desc())
            .limit(size + 1)
            .tuples()
        )
    )


_ROWS = {size: _rows(size) for size in (PAGE, BESIDE)}


def _shelved(row: tuple[Any, ...], card: ProductCard) -> Shelved:
    _id, _product, note, at, *who = row
    shows = who[0] is not None and who[0] not in viewer().parted
    return Shelved(card, person(*who) if shows else None, note if shows else "", at)
