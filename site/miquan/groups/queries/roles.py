"""What somebody is to a group."""

from typing import Any

from miquan.db import db_now
from miquan.groups.models import Membership


def role_of(member_id: int | None, group_id: int) -> str:
    """member, moderator, owner, applicant, banned (while it lasts), or "" for everybody else."""
    return str(role_in(member_id, group_id).scalar() or "") if member_id is not None else ""


def ban_of(member_id: int, group_id: int) -> Membership | None:
    """Why and until when they are shut out, while they are."""
    query = Membership.select().where(Membership.group == group_id, Membership.member == member_id)
    found: Membership | None = query.where(Membership.role == "banned").first()
    return found


def role_in(member_id: int, group_id: Any) -> Any:
    """As a query of one value; `group_id` is a number, or a column of the query that it stands in."""
    over = (Membership.role == "banned") & (Membership.until <= db_now())
    return Membership.select(Membership.role).where(
        Membership.group == group_id, Membership.member == member_id, Membership.until.is_null() | ~over
    )
