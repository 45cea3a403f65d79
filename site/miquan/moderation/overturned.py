"""What was taken back after an objection is not done again by a way around decisions."""

from miquan.moderation.models import Appeal, Decision


def ban_was_overturned(group_id: int, member_id: int, by: int) -> bool:
    """Whether an objection took back that this tender had shut this member out of the group."""
    shut = (Decision.verb == "ban") & (Decision.group == group_id) & (Decision.member == member_id)
    won = Appeal.select().join(Decision).where(shut, Decision.by == by, Appeal.outcome == "overturned")
    return bool(won.exists())
