"""Everything that is read of accounts."""

import hmac
from datetime import timedelta

from miquan.accounts.models import HandleChange, Member, MemberRole, MemberSession, Role, SecurityEvent
from miquan.accounts.rules import HANDLE
from miquan.config import settings
from miquan.db import db_now, now

_HANDLE_REST = timedelta(days=365)


def handle_is_free(handle: str, member_id: int = 0) -> bool:
    """Nobody has it, and nobody else than this member gave it up within a year."""
    if Member.select().where(Member.handle == handle).exists():
        return False
    same = HandleChange.handle.in_([handle, *_rests(handle)])
    rests = (same, HandleChange.at > now() - _HANDLE_REST, HandleChange.member != member_id)
    return not HandleChange.select().where(*rests).exists()


def sessions_of(member_id: int) -> list[MemberSession]:
    """Where the member is signed in, the browser used last first."""
    query = MemberSession.select().where(MemberSession.member == member_id, MemberSession.expires_at > db_now())
    return list(query.order_by(MemberSession.seen_at.desc(), MemberSession.id.desc()))


def former_addresses(member_id: int) -> list[str]:
    """E-mail addresses that the member had before, as the record of the account's safety has them."""
    changes = (SecurityEvent.member == member_id) & (SecurityEvent.kind == "email_changed")
    told = [data.get("old") for (data,) in SecurityEvent.select(SecurityEvent.data).where(changes).tuples()]
    return [str(address) for address in told if address]


def resting(handle: str) -> str:
    """What stands for a handle that nobody may know any more: keyed, so that handles cannot be tried out on it."""
    return _rests(handle)[0]


def _rests(handle: str) -> list[str]:
    """By the installation's key, and by those it had before."""
    return [_keyed(key, handle) for key in settings().keys]


def _keyed(key: str, handle: str) -> str:
    return "~" + hmac.new(key.encode(), b"resting handle:" + handle.lower().encode(), "sha256").hexdigest()[:29]


def roles_of(member_id: int) -> frozenset[str]:
    """The names of a member's roles."""
    query = Role.select(Role.name).join(MemberRole).where(MemberRole.member == member_id)
    return frozenset(name for (name,) in query.tuples())


def by_handle(handle: str) -> Member | None:
    known = HANDLE.fullmatch(handle.lower())
    found: Member | None = Member.get_or_none(Member.handle == handle.lower()) if known else None
    return found
