"""Links that let people in."""

import secrets
from datetime import datetime

from miquan.db import held, now, transaction
from miquan.groups import rules, tokens
from miquan.groups.actions.rows import enter, group_for, is_open
from miquan.groups.models import Group, GroupInvite
from miquan.groups.queries.invites import open_invites
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import INSIDE, NotAllowed, NotHere, NotReady, Problem, Verb
from miquan.i18n import lazy


def invite(group_id: int, *, by: int, until: datetime | None = None, most: int = 0) -> GroupInvite:
    """A link that works until a moment (None: for good) and for so many members (0: for all). Raises NotReady."""
    with transaction():
        group, _role = group_for(Verb.TEND, group_id, by)
        is_open(group)
        if GroupInvite.select().where(GroupInvite.group == group.id, open_invites()).count() >= rules.MAX_INVITES:
            raise NotReady(Problem("days", "many", lazy("連結太多了，先收回幾個")))
        # The token follows from the row, so the row comes first.
        made: GroupInvite = GroupInvite.create(
            group=group.id, by=by, token_hash=secrets.token_hex(32), most=most, expires_at=until
        )
        made.token_hash = tokens.hash_of(tokens.new_token(made))
        made.save()
    return made


def revoke(group_id: int, invite_id: int, *, by: int) -> bool:
    """Nobody comes in by it any more."""
    with transaction():
        group, _role = group_for(Verb.TEND, group_id, by)
        mine = (GroupInvite.id == invite_id) & (GroupInvite.group == group.id) & GroupInvite.revoked_at.is_null()
        return bool(GroupInvite.update(revoked_at=now()).where(mine).execute())


def come_in(token: str, *, by: int) -> Group:
    """Into the group that the link leads to; who is in it already uses none of it up.

    Raises NotHere for a link that leads nowhere (any more), NotAllowed for somebody who was shut out.
    """
    with transaction():
        found = GroupInvite.get_or_none(GroupInvite.token_hash == tokens.hash_of(token))
        if found is None:
            raise NotHere
        group: Group = held(Group.select().where(Group.id == found.group_id)).get()
        if group.hidden_from:
            raise NotHere
        role = role_of(by, group.id)
        if role in INSIDE:
            return group
        is_open(group)
        if role == "banned":
            raise NotAllowed(lazy("管理的人請你先不要進來"))
        used = GroupInvite.update(uses=GroupInvite.uses + 1).where(GroupInvite.id == found.id, open_invites())
        if not used.execute():
            raise NotHere
        enter(group, by, "member", by=found.by_id or by)
    return group
