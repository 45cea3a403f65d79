"""Our own faults, counted by the hour, so that the desk can tell that something breaks; the log has the whole of each."""

from datetime import timedelta
from typing import Any

import structlog
from peewee import CharField, IntegerField, fn

from miquan.db import BaseModel, UtcField, database, now, transaction
from miquan.outbox.timers import every

PLACE_LIMIT = 200
_KEPT = timedelta(days=14)
_log = structlog.get_logger("miquan.faults")


class Fault(BaseModel):
    """One kind of error in one place during one hour. There are no more rows an hour than routes times kinds.

    `code` is the id of the last request that ran into it, as the log and the error page have it.
    """

    hour = UtcField()
    kind = CharField(80)
    place = CharField(PLACE_LIMIT)
    count = IntegerField(default=1)
    last_at = UtcField(default=now)
    code = CharField(32, default="")

    class Meta:
        indexes = ((("hour", "kind", "place"), True),)


def note(kind: str, place: str, code: str = "") -> None:
    """Count one. Never raises: whoever calls has a fault already."""
    at = now()
    row = {"kind": kind[:80], "place": place[:PLACE_LIMIT], "last_at": at, "code": code[:32]}
    try:
        if database.in_transaction():
            return
        with transaction():
            Fault.insert(hour=at.replace(minute=0, second=0, microsecond=0), **row).on_conflict(
                conflict_target=[Fault.hour, Fault.kind, Fault.place],
                update={Fault.count: Fault.count + 1, Fault.last_at: at, Fault.code: row["code"]},
            ).execute()
    except Exception as error:
        _log.warning("fault not counted", kind=kind, error=str(error)[:200])


def lately(hours: int = 24, limit: int = 20) -> list[Any]:
    """(kind, place, count, last time, code) of the last hours, the most frequent first."""
    count = fn.SUM(Fault.count)
    rows = (
        Fault.select(Fault.kind, Fault.place, count, fn.MAX(Fault.last_at), fn.MAX(Fault.code))
        .where(Fault.hour > now() - timedelta(hours=hours))
        .group_by(Fault.kind, Fault.place)
        .order_by(count.desc(), Fault.kind, Fault.place)
        .limit(limit)
    )
    at = Fault.last_at.python_value
    return [(kind, place, int(many), at(last), code) for kind, place, many, last, code in rows.tuples()]


@every(3_600.0, name="faults.old", lane="sweep")
def prune() -> int:
    return int(Fault.delete().where(Fault.hour < now() - _KEPT).execute())
