"""What threads tell their group of: how many there are, and that somebody spoke. Inside the transaction of what they count."""

from datetime import timedelta

from miquan.db import now
from miquan.groups.models import Group

# Lists of groups go by minutes: whoever speaks in between waits for nobody at the group's row.
_FINENESS = timedelta(minutes=1)


def count_threads(group_id: int, step: int) -> None:
    Group.update(threads=Group.threads + step).where(Group.id == group_id).execute()


def stirred(group_id: int) -> None:
    """Somebody has spoken in it."""
    at = now()
    Group.update(active_at=at).where(Group.id == group_id, Group.active_at < at - _FINENESS).execute()
