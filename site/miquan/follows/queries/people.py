"""Who follows whom, as far as each of them lets it be seen. Pages go on by key: the follow's own id, newest first."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.queries.tags import known_to
from miquan.circle.queries.visible import unblocked
from miquan.follows.models import Follow
from miquan.follows.parting import apart
from miquan.follows.queries import Followed
from miquan.follows.queries.paging import Some, page
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import name_to_script
from miquan.viewer import viewer

PAGE = 30
NAMED = 3
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class Row:
    """Something followed, or somebody who follows. `person` is None for a tag; `about` says a little more."""

    thing: Followed
    person: Person | None
    about: str = ""


def may_see(member: Any) -> bool:
    """Whether the reader may see whom this member follows, and who follows them: the member's own choice."""
    who = viewer()
    if who.id == member.id:
        return True
    return bool(member.follows_seen_by == "everyone" or (member.follows_seen_by == "members" and who.signed_in))


def _lets_see() -> Any:
    """SQL: members who let the reader see whom they follow."""
    me = viewer().id
    if me is None:
        return Member.follows_seen_by == "everyone"
    return (Member.follows_seen_by != "nobody") | (Member.id == me)


def _shown() -> tuple[Any, ...]:
    return (Member.active, ~Member.handle.startswith(GONE), *apart(Member.id))


def followers_of(member_id: int, before: int = 0) -> Some:
    """Members who follow this one, and let it be seen."""
    query = _people(Follow.follower).where(Follow.kind == "member", Follow.target == member_id, _lets_see())
    return page(query, Follow.id, before, PAGE, _person)


def followed_by(member_id: int, kind: str, before: int = 0) -> Some:
    """What of a kind this member follows."""
    query, shown = _KINDS[kind]()
    return page(query.where(Follow.follower == member_id, Follow.kind == kind), Follow.id, before, PAGE, shown)


def _people(on: Any) -> Any:
    return (
        Follow.select(Follow.id, Member.followers, *columns(_Avatar))
        .join(Member, on=(Member.id == on))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(*_shown())
    )


def _person(row: tuple[Any, ...]) -> Row:
    _id, followers, *who = row
    found = person(*who)
    return Row(Followed("member", found.id, found.name, found.url, followers), found, f"@{found.handle}")


def _tags() -> Any:
    rows = Follow.select(Follow.id, Tag.followers, Tag.id, Tag.name, Tag.slug).join(Tag, on=(Tag.id == Follow.target))
    return rows.where(known_to(viewer().id))


def _tag(row: tuple[Any, ...]) -> Row:
    _id, followers, id_, name, slug = row
    return Row(Followed("tag", id_, f"#{name_to_script(name, viewer().lang)}", urls.tag(slug), followers), None)


def _storefronts() -> Any:
    return (
        Follow.select(Follow.id, Storefront.followers, Storefront.id, Storefront.headline, *columns(_Avatar))
        .join(Storefront, on=(Storefront.id == Follow.target))
        .join(Member, on=(Member.id == Storefront.owner))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Storefront.state.in_(PUBLIC), *_shown())
    )


def _storefront(row: tuple[Any, ...]) -> Row:
    _id, followers, id_, headline, *who = row
    found = person(*who)
    return Row(Followed("storefront", id_, found.name, found.url, followers), found, headline)


_KINDS: dict[str, Any] = {
    "member": lambda: (_people(Follow.target), _person),
    "tag": lambda: (_tags(), _tag),
    "storefront": lambda: (_storefronts(), _storefront),
}


@dataclass(frozen=True)
class Known:
    """Of those whom the reader follows, some who follow a person too; `more`: how many besides."""

    people: list[Person]
    more: int = 0


def known_followers(member_id: int) -> Known:
    """One query for a member, none for a visitor and on one's own page."""
    me = viewer().id
    if me is None or me == member_id:
        return Known([])
    rows = _KNOWN.rows(me, member_id)
    return Known([person(*row[1:]) for row in rows], rows[0][0] - len(rows) if rows else 0)


def _known(me: Any, member_id: Any) -> Any:
    theirs = Follow.alias("theirs")
    told = (Member.follows_seen_by != "nobody") | (Member.id == me)
    there = (Member.active, ~Member.handle.startswith(GONE), unblocked(me, Member.id))
    return (
        Follow.select(fn.COUNT(Follow.id).over(), *columns(_Avatar))
        .join(theirs, on=((theirs.follower == Follow.target) & (theirs.kind == "member") & (theirs.target == member_id)))
        .join(Member, on=(Member.id == Follow.target))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Follow.follower == me, Follow.kind == "member", told, *there)
        .order_by(Member.followers.desc(), Member.id)
        .limit(NAMED)
        .tuples()
    )  # fmt: skip


_KNOWN = Prepared(_known)
