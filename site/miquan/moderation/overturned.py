"""What an objection took back is not done again by whoever had decided it, by a decision or by a way around one."""

from miquan.moderation.models import Appeal, Decision, Hold, Report


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


def ban_was_overturned(group_id: int, member_id: int, by: int) -> bool:
    """Whether an objection took back that this tender had shut this member out of the group."""
    shut = (Decision.verb == "ban") & (Decision.group == group_id) & (Decision.member == member_id)
    won = Appeal.select().join(Decision).where(shut, Decision.by == by, Appeal.outcome == "overturned")
    return bool(won.exists())
