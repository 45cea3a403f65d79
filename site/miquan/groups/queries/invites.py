"""Links that let people into a group."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from peewee import JOIN

from miquan.accounts.models import Member
from miquan.circle.queries.visible import unblocked
from miquan.db import db_now
from miquan.groups import tokens
from miquan.groups.models import Group, GroupInvite
from miquan.groups.queries.cards import GroupLine, group_lines
from miquan.groups.queries.words import html_in_script
from miquan.groups.rules import READABLE
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


@dataclass(frozen=True)
class Front:
    """What whoever has a link may read of a group besides its name and purpose. `by`: who made the link.

    Of a private group that is nothing: who is in it, and how they talk, is for those who are in it.
    """

    by: str = ""
    rules: Markup | str = ""
    reads: bool = False


def front_of(token: str) -> Front:
    """Whoever is parted from who made the link by a block does not see that they did."""
    leads = (GroupInvite.token_hash == tokens.hash_of(token[: tokens.LONGEST])) & (Group.visibility != "private")
    maker = (Member.id == GroupInvite.by) & Member.active & unblocked(viewer().id, Member.id)
    query = GroupInvite.select(Member.display_name, Group.rules_html, Group.lang, Group.visibility).join(Group)
    row = query.join_from(GroupInvite, Member, JOIN.LEFT_OUTER, on=maker).where(leads, open_invites()).tuples().first()
    if row is None:
        return Front()
    by, html, lang, visibility = row
    told = Markup(html_in_script(lang, html))  # noqa: S704  cleaned when it was stored
    return Front(by or "", told, visibility in (*READABLE, "unlisted"))


def invited_to(token: str) -> GroupLine | None:
    """The group that a link leads to, whoever asks; None for one that leads nowhere (any more)."""
    leads = (GroupInvite.token_hash == tokens.hash_of(token[: tokens.LONGEST])) & open_invites()
    ids = GroupInvite.select(GroupInvite.group).where(leads)
    found = group_lines((Group.id.in_(ids), Group.archived_at.is_null(), Group.hidden_from == ""), limit=1)
    return found[0] if found else None
