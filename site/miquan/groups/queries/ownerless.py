"""Groups whose owners are all out of sight, for the site's desk: nobody else can change anything there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from miquan.accounts.models import Member
from miquan.groups.models import Group, Membership
from miquan.groups.rules import INSIDE

PAGE, HEIRS = 30, 20


@dataclass(frozen=True)
class Heir:
    """Somebody who is in it and there: those who look after it already come first, then who was there longest."""

    id: int
    handle: str
    name: str
    role: str


@dataclass(frozen=True)
class Ownerless:
    id: int
    name: str
    lang: str
    members: int
    heirs: list[Heir]


def ownerless() -> list[Ownerless]:
    """The first of them, those with the most members first. Where nobody is left who could own it there is nothing to do."""
    there = (_there("owner"), _there(*INSIDE))
    rows = Group.select(Group.id, Group.name, Group.lang, Group.members)
    rows = rows.where(~there[0], there[1]).order_by(Group.members.desc(), Group.id.desc()).limit(PAGE)
    groups = list(rows.tuples())
    heirs = _heirs([row[0] for row in groups])
    return [Ownerless(id_, name, lang, members, heirs[id_]) for id_, name, lang, members in groups]


def has_owner(group_id: int) -> bool:
    """Whether somebody owns it who is there to look after it."""
    return bool(Group.select().where(Group.id == group_id, _there("owner")).exists())


def _there(*roles: str) -> Any:
    inside = Membership.select(SQL("1")).join(Member, on=(Member.id == Membership.member))
    return fn.EXISTS(inside.where(Membership.group == Group.id, Membership.role.in_(roles), Member.active))


def _heirs(groups: list[int]) -> dict[int, list[Heir]]:
    tends = Case(Membership.role, (("moderator", 0),), 1)
    place = fn.ROW_NUMBER().over(partition_by=[Membership.group], order_by=[tends, Membership.id])
    inside = Membership.select(
        Membership.group.alias("its_group"), Member.id, Member.handle, Member.display_name, Membership.role, place.alias("place")
    ).join(Member, on=(Member.id == Membership.member))  # fmt: skip
    some = inside.where(Membership.group.in_(groups), Membership.role.in_(INSIDE), Member.active).alias("some")
    rows = Membership.select(some.c.its_group, some.c.id, some.c.handle, some.c.display_name, some.c.role).from_(some)
    found: dict[int, list[Heir]] = defaultdict(list)
    for group, *heir in rows.where(some.c.place <= HEIRS).order_by(some.c.its_group, some.c.place).tuples():
        found[group].append(Heir(*heir))
    return found
