"""Groups: all that are not put away. Those of which only members know lie in the index as theirs alone."""

from collections.abc import Callable, Sequence
from typing import Any

from miquan.groups.models import Group, GroupTag
from miquan.groups.rules import KNOWN
from miquan.products.models import Tag
from miquan.search.engine import Document, inside
from miquan.search.kinds.kind import Kind, joined, place_names


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these groups; one that is put away has none."""
    rows = list(
        _open(Group.id, Group.visibility, Group.slug, Group.name, Group.purpose, Group.country, Group.city)
        .where(Group.id.in_(list(ids)))
        .tuples()
    )
    found = [row[0] for row in rows] or [0]
    tags = joined(GroupTag.select(GroupTag.group, Tag.name).join(Tag).where(GroupTag.group.in_(found)).tuples())
    return [_document(row, tags.get(row[0], "")) for row in rows]


def _document(row: tuple[Any, ...], tags: str) -> Document:
    id_, visibility, slug, name, purpose, country, city = row
    is_known = visibility in KNOWN
    return Document(
        id=GROUPS.id_of(id_),
        kind=GROUPS.name if is_known else inside(GROUPS.name, id_),
        # What is advised comes from all titles of the index.
        title=name if is_known else "",
        tags=tags,
        attributes=" ".join(filter(None, ("" if is_known else name, slug, *place_names(country, city)))),
        description=purpose,
    )


def _open(*columns: Any) -> Any:
    return Group.select(*columns).where(Group.archived_at.is_null())


def _things() -> Any:
    return _open(Group.id).order_by(Group.id)


def _titled(holds: Callable[[Any], Any]) -> Any:
    found = _open(Group.id).where(holds(Group.name) | holds(Group.purpose))
    return found.order_by(Group.active_at.desc(), Group.id.desc())


GROUPS = Kind("group", _things, documents, _titled)
