"""Who looks after a group, and who has to go."""

from datetime import datetime

from miquan import text
from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.groups.actions.rows import any_group, drop, ended, enter, group_for, other_owners, withdraw_links
from miquan.groups.models import NOTE_LIMIT, Group, Membership
from miquan.groups.queries.ownerless import has_owner
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import INSIDE, TENDING, NotAllowed, NotHere, NotReady, Problem, Verb, may, outranks
from miquan.i18n import lazy
from miquan.moderation.audit import audit
from miquan.moderation.judging import refusals
from miquan.outbox import Event, record


def set_role(group_id: int, member_id: int, role: str, *, by: int) -> bool:
    """Make somebody who is in it member, moderator or owner. An owner steps down only by themselves, and never as the last."""
    if role not in INSIDE:
        raise NotHere
    with transaction():
        group, _mine = group_for(Verb.CHANGE, group_id, by)
        before = role_of(member_id, group_id)
        if before not in INSIDE:
            raise NotHere
        if before == role:
            return False
        if before == "owner" and member_id != by:
            raise NotAllowed(lazy("群主只能自己卸任"))
        if before == "owner" and not other_owners(group, by):
            raise NotReady(Problem("", "last_owner", lazy("你是最後一個群主：先把群交給別人，或封存它")))
        _appoint(group, member_id, role, by)
    return True


def hand_over(group_id: int, member_id: int, *, by: int) -> None:
    """Somebody who is in it owns the group; the owner who hands it over goes on as a moderator."""
    with transaction():
        group, _mine = group_for(Verb.CHANGE, group_id, by)
        if member_id == by or role_of(member_id, group_id) not in INSIDE:
            raise NotHere
        _appoint(group, member_id, "owner", by)
        _appoint(group, by, "moderator", by)


def appoint_owner(group_id: int, member_id: int, *, by: int) -> None:
    """The site gives a group whose owners are all out of sight to somebody who is in it and there. Raises NotHere, NotAllowed."""
    with transaction():
        group = any_group(group_id)
        there = Member.select().where(Member.id == member_id, Member.active).exists()
        if not there or role_of(member_id, group_id) not in INSIDE:
            raise NotHere
        if by == member_id or role_of(by, group_id) in TENDING:
            raise NotAllowed(lazy("和自己有關的事，由別人決定"))
        if has_owner(group_id):
            raise NotAllowed(lazy("這個群有群主，由他們決定"))
        _appoint(group, member_id, "owner", by)
        audit("group.owner_appointed", ("group", group.id), by=by, member=member_id)


def _appoint(group: Group, member_id: int, role: str, by: int) -> None:
    theirs = (Membership.group == group.id) & (Membership.member == member_id)
    Membership.update(role=role, by=by).where(theirs).execute()
    if not may(role, Verb.TEND):
        withdraw_links(group, member_id)
    record(Event.GROUP_CHANGED, subject=("group", group.id), data={"member": member_id, "role": role}, by=by)


def put_out(group_id: int, member_id: int, note: str, *, by: int) -> bool:
    """They are out, and may come again as anybody may."""
    with transaction():
        group, mine = group_for(Verb.TEND, group_id, by)
        role = role_of(member_id, group_id)
        if role not in INSIDE:
            return False
        if not outranks(mine, role):
            raise NotAllowed
        _may_be_said(note, by)
        drop(group, member_id, role)
        ended(group, member_id, "put_out", by=by, note=text.clean_line(note, NOTE_LIMIT))
    return True


def ban(group_id: int, member_id: int, note: str, until: datetime | None, *, by: int, decided: bool = False) -> None:
    """They are out and stay out, until a moment or for good; banned already, the newest word counts. `decided`: by a
    decision, which has looked at the words already.
    """
    note = text.clean_line(note, NOTE_LIMIT)
    with transaction():
        group, mine = group_for(Verb.TEND, group_id, by)
        if not Member.select().where(Member.id == member_id).exists():
            raise NotHere
        role = role_of(member_id, group_id)
        if not outranks(mine, role):
            raise NotAllowed
        if not decided:
            _may_be_said(note, by)
        if drop(group, member_id, role) and role in INSIDE:
            ended(group, member_id, "banned", by=by, note=note)
        enter(group, member_id, "banned", by=by, note=note, until=until)


def _may_be_said(note: str, by: int) -> None:
    """What somebody is told passes the blocklists too. Raises NotReady."""
    if problems := refusals(by, note, "note"):
        raise NotReady(*problems)


def lift_ban(group_id: int, member_id: int, *, by: int, moderator: bool = False) -> bool:
    """They may come again. `moderator`: a decision is taken back, whose right was asked for already."""
    with transaction():
        group = any_group(group_id) if moderator else group_for(Verb.TEND, group_id, by)[0]
        return drop(group, member_id, "banned")
