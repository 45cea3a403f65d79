"""Everything that is read of accounts."""

from datetime import timedelta

from miquan.accounts.models import HandleChange, Member, MemberRole, Role
from miquan.db import now

_HANDLE_REST = timedelta(days=365)


def handle_is_free(handle: str) -> bool:
    """Nobody has it, and nobody gave it up within a year."""
    if Member.select().where(Member.handle == handle).exists():
        return False
    return (
        not HandleChange.select().where(HandleChange.handle == handle, HandleChange.at > now() - _HANDLE_REST).exists()
    )


def roles_of(member_id: int) -> frozenset[str]:
    """The names of a member's roles."""
    query = Role.select(Role.name).join(MemberRole).where(MemberRole.member == member_id)
    return frozenset(name for (name,) in query.tuples())


def by_handle(handle: str) -> Member | None:
    found: Member | None = Member.get_or_none(Member.handle == handle.lower())
    return found
