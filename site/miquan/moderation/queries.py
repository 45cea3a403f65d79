"""What is read of suspensions, and of what a member has reported or decided before."""

from dataclasses import dataclass

from miquan.accounts.models import Member
from miquan.accounts.standing import objection_token
from miquan.moderation.models import Appeal, Decision, Hold, Report, Suspension


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


def was_overturned(kind: str, subject_id: int, by: int) -> bool:
    """Whether an objection took back what this member decided about it, and nobody else has reported it since for something
    that was not discarded, and it was not held again.
    """
    mine = (Decision.subject_kind == kind) & (Decision.subject_id == subject_id) & (Decision.by == by)
    won = Appeal.select(Appeal.decided_at).join(Decision).where(mine, Appeal.outcome == "overturned")
    last = won.order_by(Appeal.decided_at.desc()).first()
    if last is None:
        return False
    about = (Report.subject_kind == kind) & (Report.subject_id == subject_id) & (Report.created_at > last.decided_at)
    others = (Report.reporter != by) & (Report.state != "discarded")
    held = (Hold.subject_kind == kind) & (Hold.subject_id == subject_id) & (Hold.at > last.decided_at)
    return not Report.select().where(about, others).exists() and not Hold.select().where(held).exists()
