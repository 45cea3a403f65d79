"""Learning from what members do, and forgetting what they take back. Everything here may be told twice.

A signal is one row a member, verb, thing and day; its weight is added in the transaction that adds the row. Whoever
has paused their portrait is not learnt about, and what happened in that time is never caught up with; nor is what
happened before all was forgotten and is only told now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from peewee import fn

from miquan.db import held, now, transaction
from miquan.outbox import Event, record
from miquan.outbox.claims import later
from miquan.portraits import rules
from miquan.portraits.aspects import About, Thing, about
from miquan.portraits.models import Portrait, Signal, Weight
from miquan.portraits.rules import Aspect

# What a member's recommendations wait for more of, before they are made anew.
SETTLE = 60.0
# So many weights of a member are kept, the heaviest.
MOST_WEIGHTS = 300
KEPT_DAYS = 180
# After so many half-lives every weight is faint.
_HALVINGS = 16


@dataclass(frozen=True)
class Done:
    """What a member did with a thing (a verb of rules.WEIGHTS), and when."""

    member: int
    verb: str
    kind: str
    item: int
    at: datetime

    @property
    def thing(self) -> Thing:
        return self.kind, self.item


def learn(done: Sequence[Done]) -> int:
    """Add what is new of this; of one's own things and of what is not for everyone nothing is learnt. Returns how many."""
    known = about({one.thing for one in done})
    counted = [one for one in done if one.thing in known and known[one.thing].owner != one.member]
    order = sorted(counted, key=lambda one: (one.member, one.at))
    return sum(_learn_of(member, list(some), known) for member, some in groupby(order, key=lambda one: one.member))


def _learn_of(member: int, done: list[Done], known: dict[Thing, About]) -> int:
    with transaction():
        row = portrait_of(member)
        if row.paused:
            return 0
        new = [one for one in done if (row.reset_at is None or one.at > row.reset_at) and _is_new(one)]
        changes = _Changes(member)
        for one in new:
            changes.add(rules.added(one.verb, known[one.thing].aspects), one.at)
        changes.store()
        if new:
            tell(member)
    return len(new)


def portrait_of(member: int) -> Portrait:
    """A member's, held until the transaction ends: whoever changes their weights waits for each other."""
    Portrait.insert(member=member).on_conflict_ignore().execute()
    found: Portrait = held(Portrait.select().where(Portrait.member == member)).get()
    return found


def tell(member: int, *, at_once: bool = False) -> None:
    """Their recommendations are to be made anew, when nothing more has come for a while. Joins a transaction."""
    record(Event.PORTRAIT_CHANGED, ("member", member), by=member, due_at=None if at_once else later(SETTLE))


def _is_new(one: Done) -> bool:
    row = Signal.insert(
        member=one.member, verb=one.verb, kind=one.kind, item=one.item, day=one.at.date(), at=one.at
    ).on_conflict_ignore()
    return bool(row.as_rowcount().execute())


def take_back(member: int, verb: str, kind: str, item: int) -> int:
    """What they undid is forgotten: its signals go, and what is left of their weights. Returns how many signals."""
    mine = (Signal.member == member) & (Signal.verb == verb) & (Signal.kind == kind) & (Signal.item == item)
    known = about([(kind, item)], any_state=True).get((kind, item), About())
    with transaction():
        portrait_of(member)
        moments = [at for (at,) in Signal.select(Signal.at).where(mine).tuples()]
        Signal.delete().where(mine).execute()
        changes = _Changes(member)
        for at in moments:
            changes.take_back(rules.added(verb, known.aspects), at)
        changes.store()
        if moments:
            tell(member)
    return len(moments)


class _Changes:
    """Weights of one member, read when they are first needed and written together."""

    def __init__(self, member: int) -> None:
        self._member = member
        self._steps: list[tuple[Aspect, float, datetime, bool]] = []

    def add(self, weights: dict[Aspect, float], at: datetime) -> None:
        self._steps += [(aspect, weight, at, False) for aspect, weight in weights.items()]

    def take_back(self, weights: dict[Aspect, float], at: datetime) -> None:
        self._steps += [(aspect, weight, at, True) for aspect, weight in weights.items()]

    def store(self) -> None:
        keys = {key for (_kind, key), *_rest in self._steps}
        if not keys:
            return
        rows = Weight.select().where(Weight.member == self._member, Weight.key.in_(sorted(keys)))
        held_ = {(row.kind, row.key): (row.weight, row.at) for row in rows}
        for aspect, weight, at, back in self._steps:
            old, since = held_.get(aspect, (0.0, at))
            moment = max(since, at)
            left, more = rules.decayed(old, since, moment), rules.decayed(weight, at, moment)
            after = rules.after_taking_back(left, more) if back else rules.after_adding(left, more)
            held_[aspect] = after, moment
        for kind, key in sorted({aspect for aspect, *_rest in self._steps}):
            weight, at = held_[kind, key]
            values = {"member": self._member, "kind": kind, "key": key, "weight": weight, "at": at}
            Weight.insert(values).on_conflict(
                conflict_target=[Weight.member, Weight.kind, Weight.key], update={"weight": weight, "at": at}
            ).execute()


def forget_faint() -> int:
    """What has decayed to nearly nothing, signals too old to be taken back, and the least of too many. Returns how many."""
    gone = 0
    for halvings in range(_HALVINGS):
        heavy, days = rules.FAINT * 2.0**halvings, rules.HALF_LIFE_DAYS * halvings
        light: Any = (Weight.weight <= heavy) & (Weight.weight >= -heavy)
        gone += Weight.delete().where(light, Weight.at < later(-days * 86_400.0)).execute()
    Signal.delete().where(Signal.at < later(-KEPT_DAYS * 86_400.0)).execute()
    return gone + sum(map(_thin, _crowded()))


def _crowded() -> Iterable[int]:
    rows = Weight.select(Weight.member).group_by(Weight.member).having(fn.COUNT(Weight.id) > MOST_WEIGHTS)
    return [member for (member,) in rows.tuples()]


def _thin(member: int) -> int:
    moment = now()
    rows = list(Weight.select().where(Weight.member == member))
    rows.sort(key=lambda row: -abs(rules.decayed(row.weight, row.at, moment)))
    ids = [row.id for row in rows[MOST_WEIGHTS:]]
    return int(Weight.delete().where(Weight.id.in_(ids or [0])).execute())
