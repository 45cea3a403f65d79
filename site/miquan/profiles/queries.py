"""What is read of portraits."""

from typing import Any

from miquan.media.models import File

PURPOSE = "avatar"


def chosen_portraits(member_id: int) -> Any:
    """Files that a saved profile named and nobody has looked at yet, the newest first."""
    mine = (File.owner == member_id) & (File.purpose == PURPOSE)
    return File.select().where(mine, File.state == "waiting", File.keep_until.is_null()).order_by(File.id.desc())


def portrait_id(member: Any) -> int | None:
    """The picture that a member has chosen: one that still waits, or the one that others see."""
    waiting = chosen_portraits(member.id).first()
    found: int | None = waiting.id if waiting else member.avatar_id
    return found
