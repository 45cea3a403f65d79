"""Changing accounts: joining, roles."""

import secrets

from miquan import text
from miquan.accounts.models import Member, MemberRole, MemberText, Role
from miquan.db import transaction
from miquan.i18n import OTHER_SCRIPT
from miquan.outbox import Event, record
from miquan.permissions import STAFF

ROLES = ("member", "buyer", "moderator", "operator")


def join(
    *,
    email: str,
    password: str | None,
    handle: str,
    display_name: str,
    lang: str,
    inviter: int | None = None,
    **profile: object,
) -> Member:
    """A new member. `password` is a hash already, or None for somebody who cannot sign in by one."""
    with transaction():
        member: Member = Member.create(
            email=email.lower(),
            password=password,
            handle=handle.lower(),
            display_name=display_name,
            lang=lang,
            inviter=inviter,
            fs_uniquifier=secrets.token_hex(32),
            **profile,
        )
        grant(member.id, "member")
        convert_texts(member)
        record(Event.MEMBER_JOINED, subject=("member", member.id), by=member.id)
    return member


def grant(member_id: int, role: str) -> None:
    """Give a member a role; again is no error. Roles that look after the site are told of. Raises ValueError for one that does not exist."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    with transaction():
        Role.insert(name=role).on_conflict_ignore().execute()
        row = Role.get(Role.name == role)
        new = MemberRole.insert(member=member_id, role=row.id).on_conflict_ignore().as_rowcount().execute()
        if new and role in STAFF:
            record(Event.ROLE_GRANTED, subject=("member", member_id), data={"role": role})


def revoke(member_id: int, role: str) -> bool:
    """Take a role away; whether they had it. Raises ValueError for one that does not exist, and for being a member."""
    if role not in ROLES or role == "member":
        raise ValueError(f"no such role: {role}")
    with transaction():
        named = Role.select(Role.id).where(Role.name == role)
        gone = MemberRole.delete().where(MemberRole.member == member_id, MemberRole.role.in_(named))
        return bool(gone.execute())


def convert_texts(member: Member) -> None:
    """The member's texts in the other Chinese script."""
    other = OTHER_SCRIPT.get(member.lang)
    MemberText.delete().where(MemberText.member == member.id).execute()
    if other and member.bio:
        fields = {"bio": text.to_script(member.bio, other)}
        MemberText.insert(member=member.id, lang=other, fields=fields).execute()
