"""Rows of groups as actions take them: the group held, memberships coming and going with their counter."""

from typing import Any

from miquan.accounts.models import Member
from miquan.db import held, now
from miquan.groups import rules
from miquan.groups.models import Group, GroupInvite, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.queries.visible import known_to
from miquan.groups.rules import INSIDE, NotAllowed, NotHere
from miquan.i18n import lazy
from miquan.outbox import Event, record


def known_group(group_id: int, member_id: int) -> Group:
    """A group that this member may know of, held until the transaction ends. Raises NotHere."""
    here = (Group.id == group_id) & known_to(member_id, listed=False)
    found: Group | None = held(Group.select().where(here)).first()
    if found is None:
        raise NotHere
    return found


def any_group(group_id: int) -> Group:
    """A group whoever acts, held. Raises NotHere."""
    found: Group | None = held(Group.select().where(Group.id == group_id)).first()
    if found is None:
        raise NotHere
    return found


def group_for(verb: str, group_id: int, member_id: int) -> tuple[Group, str]:
    """As `known_group`, for somebody who may do this in it; and their role. Raises NotHere, NotAllowed."""
    group = known_group(group_id, member_id)
    role = role_of(member_id, group_id)
    if not rules.may(role, verb):
        raise NotAllowed
    return group, role


def is_open(group: Group) -> None:
    """Raises NotAllowed for an archived group."""
    if group.archived_at is not None:
        raise NotAllowed(lazy("這個群封存了"))


def enter(group: Group, member_id: int, role: str, *, by: int, **more: Any) -> None:
    """They are in the group as this, whatever they were to it outside."""
    outside = (Membership.group == group.id) & (Membership.member == member_id)
    Membership.delete().where(outside, Membership.role.not_in(INSIDE)).execute()
    Membership.create(group=group.id, member=member_id, role=role, by=by, **more)
    if role in INSIDE:
        count(group, 1)
        record(Event.MEMBERSHIP_GIVEN, subject=("group", group.id), data={"member": member_id, "role": role}, by=by)


def drop(group: Group, member_id: int, role: str) -> bool:
    """Their row of this role goes. Whether there was one."""
    mine = (Membership.group == group.id) & (Membership.member == member_id) & (Membership.role == role)
    gone = bool(Membership.delete().where(mine).execute())
    if gone and role in INSIDE:
        count(group, -1)
        withdraw_links(group, member_id)
    return gone


def withdraw_links(group: Group, member_id: int) -> None:
    """The links that they made let nobody in any more: they look after it no longer."""
    theirs = (GroupInvite.group == group.id) & (GroupInvite.by == member_id) & GroupInvite.revoked_at.is_null()
    GroupInvite.update(revoked_at=now()).where(theirs).execute()


def ended(group: Group, member_id: int, how: str, *, by: int, note: str = "") -> None:
    """Tell that somebody is no longer in it: they left, were put out, or banned."""
    data = {"member": member_id, "how": how, "note": note}
    record(Event.MEMBERSHIP_ENDED, subject=("group", group.id), data=data, by=by)


def count(group: Group, step: int) -> None:
    Group.update(members=Group.members + step).where(Group.id == group.id).execute()


def other_owners(group: Group, member_id: int) -> bool:
    """Whether somebody else owns it who is there to look after it."""
    owners = (Membership.group == group.id) & (Membership.role == "owner") & (Membership.member != member_id)
    there = Membership.select().join(Member, on=(Member.id == Membership.member))
    return bool(there.where(owners, Member.active).exists())
