"""Being shut out and let in again, and the one thing that somebody shut out may still do: object."""

from itsdangerous import BadSignature, URLSafeSerializer

from miquan.accounts.ending import end_all
from miquan.accounts.models import Member
from miquan.accounts.tokens import signing_keys
from miquan.db import now, transaction
from miquan.versions import bump

_SALT = "objection"
# What is kept of members. Lists of goods look at products' own changes only, so they are read anew, too.
SEEN_EVERYWHERE = ("catalogue", "pages", "people")


def shut_out(member_id: int) -> bool:
    """Out of sight and signed out everywhere, at once. False when they were shut out already."""
    with transaction():
        free = (Member.id == member_id) & Member.suspended_at.is_null()
        if not Member.update(suspended_at=now(), active=False).where(free).execute():
            return False
        end_all(member_id)
        bump(*SEEN_EVERYWHERE)
    return True


def let_in(member_id: int) -> bool:
    """Back in sight, unless they are leaving. False when they were not shut out."""
    with transaction():
        shut = (Member.id == member_id) & Member.suspended_at.is_null(False)
        if not Member.update(suspended_at=None, active=Member.leaving_at.is_null()).where(shut).execute():
            return False
        bump(*SEEN_EVERYWHERE)
    return True


def objection_token(member: Member) -> str:
    """For the address at which a member objects to being shut out; dead once they are let in."""
    return str(_signer().dumps([member.id, _moment(member)]))


def objecting(token: str) -> Member | None:
    """The member who holds this token, while what it objects to lasts."""
    try:
        member_id, moment = _signer().loads(token[:200])
    except (BadSignature, ValueError, TypeError):
        return None
    member: Member | None = Member.get_or_none(Member.id == member_id, Member.suspended_at.is_null(False))
    return member if member is not None and _moment(member) == moment else None


def _moment(member: Member) -> str:
    return f"{member.suspended_at:%Y%m%d%H%M%S%f}" if member.suspended_at else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt=_SALT)
