"""What is read of portraits."""

from datetime import datetime
from typing import Any

from miquan.db import now
from miquan.portraits import rules, words
from miquan.portraits.models import Interest, Portrait, Weight
from miquan.portraits.rules import Aspect, Taste
from miquan.prepared import Prepared

_ENOUGH = 120


def portrait(member_id: int) -> Portrait:
    """A member's; a fresh one where there is none yet."""
    found: Portrait | None = _PORTRAIT.first(member_id)
    return found or Portrait(member=member_id)


def changed_at(member_id: int) -> datetime | None:
    """When anything of it changed last, learnt or said."""
    row = Portrait.select(Portrait.changed_at).where(Portrait.member == member_id).tuples().first()
    return row[0] if row else None


def learnt_and_said(member_id: int, *kinds: str) -> tuple[dict[Aspect, float], dict[Aspect, str]]:
    """What was learnt, as it has decayed until now, and what they said: two queries.

    Of `kinds`, where they are named, only the strongest are read: those are enough to say what is for somebody.
    """
    moment, rows = now(), _STRONGEST.rows(member_id, *kinds) if kinds else _LEARNT.rows(member_id)
    learnt = {(kind, key): rules.decayed(weight, at, moment) for kind, key, weight, at in rows}
    return learnt, {(kind, key): stance for kind, key, stance in _SAID.rows(member_id)}


_PORTRAIT = Prepared(lambda me: Portrait.select().where(Portrait.member == me).limit(1))


def _weights(me: Any) -> Any:
    return Weight.select(Weight.kind, Weight.key, Weight.weight, Weight.at).where(Weight.member == me).tuples()


_LEARNT = Prepared(_weights)
_STRONGEST = Prepared(
    lambda me, *kinds: (
        _weights(me).where(Weight.kind.in_(kinds)).order_by(Weight.weight.desc(), Weight.id).limit(_ENOUGH)
    )
)
_SAID = Prepared(
    lambda me: Interest.select(Interest.kind, Interest.key, Interest.stance).where(Interest.member == me).tuples()
)


def taste(member_id: int) -> Taste:
    """A portrait as it counts now: two queries."""
    learnt, said = learnt_and_said(member_id)
    return Taste({one: rules.standing(learnt.get(one, 0.0), said.get(one, "")) for one in learnt.keys() | said.keys()})


def named(member_id: int) -> list[Aspect]:
    """What they said they like, in the order in which they said it."""
    rows = Interest.select(Interest.kind, Interest.key).where(
        Interest.member == member_id, Interest.stance.in_(rules.LIKED)
    )
    return list(rows.order_by(Interest.at, Interest.id).tuples())


def called(aspects: list[Aspect]) -> dict[Aspect, str]:
    return words.names(aspects)


def was_asked(member_id: int) -> bool:
    """Whether the first questions are behind them."""
    row = _ASKED.first(member_id)
    return row is not None and row[0] is not None


_ASKED = Prepared(lambda me: Portrait.select(Portrait.asked_at).where(Portrait.member == me).tuples())
