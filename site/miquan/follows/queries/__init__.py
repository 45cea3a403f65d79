"""How a reader stands to people, tags and storefronts, and what of these can be followed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from miquan import urls
from miquan.accounts.models import Member
from miquan.accounts.privacy import may_write_to
from miquan.accounts.rules import GONE
from miquan.circle.queries.tags import known_to
from miquan.circle.queries.visible import lasting
from miquan.follows.models import Follow, Mute
from miquan.follows.parting import apart
from miquan.pagecache import not_kept
from miquan.prepared import Prepared, padded
from miquan.products.models import Tag
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.viewer import viewer


@dataclass(frozen=True)
class Standing:
    """What the reader has done about a person: nothing, for a visitor."""

    follows: bool = False
    follows_shop: bool = False
    is_muted: bool = False


def standing(member_id: int, storefront_id: int = 0) -> Standing:
    """One query for a member, none for a visitor."""
    me = viewer().id
    if me is None or me == member_id:
        return Standing()
    return Standing(**{what: True for (what,) in _STANDING.rows(me, member_id, storefront_id)})


def _standing(me: Any, member: Any, storefront: Any) -> Any:
    follows = (Follow.follower == me) & (Follow.kind == "member") & (Follow.target == member)
    shop = (Follow.follower == me) & (Follow.kind == "storefront") & (Follow.target == storefront)
    muted = (Mute.member == me) & (Mute.kind == "member") & (Mute.target == member) & lasting()
    rows = Follow.select(SQL("'follows'")).where(follows), Follow.select(SQL("'follows_shop'")).where(shop)
    return (rows[0] | rows[1] | Mute.select(SQL("'is_muted'")).where(muted)).tuples()


def lets_write(member: Any) -> bool:
    """Whether the reader may write to this member, who may have chosen: only those whom they follow."""
    if member.messages_from != "followed":
        return may_write_to(member.messages_from)
    if viewer().signed_in:
        # It is true for this reader only.
        not_kept()
    theirs = (Follow.follower == member.id) & (Follow.kind == "member") & (Follow.target == viewer().id)
    is_followed = viewer().signed_in and Follow.select().where(theirs).exists()
    return may_write_to(member.messages_from, is_followed=bool(is_followed))


_STANDING = Prepared(_standing)


def followed(kind: str, targets: Iterable[int]) -> set[int]:
    """Which of these the reader follows: one query for a member, none for a visitor."""
    me, ids = viewer().id, list(targets)
    if me is None or not ids:
        return set()
    return {target for (target,) in _FOLLOWED.rows(me, kind, *padded(ids))}


_FOLLOWED = Prepared(
    lambda me, kind, *ids: (
        Follow.select(Follow.target).where(Follow.follower == me, Follow.kind == kind, Follow.target.in_(ids)).tuples()
    )
)


@dataclass(frozen=True)
class Followed:
    """A thing that can be followed, as its button shows it."""

    kind: str
    id: int
    name: str
    url: str
    followers: int


def thing(kind: str, target: int) -> Followed | None:
    """None for what is not there for this reader: they may let go of what they do not see any more, and learn nothing of it."""
    row = _ROWS[kind](target).first()
    if row is None:
        return None
    if kind == "tag":
        return Followed(kind, row.id, f"#{row.name}", urls.tag(row.slug), row.followers)
    member = row if kind == "member" else row.owner
    return Followed(kind, row.id, member.display_name, urls.person(member.handle), row.followers)


def _there() -> tuple[Any, ...]:
    return (Member.active, ~Member.handle.startswith(GONE), *apart(Member.id))


_ROWS: dict[str, Callable[[int], Any]] = {
    "member": lambda target: Member.select().where(Member.id == target, *_there()),
    "tag": lambda target: Tag.select().where(Tag.id == target, known_to(viewer().id)),
    "storefront": lambda target: (
        Storefront.select(Storefront, Member)
        .join(Member)
        .where(Storefront.id == target, Storefront.state.in_(PUBLIC), *_there())
    ),
}


def name_of(member_id: int) -> str | None:
    """What a member is called, whether or not a block parts them from the reader; None for who is not there."""
    if member_id >= 2**31:
        return None
    there = Member.select(Member.display_name).where(
        Member.id == member_id, Member.active, ~Member.handle.startswith(GONE)
    )
    row = there.tuples().first()
    return str(row[0]) if row else None
