"""Reading: what was shown is read, and what happens from then on opens another notice."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from miquan.db import now, transaction
from miquan.notifications.models import Notice

_OPEN = Notice.closed == 0


def seen(member_id: int, ids: Collection[int], last: int) -> int:
    """These were shown with causes up to `last`; one that has taken in another since stays unread. Returns how many."""
    return _close(member_id, Notice.id.in_(list(ids)) & (Notice.last <= last)) if ids else 0


def read_all(member_id: int, until: datetime) -> int:
    """Everything that was there at this moment. Returns how many."""
    return _close(member_id, Notice.at <= until)


def _close(member_id: int, which: Any) -> int:
    with transaction():
        values = {Notice.closed: Notice.id, Notice.read_at: now()}
        return int(Notice.update(values).where(Notice.member == member_id, _OPEN, which).execute())
