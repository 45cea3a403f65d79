"""Whom a block parts from whom: neither of the two sees the other, so every page asks for the reader's own set."""

from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.circle.queries.visible import unblocked
from miquan.db import is_postgres
from miquan.follows.models import Block
from miquan.viewer import viewer

_KNOWN = "_parted"


def told() -> tuple[Any, Any]:
    """For a query of a member: the ids of whom they have blocked, and of who has blocked them, joined by commas."""
    mine, theirs = _joined(Block.blocked), _joined(Block.member)
    return (
        Block.select(mine).where(Block.member == Member.id).alias("has_blocked"),
        Block.select(theirs).where(Block.blocked == Member.id).alias("blocked_by_some"),
    )


def _joined(column: Any) -> Any:
    return fn.STRING_AGG(column.cast("text"), ",") if is_postgres() else fn.GROUP_CONCAT(column)


def know(member: Member, *lists: str | None) -> None:
    """Take the set from a query that has read it already."""
    member.__dict__[_KNOWN] = frozenset(int(i) for told in lists if told for i in str(told).split(","))


def parted_from(member: Any) -> frozenset[int]:
    """Ids of the members whom they do not see and who do not see them; read once a row object."""
    held = vars(member)
    if _KNOWN not in held:
        mine = Block.select(Block.blocked).where(Block.member == member.id)
        theirs = Block.select(Block.member).where(Block.blocked == member.id)
        held[_KNOWN] = frozenset(id_ for (id_,) in (mine | theirs).tuples())
    found: frozenset[int] = held[_KNOWN]
    return found


def apart(column: Any) -> tuple[Any, ...]:
    """Conditions of a query for the reader: none for most, who have no block; `column` holds a member's id."""
    return (unblocked(viewer().id, column),) if viewer().parted else ()
