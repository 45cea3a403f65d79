"""The letters that were asked for."""

from typing import Any

from miquan.outbox import Event, EventRow


def mails() -> list[dict[str, Any]]:
    """What each letter says, oldest first."""
    rows = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id)
    return [row.data for row in rows]
