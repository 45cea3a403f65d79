"""The letters that were asked for."""

from typing import Any

from flask import current_app

from miquan.outbox import Event, EventRow
from miquan.outbox.worker import Worker


def mails() -> list[dict[str, Any]]:
    """What each letter says, oldest first."""
    rows = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id)
    return [row.data for row in rows]


def worked() -> list[dict[str, Any]]:
    """The same once the worker has written what waited for it."""
    worker = Worker(current_app._get_current_object(), ["default"])
    while worker.step("default"):
        pass
    return mails()
