"""Telling that a portrait has changed, so that recommendations are made anew: once for all that comes together."""

from collections.abc import Collection
from typing import Any

from miquan.db import db_now, now
from miquan.outbox import Event
from miquan.outbox.claims import later
from miquan.outbox.table import record_many
from miquan.portraits.models import Portrait

# Seconds: what was only looked at waits for more of it; what was done on purpose shows soon.
SETTLE, SOON = 900.0, 20.0
# An event that falls due before the transaction that relies on it has ended would not know of it.
_GRACE = 5.0


def tell(members: Collection[int], wait: float = SOON) -> None:
    """Their recommendations are to be made anew, in `wait` seconds at most. Joins a transaction.

    Where an event is on its way that will be told early enough, there is no need of another.
    """
    mine = Portrait.member.in_(sorted(members))
    Portrait.update(changed_at=now()).where(mine).execute()
    known: Any = (Portrait.told_until > db_now()) & (Portrait.told_until <= later(wait - _GRACE))
    untold = Portrait.told_until.is_null() | ~known
    rows = Portrait.update(told_until=later(wait - _GRACE)).where(mine, untold).returning(Portrait.member)
    ids = sorted(row.member_id for row in rows.execute())
    record_many(Event.PORTRAIT_CHANGED, "member", ids, due_at=later(wait))
