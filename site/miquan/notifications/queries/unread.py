"""How many unread notices a member has, for the bar: read together with their session, so that no page asks for it."""

from typing import Any

from peewee import SQL, fn

from miquan.accounts.models import Member
from miquan.notifications.models import Notice
from miquan.notifications.queries.visible import all_of, visible
from miquan.notifications.rules import LOOKED_AT

_KNOWN = "_unread_notices"
_Told = Notice.alias("told")


def told() -> Any:
    """For a query of a member: how many of the newest, which is more than the bar says."""
    return _counted(Member.id).alias("unread_notices")


def _counted(member: Any) -> Any:
    newest = Notice.select(Notice.id).where(Notice.member == member, Notice.closed == 0)
    newest = newest.order_by(Notice.at.desc()).limit(LOOKED_AT)
    # As few queries in each other as can be: it stands in another, and SQLite's parser is soon too deep.
    return _Told.select(fn.COUNT(SQL("1"))).where(all_of(_Told.id.in_(newest), visible(_Told)))


def know(member: Member, unread: int) -> None:
    """Take the number from a query that has read it already."""
    member.__dict__[_KNOWN] = unread


def unread_of(member: Any) -> int:
    """What the bar shows; nothing where it was not read with the session, which is in the request that made it."""
    return int(vars(member).get(_KNOWN) or 0)


def count(member_id: int) -> int:
    """The same, asked now."""
    return int(_counted(member_id).scalar())
