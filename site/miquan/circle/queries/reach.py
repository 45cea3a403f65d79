"""Whom somebody can name where they write, while they type: those who may read it there."""

from collections.abc import Iterator
from typing import Any

from peewee import Case, fn

from miquan.accounts.models import Member
from miquan.accounts.rules import clean_handle
from miquan.db import begins, by_bytes
from miquan.follows.models import Follow
from miquan.follows.parting import apart
from miquan.groups.models import Membership
from miquan.groups.queries.visible import in_group
from miquan.groups.rules import INSIDE
from miquan.people.queries import people_shown
from miquan.people.shown import Person, person
from miquan.text import clean_line, in_either_script
from miquan.viewer import viewer

MOST = 6
# So many of a group, those who came last, are looked through by name; and so many that a handle may be of.
_LATELY, _SOME = 500, 2_000
_Called = Member.alias("called")
# As they stand in indexes; handles are in small letters anyway.
_HANDLE, _NAME = fn.LOWER(Member.handle), fn.LOWER(Member.display_name)


def within_reach(typed: str, group: int = 0, *, near: Any = None, only_inside: bool = False) -> list[Person]:
    """At most six whom `typed` is the beginning of, or in whose name it stands: the nearest to the writer first.

    `near`: SQL of the ids of those who come before whom one follows. `only_inside`: nobody else reads what is said in the
    group, and nobody else is found. A query each, until there are enough; none looks through all members.
    """
    told = clean_line(typed[:200], 40)
    there = (Member.active, *apart(Member.id), *([in_group(Member.id, group)] if only_inside else []))
    found: dict[int, Person] = {}
    for way in _ways(told, group, near, others=bool(told) and not only_inside):
        rows = way.where(*there, Member.id.not_in([*found, viewer().id or 0])).limit(MOST - len(found))
        found |= {row[0]: person(*row) for row in rows.tuples()}
        if len(found) >= MOST:
            break
    return list(found.values())


def _ways(told: str, group: int, near: Any, *, others: bool) -> Iterator[Any]:
    handle = clean_handle(told)
    yield people_shown().where(Member.handle == handle)
    if near is not None:
        yield _known(near, told)
    yield _known(_followed(), told)
    if group:
        yield _known(_of_group(group), told)
        yield _known(_by_handle(handle), told).where(in_group(Member.id, group))
    if others:
        yield people_shown().where(begins(_HANDLE, handle)).order_by(by_bytes(_HANDLE))
        for spelling in in_either_script(told.lower()):
            yield people_shown().where(begins(_NAME, spelling)).order_by(by_bytes(_NAME), Member.id)


def _known(ids: Any, told: str) -> Any:
    """Those of a few, by anything that they are called; first whose handle begins so."""
    some = people_shown().where(Member.id.in_(ids))
    if not told:
        return some.order_by(by_bytes(_HANDLE))
    so = begins(_HANDLE, clean_handle(told))
    fits = so
    for spelling in in_either_script(told.lower()):
        fits |= _NAME.contains(spelling) | Member.short_name.contains(spelling)
    return some.where(fits).order_by(Case(None, [(so, 0)], 1), by_bytes(_HANDLE))


def _followed() -> Any:
    mine = (Follow.follower == (viewer().id or 0)) & (Follow.kind == "member")
    return Follow.select(Follow.target).where(mine)


def _of_group(group: int) -> Any:
    inside = (Membership.group == group) & Membership.role.in_(INSIDE)
    return Membership.select(Membership.member).where(inside).order_by(Membership.id.desc()).limit(_LATELY)


def _by_handle(handle: str) -> Any:
    its = fn.LOWER(_Called.handle)
    return _Called.select(_Called.id).where(begins(its, handle)).order_by(by_bytes(its)).limit(_SOME)
