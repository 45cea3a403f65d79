"""The orders of the desk's list of members, each read on by the key of the last that was shown."""

from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from miquan.accounts.models import Member, MemberSession
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.i18n import lazy
from miquan.moderation.judging import limits
from miquan.moderation.models import Decision
from miquan.text import is_number

NEWEST, SEEN, STANDING = "newest", "seen", "standing"
ORDERS = {NEWEST: lazy("最新加入"), SEEN: lazy("最近來過"), STANDING: lazy("要留意的在前")}
# What comes first by standing.
_SUSPENDED, _LIMITED, _LEAVING, _USUAL = range(4)


@dataclass(frozen=True)
class Order:
    """Members by a value; those with the same by who joined last. `value` is None where joining alone counts."""

    value: Any = None
    descending: bool = True

    def put(self, rows: Any, before: str) -> Any:
        """These members in order, from behind the key."""
        if self.value is None:
            rows = rows.where(Member.id < int(before)) if is_number(before, 9) else rows
            return rows.order_by(Member.id.desc())
        at, _dash, id_ = before.partition("-")
        if is_number(at, 16) and is_number(id_, 9):
            told = Member.created_at.db_value(moment_of(at)) if self.descending else int(at)
            beyond = self.value < told if self.descending else self.value > told
            rows = rows.where(beyond | ((self.value == told) & (Member.id < int(id_))))
        return rows.select_extend(self.value.alias("ranked")).order_by(
            self.value.desc() if self.descending else self.value.asc(), Member.id.desc()
        )

    def key(self, member: Any) -> str:
        if self.value is None:
            return str(member.id)
        return f"{microseconds(member.ranked) if self.descending else member.ranked}-{member.id}"


def order_of(name: str) -> Order:
    """By this name; by joining where there is no such order."""
    if name == SEEN:
        return Order(_last_seen())
    return Order(_standing(), descending=False) if name == STANDING else Order()


def _last_seen() -> Any:
    """As far as their browsers tell; who has none that is signed in was there when they joined."""
    seen = MemberSession.select(fn.MAX(MemberSession.seen_at)).where(MemberSession.member == Member.id)
    return fn.COALESCE(seen, Member.created_at).converter(Member.created_at.python_value)


def _standing() -> Any:
    """Shut out, then looked at first, then leaving, then everybody else."""
    limited = Member.id.in_(limits().select(Decision.member))
    return Case(
        None,
        [
            (Member.suspended_at.is_null(False), _SUSPENDED),
            (limited, _LIMITED),
            (Member.leaving_at.is_null(False), _LEAVING),
        ],
        _USUAL,
    )
