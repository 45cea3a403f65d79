"""Groups that a search came upon, and in which of those that are not for everybody the reader is."""

from collections.abc import Sequence
from typing import Any

from miquan.groups.models import Group, Membership
from miquan.groups.queries.visible import known_to
from miquan.groups.rules import INSIDE
from miquan.prepared import Prepared

# Of somebody who is in more, those they joined last.
_MOST = 200


def known(ids: Sequence[int], viewer_id: int | None, *more: Any) -> Any:
    """A query: the ids of those of these groups that may stand in this reader's lists, and `more`."""
    return Group.select(Group.id, *more).where(
        Group.id.in_(list(ids)), Group.archived_at.is_null(), known_to(viewer_id)
    )


def named(viewer_id: int | None, typed: str, limit: int) -> list[tuple[str, str, str]]:
    """(name, language, address) of groups that this reader may know of and whose names hold this; the largest first."""
    query = Group.select(Group.name, Group.lang, Group.slug).where(
        Group.name.contains(typed), Group.archived_at.is_null(), known_to(viewer_id)
    )
    return list(query.order_by(Group.members.desc(), Group.id).limit(limit).tuples())


def closed_groups_of(member_id: int | None) -> list[int]:
    """Groups that are not public, in which this member is."""
    return [row[0] for row in _CLOSED.rows(member_id)] if member_id is not None else []


def _closed(member_id: Any) -> Any:
    mine = (Membership.member == member_id) & Membership.role.in_(INSIDE)
    query = Membership.select(Membership.group).join(Group).where(mine, Group.visibility != "public")
    return query.order_by(Membership.id.desc()).limit(_MOST).tuples()


_CLOSED = Prepared(_closed)
