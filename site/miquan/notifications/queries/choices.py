"""How a member hears of what."""

from miquan.notifications.models import NoticeChoice, NoticeHours
from miquan.notifications.registry import TYPES


def channels_of(member_id: int) -> dict[str, str]:
    """Every type with the way that they chose, or its own."""
    mine = NoticeChoice.select(NoticeChoice.type, NoticeChoice.channel).where(NoticeChoice.member == member_id)
    chosen = dict(mine.tuples())
    return {name: chosen.get(name, str(type_.channel)) for name, type_ in TYPES.items()}


def quiet_hours(member_id: int) -> tuple[int, int] | None:
    row = NoticeHours.select(NoticeHours.since, NoticeHours.until).where(NoticeHours.member == member_id)
    found: tuple[int, int] | None = row.tuples().first()
    return found
