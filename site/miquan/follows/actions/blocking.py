"""Blocking: from then on neither of the two sees the other, anywhere, and neither follows the other."""

from typing import Any

from miquan.accounts.models import Member, MemberRole, Role
from miquan.accounts.rules import GONE
from miquan.db import transaction
from miquan.follows.actions.following import unfollow
from miquan.follows.actions.holding import hold
from miquan.follows.models import Block, Follow
from miquan.follows.parting import moved
from miquan.follows.rules import MOST_BLOCKS, NotHere, NotReady
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.permissions import STAFF
from miquan.storefronts.models import Storefront


def block(member_id: int, *, by: int) -> bool:
    """Whether it is new. Raises NotHere, NotReady with too many and for those who look after the site."""
    with transaction():
        hold(by, member_id)
        there = Member.select().where(Member.id == member_id, Member.active, ~Member.handle.startswith(GONE))
        if member_id == by or not there.exists():
            raise NotHere
        if _looks_after_the_site(by, member_id):
            raise NotReady(lazy("和照看蜜圈的人不能互相封鎖，可以靜音"))
        if not Block.insert(member=by, blocked=member_id).on_conflict_ignore().as_rowcount().execute():
            return False
        if Block.select().where(Block.member == by).count() > MOST_BLOCKS:
            raise NotReady(lazy("封鎖的人已經很多了，先放掉幾個"))
        moved(by, member_id)
        _part(by, member_id)
        _part(member_id, by)
        record(Event.MEMBER_BLOCKED, subject=("member", member_id), by=by)
    return True


def unblock(member_id: int, *, by: int) -> bool:
    """Whether they had blocked them. What was followed before is not followed again."""
    with transaction():
        hold(by, member_id)
        if not Block.delete().where(Block.member == by, Block.blocked == member_id).execute():
            return False
        moved(by, member_id)
        record(Event.MEMBER_UNBLOCKED, subject=("member", member_id), by=by)
    return True


def lift_blocks(member_id: int) -> int:
    """Nobody hides from who looks after the site, and they hide from nobody: what was blocked before is not any more.

    Told when they were given the role; does nothing for who has none any more. Returns how many.
    """
    with transaction():
        # Who is just being blocked or blocks is waited for: that act did not know of the role yet.
        hold(member_id)
        if not _looks_after_the_site(member_id):
            return 0
        return int(Block.delete().where((Block.member == member_id) | (Block.blocked == member_id)).execute())


def _looks_after_the_site(*members: int) -> bool:
    """Whether one of them moderates or operates: nobody hides from those, and they see everybody."""
    staff = MemberRole.select().join(Role).where(MemberRole.member.in_(members), Role.name.in_(STAFF))
    return bool(staff.exists())


def _part(one: int, other: int) -> None:
    """The one follows neither the other nor their storefront any more."""
    shop = Storefront.select(Storefront.id).where(Storefront.owner == other)
    theirs: Any = ((Follow.kind == "member") & (Follow.target == other)) | (
        (Follow.kind == "storefront") & Follow.target.in_(shop)
    )
    for kind, target in list(Follow.select(Follow.kind, Follow.target).where(Follow.follower == one, theirs).tuples()):
        unfollow(kind, target, by=one)
