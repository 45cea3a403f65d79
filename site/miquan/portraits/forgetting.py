"""Forgetting by night what has faded: a few members at a time, so that nobody who writes has to wait for it."""

from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.bulk import delete_rows
from miquan.db import now, transaction
from miquan.outbox.claims import later
from miquan.portraits import rules
from miquan.portraits.models import Pause, Signal, Weight

# So many weights of a member are kept, the heaviest.
MOST_WEIGHTS = 300
KEPT_DAYS = 180
# Members whom one transaction looks at.
MEMBERS = 100
# After so many half-lives every weight is faint.
_HALVINGS = 16


def forget_faint() -> int:
    """What has decayed to nearly nothing, signals too old to be taken back, and the least of too many. Returns how many."""
    last = Member.select(fn.MAX(Member.id)).scalar() or 0
    gone = sum(_forget_of(first, first + MEMBERS) for first in range(0, last + 1, MEMBERS))
    old = later(-KEPT_DAYS * 86_400.0)
    delete_rows(Signal, Signal.at < old)
    delete_rows(Pause, Pause.until < old)
    return gone


def _forget_of(first: int, end: int) -> int:
    """Of the members from `first` to before `end`, by the index that begins with them."""
    theirs = (Weight.member >= first) & (Weight.member < end)
    with transaction():
        gone = int(Weight.delete().where(theirs, _faint()).execute())
        rows = Weight.select(Weight.member).where(theirs).group_by(Weight.member)
        crowded = [member for (member,) in rows.having(fn.COUNT(Weight.id) > MOST_WEIGHTS).tuples()]
        return gone + sum(map(_thin, crowded))


def _faint() -> Any:
    """SQL: decayed to less than anybody sees; one step for each half-life, since not every database has powers."""
    found: Any = None
    for halvings in range(_HALVINGS):
        heavy, days = rules.FAINT * 2.0**halvings, rules.HALF_LIFE_DAYS * halvings
        light: Any = (Weight.weight <= heavy) & (Weight.weight >= -heavy) & (Weight.at < later(-days * 86_400.0))
        found = light if found is None else found | light
    return found


def _thin(member: int) -> int:
    moment = now()
    rows = list(Weight.select().where(Weight.member == member))
    rows.sort(key=lambda row: -abs(rules.decayed(row.weight, row.at, moment)))
    ids = [row.id for row in rows[MOST_WEIGHTS:]]
    return int(Weight.delete().where(Weight.id.in_(ids or [0])).execute())
