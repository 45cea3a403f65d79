"""What somebody is to a group."""

from miquan.db import db_now
from miquan.groups.models import Membership


def role_of(member_id: int | None, group_id: int) -> str:
    """member, moderator, owner, applicant, banned (while it lasts), or "" for everybody else."""
    if member_id is None:
        return ""
    over = (Membership.role == "banned") & (Membership.until <= db_now())
    row = Membership.select(Membership.role).where(
        Membership.group == group_id, Membership.member == member_id, Membership.until.is_null() | ~over
    )
    return str(row.scalar() or "")
