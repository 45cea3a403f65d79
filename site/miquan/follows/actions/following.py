"""Following a member, a tag or a storefront's new products. A follow is a row; counters move only when one came or went.

Visitors' pages learn of it within a minute: a follow does not drop all of them.
"""

from collections.abc import Callable
from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.bulk import repoint
from miquan.circle.queries.tags import is_known
from miquan.circle.queries.visible import unblocked
from miquan.db import transaction
from miquan.follows.actions.holding import hold
from miquan.follows.models import Follow, Mute
from miquan.follows.rules import FOLLOWED, MOST_FOLLOWS, NotHere, NotReady
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.products.models import Tag
from miquan.storefronts.models import PUBLIC, Storefront

COUNTED: dict[str, Any] = {"member": Member, "tag": Tag, "storefront": Storefront}
_BEGUN = {
    "member": Event.MEMBER_FOLLOWED, "tag": Event.TAG_FOLLOWED, "storefront": Event.STOREFRONT_FOLLOWED,
}  # fmt: skip
_CEASED = {
    "member": Event.MEMBER_UNFOLLOWED, "tag": Event.TAG_UNFOLLOWED, "storefront": Event.STOREFRONT_UNFOLLOWED,
}  # fmt: skip


def _member(target: int, by: int) -> bool:
    hold(by, target)
    there = Member.select().where(Member.id == target, Member.active, Member.id != by, unblocked(by, Member.id))
    return bool(there.where(~Member.handle.startswith(GONE)).exists())


def _tag(target: int, by: int) -> bool:
    return is_known(target, by)


def _storefront(target: int, by: int) -> bool:
    owner = Storefront.select(Storefront.owner).where(Storefront.id == target).tuples().first()
    if owner is None:
        return False
    hold(by, owner[0])
    open_ = (Storefront.id == target, Storefront.owner != by, Storefront.state.in_(PUBLIC), Member.active)
    return bool(Storefront.select().join(Member).where(*open_, unblocked(by, Storefront.owner)).exists())


# Whether a member may follow the thing of this id; the people it is about are held from then on.
_MAY: dict[str, Callable[[int, int], bool]] = {"member": _member, "tag": _tag, "storefront": _storefront}


def follow(kind: str, target: int, *, by: int) -> bool:
    """Whether it is new. Raises NotHere for what they may not see or cannot follow, NotReady with too many."""
    with transaction():
        if kind not in FOLLOWED or not _MAY[kind](target, by):
            raise NotHere
        if not Follow.insert(follower=by, kind=kind, target=target).on_conflict_ignore().as_rowcount().execute():
            return False
        if Follow.select().where(Follow.follower == by).count() > MOST_FOLLOWS:
            raise NotReady(lazy("你關注的已經很多了，先放掉幾個"))
        _step(kind, target, by, 1)
        record(_BEGUN[kind], subject=(kind, target), by=by)
    return True


def unfollow(kind: str, target: int, *, by: int) -> bool:
    """Whether they followed it; also what they no longer see."""
    with transaction():
        if kind == "member":
            hold(by, target)
        mine = (Follow.follower == by) & (Follow.kind == kind) & (Follow.target == target)
        if not Follow.delete().where(mine).execute():
            return False
        _step(kind, target, by, -1)
        record(_CEASED[kind], subject=(kind, target), by=by)
    return True


def move_tag(old: int, new: int) -> None:
    """Whoever followed or muted the one tag follows or mutes the other."""
    repoint(Follow, Follow.target, old, new, [Follow.follower, Follow.kind], Follow.kind == "tag")
    repoint(Mute, Mute.target, old, new, [Mute.member, Mute.kind], Mute.kind == "tag")
    followers = Follow.select(fn.COUNT(Follow.id)).where(Follow.kind == "tag", Follow.target == new)
    Tag.update(followers=followers).where(Tag.id == new).execute()


def _step(kind: str, target: int, by: int, step: int) -> None:
    model = COUNTED[kind]
    model.update(followers=model.followers + step).where(model.id == target).execute()
    if kind == "member":
        Member.update(following=Member.following + step).where(Member.id == by).execute()
