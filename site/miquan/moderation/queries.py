"""What is read of suspensions, and of what a member has reported."""

from dataclasses import dataclass

from miquan.accounts.models import Member
from miquan.accounts.standing import objection_token
from miquan.moderation.models import Report, Suspension


@dataclass(frozen=True)
class Standing:
    """Why somebody is shut out, and where they can object."""

    reason: str
    token: str


def standing(member: Member) -> Standing | None:
    """None for somebody who is not shut out."""
    if member.suspended_at is None:
        return None
    row = Suspension.get_or_none(Suspension.member == member.id, Suspension.lifted_at.is_null())
    return Standing(row.reason if row else "", objection_token(member))


def has_reported(member_id: int, kind: str, subject_id: int) -> bool:
    """Whether this member has reported the thing before."""
    mine = (Report.reporter == member_id) & (Report.subject_kind == kind) & (Report.subject_id == subject_id)
    return bool(Report.select().where(mine).exists())
