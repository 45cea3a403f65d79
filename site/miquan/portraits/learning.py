"""Learning from what members do, and forgetting what they take back. Everything here may be told twice.

A signal is one row a member, verb, thing and day; its weight is added in the transaction that adds the row. Whoever
has paused their portrait is not learnt about, and what happened in that time is never caught up with; nor is what
happened before all was forgotten and is only told now.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from miquan.bulk import insert_rows, update_rows
from miquan.db import held, now, transaction
from miquan.portraits import rules
from miquan.portraits.aspects import About, Thing, about
from miquan.portraits.models import Pause, Portrait, Signal, Weight
from miquan.portraits.rules import Aspect
from miquan.portraits.telling import SETTLE, SOON, tell

# So many doings, of whole members, are learnt from in one transaction: others' writes wait for one in between.
TOGETHER = 400


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
    return sum(_learn_some(some, known) for some in _together(counted))


def _together(done: list[Done]) -> Iterator[list[Done]]:
    """All of a member's in the order in which they did it, and several members' at once."""
    order = sorted(done, key=lambda one: (one.member, one.at))
    some: list[Done] = []
    for _member, theirs in groupby(order, key=lambda one: one.member):
        some += theirs
        if len(some) >= TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _learn_some(done: list[Done], known: dict[Thing, About]) -> int:
    with transaction():
        new = _new(_allowed(done))
        changes = _Changes()
        for one in new:
            changes.add(one.member, rules.added(one.verb, known[one.thing].aspects), one.at)
        changes.store()
        meant = {one.member for one in new if one.verb not in rules.PASSING}
        tell(meant, SOON)
        tell({one.member for one in new} - meant, SETTLE)
    return len(new)


def _allowed(done: list[Done]) -> list[Done]:
    """What may be learnt: not of who has paused, nor what was done while they had, or before they had all forgotten."""
    members = sorted({one.member for one in done})
    rows = {row.member_id: row for row in portraits_of(members)}
    still: dict[int, list[tuple[datetime, datetime]]] = {}
    paused = Pause.select(Pause.member, Pause.since, Pause.until).where(Pause.member.in_(members))
    for member, since, until in paused.where(Pause.until > min(one.at for one in done)).tuples():
        still.setdefault(member, []).append((since, until))

    def may(one: Done) -> bool:
        row = rows[one.member]
        stood = any(since <= one.at <= until for since, until in still.get(one.member, ()))
        return not row.paused and not stood and (row.reset_at is None or one.at > row.reset_at)

    return [one for one in done if may(one)]


def portrait_of(member: int) -> Portrait:
    """A member's, held until the transaction ends: whoever changes their weights waits for each other."""
    return portraits_of([member])[0]


def portraits_of(members: Sequence[int]) -> list[Portrait]:
    """As `portrait_of` for several, always held in one order, so that no two wait for each other crosswise."""
    mine = Portrait.member.in_(list(members))
    there = {member for (member,) in Portrait.select(Portrait.member).where(mine).tuples()}
    if missing := [{"member": member} for member in sorted(members) if member not in there]:
        insert_rows(Portrait, missing, passing_over=True)
    return list(held(Portrait.select().where(mine).order_by(Portrait.member)))


def _new(done: list[Done]) -> list[Done]:
    """What has not been counted yet, counted now: once a member, verb, thing and day."""
    rows = {_counted(one): one for one in reversed(done)}
    values = [
        {"member": one.member, "verb": one.verb, "kind": one.kind, "item": one.item, "day": one.at.date(), "at": one.at}
        for _key, one in sorted(rows.items())
    ]
    new = insert_rows(Signal, values, ("member", "verb", "kind", "item", "day"), passing_over=True) if values else []
    added = {(*key, str(day)) for *key, day in new}
    return [one for one in done if _counted(one) in added and rows[_counted(one)] is one]


def _counted(one: Done) -> tuple[int, str, str, int, str]:
    return one.member, one.verb, one.kind, one.item, str(one.at.date())


def dwelt(kind: str, item: int, *, by: int) -> bool:
    """Their browser says that they have read it for DWELT seconds; believed of what they had opened a while before.

    Once a thing and day, like everything; whether it counts.
    """
    moment = now()
    opened = Signal.at.between(moment - timedelta(days=1), moment - timedelta(seconds=rules.DWELT_KNOWN))
    mine = (Signal.member == by) & (Signal.verb == "view") & (Signal.kind == kind) & (Signal.item == item)
    return Signal.select().where(mine, opened).exists() and bool(learn([Done(by, "dwell", kind, item, moment)]))


def take_back(member: int, verb: str, kind: str, item: int) -> int:
    """What they undid is forgotten: its signals go, and what is left of their weights. Returns how many signals."""
    mine = (Signal.member == member) & (Signal.verb == verb) & (Signal.kind == kind) & (Signal.item == item)
    known = about([(kind, item)], any_state=True).get((kind, item), About())
    with transaction():
        portrait_of(member)
        moments = [at for (at,) in Signal.select(Signal.at).where(mine).tuples()]
        Signal.delete().where(mine).execute()
        changes = _Changes()
        for at in moments:
            changes.take_back(member, rules.added(verb, known.aspects), at)
        changes.store()
        if moments:
            tell([member])
    return len(moments)


class _Changes:
    """Weights of members whose portraits are held: read when all is known that changes, and written together."""

    def __init__(self) -> None:
        self._steps: list[tuple[int, Aspect, float, datetime, bool]] = []

    def add(self, member: int, weights: dict[Aspect, float], at: datetime) -> None:
        self._steps += [(member, aspect, weight, at, False) for aspect, weight in weights.items()]

    def take_back(self, member: int, weights: dict[Aspect, float], at: datetime) -> None:
        self._steps += [(member, aspect, weight, at, True) for aspect, weight in weights.items()]

    def store(self) -> None:
        touched = {(member, *aspect) for member, aspect, *_rest in self._steps}
        rows = self._rows(touched)
        found = {key: (weight, at) for key, (_id, weight, at) in rows.items()}
        for member, aspect, weight, at, back in self._steps:
            old, since = found.get((member, *aspect), (0.0, at))
            moment = max(since, at)
            left, more = rules.decayed(old, since, moment), rules.decayed(weight, at, moment)
            after = rules.after_taking_back(left, more) if back else rules.after_adding(left, more)
            found[(member, *aspect)] = after, moment
        changed = [(key, *found[key]) for key in sorted(touched)]
        update_rows(Weight, [{"weight": w, "at": at, "id": rows[key][0]} for key, w, at in changed if key in rows])
        insert_rows(Weight, [
            {"member": key[0], "kind": key[1], "key": key[2], "weight": w, "at": at}
            for key, w, at in changed if key not in rows
        ])  # fmt: skip

    def _rows(self, touched: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], tuple[int, float, datetime]]:
        """(member, kind, key) -> (id, weight, since when)."""
        members, keys = {one[0] for one in touched}, {one[2] for one in touched}
        rows = Weight.select(Weight.id, Weight.member, Weight.kind, Weight.key, Weight.weight, Weight.at)
        mine = rows.where(Weight.member.in_(sorted(members)), Weight.key.in_(sorted(keys)))
        return {(member, kind, key): (id_, w, at) for id_, member, kind, key, w, at in mine.tuples()}
