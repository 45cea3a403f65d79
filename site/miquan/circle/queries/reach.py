"""Whom somebody can name where they write, while they type: those who may read it there."""

from typing import Any

from peewee import JOIN, fn

from miquan.accounts.models import Member
from miquan.accounts.rules import clean_handle
from miquan.follows.models import Follow
from miquan.follows.parting import apart
from miquan.groups.models import Membership
from miquan.groups.rules import INSIDE
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.text import clean_line, in_either_script
from miquan.viewer import viewer

MOST = 6
_Avatar = File.alias("avatar_file")


def within_reach(typed: str, group: int = 0, *, only_inside: bool = False) -> list[Person]:
    """At most six whose name or handle fits: those of the group first, then whom they follow, then others.

    `only_inside`: nobody else reads what is said in the group, and nobody else is found. A query each, until there are enough.
    """
    told = clean_line(typed[:200], 40)
    ways = [_of_group(group)] if group else []
    if not only_inside:
        ways += [_followed(), *([_others(told)] if told else [])]
    found: dict[int, Person] = {}
    for way in ways:
        rows = way.where(*_named(told), Member.id.not_in([*found, viewer().id or 0])).limit(MOST - len(found))
        found |= {row[0]: person(*row) for row in rows.tuples()}
        if len(found) >= MOST:
            break
    return list(found.values())


def _named(told: str) -> tuple[Any, ...]:
    there = (Member.active, *apart(Member.id))
    if not told:
        return there
    fits = Member.handle.startswith(clean_handle(told))
    for spelling in in_either_script(told.lower()):
        fits |= fn.LOWER(Member.display_name).contains(spelling) | Member.short_name.contains(spelling)
    return (*there, fits)


def _people() -> Any:
    avatar = (_Avatar.id == Member.avatar) & (_Avatar.state == "ready")
    return Member.select(*columns(_Avatar)).join(_Avatar, JOIN.LEFT_OUTER, on=avatar)


def _of_group(group: int) -> Any:
    inside = (Membership.member == Member.id) & (Membership.group == group) & Membership.role.in_(INSIDE)
    return _people().join_from(Member, Membership, on=inside).order_by(Member.handle)


def _followed() -> Any:
    mine = (Follow.target == Member.id) & (Follow.kind == "member") & (Follow.follower == (viewer().id or 0))
    return _people().join_from(Member, Follow, on=mine).order_by(Member.handle)


def _others(told: str) -> Any:
    """Anybody by the beginning of what they are called."""
    begins = Member.handle.startswith(clean_handle(told)) | Member.display_name.startswith(told)
    return _people().where(begins).order_by(Member.handle)
