"""Links that let people into a group."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.db import db_now
from miquan.groups import tokens
from miquan.groups.models import Group, GroupInvite
from miquan.groups.queries.cards import GroupLine, group_lines
from miquan.viewer import viewer


@dataclass(frozen=True)
class Invite:
    """A link that still works, as those who tend the group see it. `address` is "" where it can no longer be told."""

    row: GroupInvite
    by: str
    address: str


def open_invites() -> Any:
    """SQL: links that still let somebody in."""
    return (
        GroupInvite.revoked_at.is_null()
        & (GroupInvite.expires_at.is_null() | (GroupInvite.expires_at > db_now()))
        & ((GroupInvite.most == 0) | (GroupInvite.uses < GroupInvite.most))
    )


def invites_of(group_id: int) -> list[Invite]:
    """Newest first."""
    rows = GroupInvite.select(GroupInvite, Member.display_name).join(Member, JOIN.LEFT_OUTER)
    rows = rows.where(GroupInvite.group == group_id, open_invites()).order_by(GroupInvite.id.desc())
    return [Invite(row, row.by.display_name if row.by_id else "", _address(row)) for row in rows]


def _address(row: GroupInvite) -> str:
    token = tokens.token_of(row)
    return f"{viewer().root}/join/{token}" if token else ""


def invited_to(token: str) -> GroupLine | None:
    """The group that a link leads to, whoever asks; None for one that leads nowhere (any more)."""
    leads = (GroupInvite.token_hash == tokens.hash_of(token[: tokens.LONGEST])) & open_invites()
    ids = GroupInvite.select(GroupInvite.group).where(leads)
    found = group_lines((Group.id.in_(ids), Group.archived_at.is_null(), Group.hidden_from == ""), limit=1)
    return found[0] if found else None
