"""Who is in a group, as far as no block parts them from the reader; and who asks to be let in. Pages go on by key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from miquan.accounts.models import Member
from miquan.circle.queries.visible import unblocked
from miquan.db import beside, db_now
from miquan.follows.parting import apart
from miquan.follows.queries.paging import Some, page
from miquan.groups.models import Membership
from miquan.groups.rules import INSIDE, TENDING
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.prepared import Prepared
from miquan.text import clean_line
from miquan.viewer import viewer

PAGE, FACES, TENDERS = 30, 4, 12
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class InGroup:
    """A member and what they are to the group; `answers` and `note` are for those who tend it."""

    person: Person
    role: str
    since: datetime
    until: datetime | None
    answers: list[str]
    note: str


def members_of(group_id: int, before: int = 0, words: str = "", only: str = "", *, tends: bool = False) -> Some:
    """The newest first; those whose name holds the words. `only`: `tending`, `plain` for the rest, or `banned` for those who tend.

    `tends`: the reader does, and deals with everybody, through any block.
    """
    roles = {"tending": TENDING, "plain": ("member",), "banned": ("banned",)}.get(only, INSIDE)
    there = (Member.active,) if tends else _there()
    # The index goes by role and then by id: with all roles of those inside it would have to be sorted.
    role = Membership.role if only else beside(Membership.role)
    query = _people().where(Membership.group == group_id, role.in_(roles), *there)
    if only == "banned":
        query = query.where(Membership.until.is_null() | (Membership.until > db_now()))
    if told := clean_line(words[:200], 40):
        named = fn.LOWER(Member.display_name).contains(told.lower()) | Member.handle.startswith(
            told.lower().lstrip("@")
        )
        query = query.where(named)
    return page(query, Membership.id, before, PAGE, _in_group)


def applicants_of(group_id: int, before: int = 0) -> Some:
    """They ask those who tend the group, through any block."""
    query = _people().where(Membership.group == group_id, Membership.role == "applicant", Member.active)
    return page(query, Membership.id, before, PAGE, _in_group)


def applicants(group_id: int) -> int:
    """How many wait."""
    query = Membership.select(fn.COUNT(Membership.id)).join(Member, on=(Member.id == Membership.member))
    waiting = query.where(Membership.group == group_id, Membership.role == "applicant", Member.active)
    return int(waiting.scalar())


def one_of(group_id: int, member_id: int) -> InGroup | None:
    """Somebody whom those who tend the group deal with; they see them through any block."""
    query = _people().where(Membership.group == group_id, Membership.member == member_id, Member.active)
    row = query.tuples().first()
    return _in_group(row) if row else None


def faces_of(group_id: int) -> list[Person]:
    """A few who are in it, those who have been longest first."""
    return [_in_group(row).person for row in _FACES.rows(viewer().id or 0, group_id)]


def _faces(me: Any, group_id: Any) -> Any:
    inside = (Membership.group == group_id) & beside(Membership.role).in_(INSIDE)
    rows = _people().where(inside, Member.active, unblocked(me, Member.id))
    return rows.order_by(Membership.id).limit(FACES).tuples()


def tenders_of(group_id: int, most: int = TENDERS, *, tends: bool = False) -> list[InGroup]:
    """Who looks after it, owners first; `tends` as above."""
    there = (Member.active,) if tends else _there()
    rows = _people().where(Membership.group == group_id, Membership.role.in_(TENDING), *there)
    return [_in_group(row) for row in rows.order_by(Membership.role.desc(), Membership.id).limit(most).tuples()]


def _people() -> Any:
    return (
        Membership.select(
            Membership.id, Membership.role, Membership.at, Membership.until, Membership.answers, Membership.note,
            *columns(_Avatar),
        )
        .join(Member, on=(Member.id == Membership.member))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
    )  # fmt: skip


def _in_group(row: tuple[Any, ...]) -> InGroup:
    _id, role, since, until, answers, note, *who = row
    return InGroup(person(*who), role, since, until, answers, note)


def _there() -> tuple[Any, ...]:
    return (Member.active, *apart(Member.id))


_FACES = Prepared(_faces)
