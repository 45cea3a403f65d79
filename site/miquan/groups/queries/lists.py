"""Groups in the orders that lists have. The directory shows what everybody may know of, and pages go on by key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from miquan.circle.queries.moments import microseconds, moment_of
from miquan.db import beside
from miquan.front.kept import kept
from miquan.groups.models import Group, GroupTag, Membership
from miquan.groups.queries.cards import GroupLine, group_lines, lines_of, lines_where
from miquan.groups.queries.visible import known_to
from miquan.groups.rules import INSIDE, KNOWN
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.text import is_number, name_to_script
from miquan.viewer import viewer

PAGE = 24
SORTS = ("active", "members", "new")
# Facets are counted over so many groups, those with the most members.
_COUNTED, _TAGS = 5_000, 20
# Of their own groups members see so many beside what they read.
_FEW = 6


@dataclass(frozen=True)
class Wanted:
    """What the reader narrows the directory to; of one kind any of the values will do."""

    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.languages or self.countries or self.tags)


@dataclass(frozen=True)
class Found:
    """Groups in order, and the key that leads on; "" when there are no more."""

    ids: list[int]
    next: str = ""


@dataclass(frozen=True)
class Counts:
    """How many groups of the directory carry each, of how many `groups`; `names` of the tags by slug."""

    languages: dict[str, int]
    countries: dict[str, int]
    tags: dict[str, int]
    names: dict[str, str]
    groups: int = 0


def listed() -> list[Any]:
    """Conditions: what stands in lists for everybody, the same for all of them."""
    return [known_to(None), Group.archived_at.is_null()]


def directory(wanted: Wanted, sort: str = "active", before: str = "") -> Found:
    """A page of the directory."""
    told, last = _key(before)
    if not wanted.any and not told:
        return _found(_FIRST[sort].rows(), sort)
    query = _ordered(sort).where(*_narrowed(wanted))
    if told:
        key = moment_of(told) if sort == "active" else int(told)
        query = query.where(_KEYS[sort] <= key, (_KEYS[sort] < key) | (Group.id < last))
    return _found(list(query), sort)


def _ordered(sort: str) -> Any:
    """Read in order off an index over all groups, passing over the few that do not stand here."""
    here = (beside(Group.visibility).in_(KNOWN), Group.archived_at.is_null())
    query = Group.select(Group.id, _KEYS[sort]).where(*here)
    return query.order_by(_KEYS[sort].desc(), Group.id.desc()).limit(PAGE + 1).tuples()


def _found(rows: list[Any], sort: str) -> Found:
    return Found([row[0] for row in rows[:PAGE]], _told(rows[PAGE - 1], sort) if len(rows) > PAGE else "")


_KEYS: dict[str, Any] = {"active": Group.active_at, "members": Group.members, "new": Group.id}


def _first(sort: str) -> Prepared:
    return Prepared(lambda: _ordered(sort))


_FIRST = {sort: _first(sort) for sort in SORTS}


def _told(row: Any, sort: str) -> str:
    return f"{microseconds(row[1]) if sort == 'active' else row[1]}-{row[0]}"


def _key(before: str) -> tuple[str, int]:
    told, _dash, id_ = before.partition("-")
    fits = is_number(told) and is_number(id_, 10) and int(id_) < 2**31
    return (told, int(id_)) if fits else ("", 0)


def _narrowed(wanted: Wanted) -> list[Any]:
    found = []
    if wanted.languages:
        # A list of short codes as JSON: each stands in it between quotes.
        words = Group.languages.cast("text")
        found.append(_any(words.contains(f'"{code}"') for code in wanted.languages))
    if wanted.countries:
        found.append(Group.country.in_(wanted.countries))
    if wanted.tags:
        carried = GroupTag.select(GroupTag.group).join(Tag).where(Tag.slug.in_(wanted.tags))
        found.append(Group.id.in_(carried))
    return found


def _any(conditions: Any) -> Any:
    first, *others = conditions
    for other in others:
        first = first | other
    return first


def counts() -> Counts:
    """What the directory can be narrowed by, worked out once for all readers of a minute."""
    return kept("groups", _counts)


def _counts() -> Counts:
    languages: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    query = Group.select(Group.languages, Group.country).where(*listed()).order_by(Group.members.desc())
    rows = list(query.limit(_COUNTED).tuples())
    for spoken, country in rows:
        languages.update(spoken)
        countries.update([country] if country else [])
    many = fn.COUNT(GroupTag.id)
    tags = GroupTag.select(Tag.slug, Tag.name, many).join(Tag).join_from(GroupTag, Group).where(*listed())
    named = list(tags.group_by(Tag.slug, Tag.name).order_by(many.desc(), Tag.slug).limit(_TAGS).tuples())
    return Counts(
        dict(languages.most_common()), dict(countries.most_common()), {slug: n for slug, _name, n in named},
        {slug: name_to_script(name, viewer().lang) for slug, name, _n in named}, len(rows),
    )  # fmt: skip


def my_groups(member_id: int) -> list[GroupLine]:
    """Groups they are in, where something was said last first: a few."""
    return lines_of(_MINE.rows(member_id))


def _inside(member_id: Any) -> Any:
    inside = Membership.select(Membership.group).where(Membership.member == member_id, Membership.role.in_(INSIDE))
    return Group.id.in_(inside)


_MINE = Prepared(
    lambda me: (
        lines_where(_inside(me), Group.archived_at.is_null(), Group.hidden_from == "")
        .order_by(Group.active_at.desc(), Group.id.desc())
        .limit(_FEW)
    )
)


@dataclass(frozen=True)
class Standing:
    """A group, and what a member is to it."""

    line: GroupLine
    role: str
    is_archived: bool


def all_of(member_id: int, before: str = "") -> tuple[list[Standing], str]:
    """All that they are in or have applied to, where something was said last first, and the key that leads on."""
    mine = (Membership.member == member_id) & Membership.role.in_(("applicant", *INSIDE))
    query = Membership.select(Group.id, Group.active_at, Membership.role, Group.archived_at).join(Group)
    query = query.where(mine, known_to(member_id, listed=False))
    told, last = _key(before)
    if told:
        key = moment_of(told)
        query = query.where(Group.active_at <= key, (Group.active_at < key) | (Group.id < last))
    rows = list(query.order_by(Group.active_at.desc(), Group.id.desc()).limit(PAGE + 1).tuples())
    lines = {line.id: line for line in group_lines([Group.id.in_([row[0] for row in rows] or [0])], limit=PAGE + 1)}
    found = [Standing(lines[id_], role, archived is not None) for id_, _at, role, archived in rows[:PAGE]]
    return found, _told(rows[PAGE - 1], "active") if len(rows) > PAGE else ""


def public_groups_of(member_id: int, limit: int = _FEW) -> list[GroupLine]:
    """Public groups that they are in, for their page; the largest first."""
    return _public([_inside(member_id)], limit)


def groups_of_place(country: str, city: str = "", limit: int = 4) -> list[GroupLine]:
    """Public groups that say they are of this country, or of this city."""
    return _public([Group.country == country, *([Group.city == city] if city else [])], limit)


def groups_of_tag(tag_id: int, limit: int = 4) -> list[GroupLine]:
    """Public groups that are about this."""
    return _public([Group.id.in_(GroupTag.select(GroupTag.group).where(GroupTag.tag == tag_id))], limit)


def _public(conditions: Sequence[Any], limit: int) -> list[GroupLine]:
    public = (Group.visibility == "public", Group.archived_at.is_null())
    return group_lines((*public, *conditions), Group.members.desc(), Group.id.desc(), limit=limit)
