"""A group by its address, through the viewer: what they may not know of is not found."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from peewee import JOIN

from miquan import urls
from miquan.circle.queries.cards import where
from miquan.groups import rules
from miquan.groups.models import Group, GroupAddress, GroupTag
from miquan.groups.queries.roles import role_of
from miquan.groups.queries.visible import known_to
from miquan.groups.queries.words import html_in_script, in_script
from miquan.groups.rules import Verb
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.products.models import Tag
from miquan.viewer import viewer

_Picture = File.alias("group_picture")


@dataclass(frozen=True)
class GroupPage:
    """A group that the reader may know of. `role` is the reader's; `row` holds its columns, `name` and `purpose` its words
    in the reader's script, `lang` their language.
    """

    row: Group
    role: str
    picture: Picture | None
    tags: list[tuple[str, str]]
    name: str
    purpose: str
    lang: str

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def url(self) -> str:
        return urls.group(self.row.slug)

    @property
    def place(self) -> str:
        return where(self.row.country, self.row.city, "")

    @property
    def rules_html(self) -> Markup:
        return Markup(html_in_script(self.row.lang, self.row.rules_html))  # noqa: S704  cleaned when it was stored

    @property
    def is_inside(self) -> bool:
        return self.role in rules.INSIDE

    @property
    def reads(self) -> bool:
        """Whether what is said in it is open to the reader."""
        return self.is_inside or self.row.visibility in (*rules.READABLE, "unlisted")

    @property
    def is_indexed(self) -> bool:
        return bool(self.row.visibility == "public")

    @property
    def is_archived(self) -> bool:
        return self.row.archived_at is not None

    @property
    def writes(self) -> bool:
        return self.may(Verb.WRITE) and not self.is_archived

    def may(self, verb: str) -> bool:
        return rules.may(self.role, verb)


def group_page(slug: str) -> GroupPage | None:
    """The group at this address as the reader sees it, by three queries; None where there is none for them."""
    me = viewer().id
    found = _rows().where(Group.slug == slug[:60], known_to(me, listed=False)).first()
    if found is None:
        return None
    words = in_script(found.lang, found.name, found.purpose)
    return GroupPage(found, role_of(me, found.id), _picture(found), _tags(found.id), *words)


def moved_to(slug: str) -> str:
    """The present address of a group that had this one; "" where the reader may know of none."""
    query = Group.select(Group.slug).join(GroupAddress, on=(GroupAddress.group == Group.id))
    return str(query.where(GroupAddress.slug == slug[:60], known_to(viewer().id, listed=False)).scalar() or "")


def _rows() -> Any:
    picture = (_Picture.id == Group.picture) & (_Picture.state == "ready")
    chosen = (_Picture.name, _Picture.width, _Picture.height)
    return Group.select(Group, *chosen).join(_Picture, JOIN.LEFT_OUTER, on=picture, attr="shown_file")


def _picture(row: Group) -> Picture | None:
    file = getattr(row, "shown_file", None)
    return shown(file.name, file.width, file.height, row.name) if file is not None else None


def _tags(group_id: int) -> list[tuple[str, str]]:
    rows = Tag.select(Tag.name, Tag.slug).join(GroupTag, on=(GroupTag.tag == Tag.id)).where(GroupTag.group == group_id)
    return [(name, urls.tag(slug)) for name, slug in rows.order_by(GroupTag.id).tuples()]
