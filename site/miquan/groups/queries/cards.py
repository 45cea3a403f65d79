"""Groups as lists show them: one query for a few lines, one more for cards with their tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import JOIN

from miquan import urls
from miquan.circle.queries.cards import where
from miquan.groups.models import Group, GroupTag
from miquan.groups.queries.words import in_script
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.prepared import Prepared, padded
from miquan.products.models import Tag

TAGS = 4
_Picture = File.alias("group_picture")


@dataclass(frozen=True)
class GroupLine:
    """One group. `lang` is that of the words shown."""

    id: int
    url: str
    name: str
    purpose: str
    lang: str
    picture: Picture | None
    place: str
    visibility: str
    joining: str
    members: int
    threads: int
    active_at: datetime
    tags: tuple[tuple[str, str], ...] = ()

    # What a round or square picture with a first character needs.
    @property
    def avatar(self) -> Picture | None:
        return self.picture

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def ground(self) -> int:
        return self.id % 6


def group_lines(conditions: Sequence[Any], *order: Any, limit: int) -> list[GroupLine]:
    """Groups that fulfil the conditions, by one query; who may know of them is said by the conditions."""
    query = lines_where(*conditions)
    return lines_of((query.order_by(*order) if order else query).limit(limit))


def group_cards(ids: Sequence[int]) -> list[GroupLine]:
    """These in this order, with their tags: two queries. Who may know of them was asked where the ids came from."""
    if not ids:
        return []
    asked = padded(list(ids))
    found, tags = {line.id: line for line in lines_of(_THESE.rows(*asked))}, _tags(asked)
    return [replace(found[id_], tags=tuple(tags.get(id_, ()))) for id_ in ids if id_ in found]


def lines_of(rows: Iterable[tuple[Any, ...]]) -> list[GroupLine]:
    """What `lines_where` has found."""
    return [_line(row) for row in rows]


def lines_where(*conditions: Any) -> Any:
    """A query of lines, which may be prepared."""
    picture = (_Picture.id == Group.picture) & (_Picture.state == "ready")
    return (
        Group.select(
            Group.id, Group.slug, Group.name, Group.purpose, Group.lang, Group.country, Group.city, Group.visibility,
            Group.joining, Group.members, Group.threads, Group.active_at, _Picture.name, _Picture.width, _Picture.height,
        )
        .join(_Picture, JOIN.LEFT_OUTER, on=picture)
        .where(*conditions)
        .tuples()
    )  # fmt: skip


_THESE = Prepared(lambda *ids: lines_where(Group.id.in_(ids)))
_TAGS = Prepared(
    lambda *ids: (
        GroupTag.select(GroupTag.group, Tag.name, Tag.slug)
        .join(Tag)
        .where(GroupTag.group.in_(ids))
        .order_by(GroupTag.id)
        .tuples()
    )
)


def _line(row: tuple[Any, ...]) -> GroupLine:
    (id_, slug, name, purpose, lang, country, city, visibility, joining, members, threads, active_at, *picture) = row
    name, purpose, lang = in_script(lang, name, purpose)
    file, width, height = picture
    return GroupLine(
        id_, urls.group(slug), name, purpose, lang, shown(file, width, height, name, at=320), where(country, city, ""),
        visibility, joining, members, threads, active_at,
    )  # fmt: skip


def _tags(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for group, name, slug in _TAGS.rows(*ids):
        if len(found.setdefault(group, [])) < TAGS:
            found[group].append((name, urls.tag(slug)))
    return found
