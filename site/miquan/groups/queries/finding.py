"""A group by its address, through the viewer: what they may not know of is not found."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from peewee import JOIN, SQL, Case, fn

from miquan import text, urls
from miquan.accounts.models import Member
from miquan.circle.queries.cards import where
from miquan.circle.queries.visible import unblocked
from miquan.db import is_postgres
from miquan.follows.models import Follow
from miquan.groups import rules
from miquan.groups.models import Group, GroupAddress, GroupTag, Membership
from miquan.groups.queries.roles import role_in
from miquan.groups.queries.visible import in_group, known_to
from miquan.groups.queries.words import html_in_script, in_script
from miquan.groups.rules import Verb
from miquan.i18n import _, language_name, ngettext
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.viewer import viewer

_Picture = File.alias("group_picture")


@dataclass(frozen=True)
class GroupPage:
    """A group that the reader may know of. `role` is the reader's; `row` holds its columns, `name` and `purpose` its words
    in the reader's script, `lang` their language. `followed`: how many whom the reader follows are in it.
    """

    row: Group
    role: str
    picture: Picture | None
    tags: list[tuple[str, str]]
    name: str
    purpose: str
    lang: str
    followed: int = 0

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def avatar(self) -> Picture | None:
        return self.picture

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def ground(self) -> int:
        return self.id % 6

    @property
    def url(self) -> str:
        return urls.group(self.row.slug)

    @property
    def place(self) -> str:
        return where(self.row.country, self.row.city, "")

    @property
    def languages(self) -> str:
        return _("、").join(language_name(code) for code in self.row.languages)

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

    @property
    def why(self) -> str:
        """Why it may be for a reader who is not in it; who is in a group that is not public is no reason."""
        if self.row.visibility != "public" or self.is_inside or not self.followed:
            return ""
        return ngettext("群裡有%(num)s位你關注的人", "群裡有%(num)s位你關注的人", self.followed)

    def may(self, verb: str) -> bool:
        return rules.may(self.role, verb)


def group_page(slug: str) -> GroupPage | None:
    """The group at this address as the reader sees it, by one query; None where there is none for them."""
    found = _PAGE.first(viewer().id or 0, slug[:60])
    if found is None:
        return None
    name, purpose, lang = in_script(found.lang, found.name, found.purpose)
    return GroupPage(
        found, found.their_role or "", _picture(found), _told(found.their_tags), name, purpose, lang, found.followed
    )


def moved_to(slug: str) -> str:
    """The present address of a group that had this one; "" where the reader may know of none."""
    query = Group.select(Group.slug).join(GroupAddress, on=(GroupAddress.group == Group.id))
    return str(query.where(GroupAddress.slug == slug[:60], known_to(viewer().id, listed=False)).scalar() or "")


def _page(me: Any, slug: Any) -> Any:
    """`me` is 0 for a visitor, who is in no group and follows nobody."""
    picture = (_Picture.id == Group.picture) & (_Picture.state == "ready")
    # Who is in it needs no reason.
    followed = Case(None, [(in_group(me, Group.id), 0)], _followed(me)).alias("followed")
    role = role_in(me, Group.id).alias("their_role")
    return (
        Group.select(Group, role, _tags().alias("their_tags"), followed, _Picture.name, _Picture.width, _Picture.height)
        .join(_Picture, JOIN.LEFT_OUTER, on=picture, attr="shown_file")
        .where(Group.slug == slug, known_to(me, listed=False))
        .limit(1)
    )


_PAGE = Prepared(_page)


def _picture(row: Group) -> Picture | None:
    file = getattr(row, "shown_file", None)
    return shown(file.name, file.width, file.height, row.name) if file is not None else None


def _followed(me: Any) -> Any:
    """How many whom the reader follows, and sees, are in it; it goes by whom they follow, however many are in it."""
    inside = Membership.select(SQL("1")).where(
        Membership.group == Group.id, Membership.member == Member.id, Membership.role.in_(rules.INSIDE)
    )
    query = Follow.select(fn.COUNT(Follow.id)).join(Member, on=(Member.id == Follow.target))
    mine = (Follow.follower == me) & (Follow.kind == "member")
    return query.where(mine, Member.active, unblocked(me, Member.id), fn.EXISTS(inside))


def _tags() -> Any:
    """The names of its tags on lines of one value, in their order; an address of a tag is its name, folded."""
    names = Tag.select(Tag.name).join(GroupTag, on=(GroupTag.tag == Tag.id)).where(GroupTag.group == Group.id)
    row = names.order_by(GroupTag.id).alias("row")
    joined = fn.STRING_AGG if is_postgres() else fn.GROUP_CONCAT
    return Tag.select(joined(row.c.name, "\n")).from_(row)


def _told(names: str | None) -> list[tuple[str, str]]:
    return [(name, urls.tag(text.fold(name)[:60])) for name in (names or "").split("\n") if name]
