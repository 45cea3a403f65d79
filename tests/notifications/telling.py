"""What tests of notifications have in common: the worker's part, and what a member is told."""

from typing import Any

from flask import current_app

from miquan.accounts.models import Member
from miquan.notifications.queries import unread
from miquan.notifications.queries.inbox import Row, inbox
from miquan.outbox.worker import Worker

LANE = "notices"


def told() -> None:
    """What happened is told."""
    worker = Worker(current_app._get_current_object(), [LANE])  # type: ignore[attr-defined]
    while worker.step(LANE):
        pass


def rows(member: Member, **more: Any) -> list[Row]:
    return inbox(member.id, **more).rows


def sentences(member: Member) -> list[str]:
    """What their inbox says now, the newest first."""
    told()
    found = [row.sentence for row in rows(member)]
    # The bar and the inbox count by one condition.
    assert unread.count(member.id) == sum(not row.is_read for row in rows(member))
    return found
