"""Who may know of a group, and who may read what is said in it: two conditions, used by every way that leads out of it.

A private group does not exist for outsiders. Of one whose words are for members everybody sees the front, members the
inside. What is unlisted is opened by whoever has its address and stands in no list. Applicants and people who were shut
out are outsiders. What moderators of the site took out of sight is private, and hidden from its members too.
"""

from typing import Any

from peewee import SQL, fn

from miquan.groups.models import Group, Membership
from miquan.groups.rules import INSIDE, KNOWN, READABLE, TENDING

_ONE = SQL("1")


def known_to(viewer_id: int | None, *, listed: bool = True, group: Any = Group) -> Any:
    """SQL: rows of `group` (the table, or an alias of it) of which this member, or a visitor, may know."""
    return _open(viewer_id, KNOWN, listed, group)


def readable_by(viewer_id: int | None, *, listed: bool = True, group: Any = Group) -> Any:
    """SQL: groups in which this member, or a visitor, may read."""
    return _open(viewer_id, READABLE, listed, group)


def _open(viewer_id: int | None, kinds: tuple[str, ...], listed: bool, group: Any) -> Any:
    shown = group.visibility.in_(kinds if listed else (*kinds, "unlisted"))
    return shown if viewer_id is None else shown | (in_group(viewer_id, group.id) & (group.hidden_from == ""))


def in_group(viewer_id: int, group_id: Any) -> Any:
    """SQL: this member is in the group; `group_id` is a column or a number."""
    return _has_role(viewer_id, group_id, INSIDE)


def tends(viewer_id: int, group_id: Any) -> Any:
    """SQL: this member looks after the group."""
    return _has_role(viewer_id, group_id, TENDING)


def _has_role(viewer_id: int, group_id: Any, roles: tuple[str, ...]) -> Any:
    mine = Membership.select(_ONE).where(
        Membership.member == viewer_id, Membership.group == group_id, Membership.role.in_(roles)
    )
    return fn.EXISTS(mine)
