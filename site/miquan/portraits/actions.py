"""What a member says about themselves and changes of their portrait."""

from collections.abc import Iterable
from datetime import UTC, datetime

from miquan import text
from miquan.bulk import repoint
from miquan.db import now, transaction
from miquan.portraits import rules
from miquan.portraits.learning import portrait_of
from miquan.portraits.models import KEY_LIMIT, Interest, Pause, Portrait, Signal, Weight
from miquan.portraits.rules import Aspect
from miquan.portraits.telling import tell
from miquan.portraits.words import is_known

MOST_INTERESTS = 300
# Before anything was written down.
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
ROLES = ("shopper", "buyer", "both")


class NotHere(LookupError):
    """There is nothing of this name to be interested in."""


def say(kind: str, key: str, stance: str, *, by: int) -> None:
    """What they think of something: named, raised, lowered, banned. Raises NotHere for what there is not, or too many."""
    key = cleaned(kind, key)
    if stance not in rules.STANCES or not is_known(kind, key):
        raise NotHere
    with transaction():
        portrait_of(by)
        others = (Interest.member == by) & ((Interest.kind != kind) | (Interest.key != key))
        if Interest.select().where(others).count() >= MOST_INTERESTS:
            raise NotHere
        _put(by, kind, key, stance)
        tell([by])


def unsay(kind: str, key: str, *, by: int) -> bool:
    """Say nothing of it any more; what was learnt stays. Whether they had said something."""
    with transaction():
        portrait_of(by)
        mine = (Interest.member == by) & (Interest.kind == kind) & (Interest.key == key)
        gone = bool(Interest.delete().where(mine).execute())
        if gone:
            tell([by])
    return gone


def forget(kind: str, key: str, *, by: int) -> None:
    """Neither said nor learnt: as if it had never come up."""
    with transaction():
        portrait_of(by)
        for model in (Interest, Weight):
            model.delete().where(model.member == by, model.kind == kind, model.key == key).execute()
        tell([by])


def _put(member: int, kind: str, key: str, stance: str) -> None:
    values = {"member": member, "kind": kind, "key": key, "stance": stance, "at": now()}
    Interest.insert(values).on_conflict(
        conflict_target=[Interest.member, Interest.kind, Interest.key], update={"stance": stance, "at": now()}
    ).execute()


def cleaned(kind: str, key: str) -> str:
    """As it is kept; tags by their folded name."""
    key = text.clean_line(key, KEY_LIMIT)
    return text.fold(key).lstrip("#")[:60].strip() if kind == "tag" else key


def take_role(role: str, *, by: int) -> None:
    """The first question: whether they look around, buy for others, or both. Empty: they do not say."""
    if role not in ("", *ROLES):
        raise NotHere
    with transaction():
        portrait_of(by)
        Portrait.update(role=role).where(Portrait.member == by).execute()
        tell([by])


def name_interests(kinds: Iterable[str], chosen: Iterable[Aspect], *, by: int) -> None:
    """All that they name of these kinds: what is not among them any more they do not name. Other stances stay."""
    kinds = tuple(kinds)
    wanted = {(kind, cleaned(kind, key)) for kind, key in chosen if kind in kinds}
    wanted = {one for one in wanted if is_known(*one)}
    with transaction():
        portrait_of(by)
        mine = (Interest.member == by) & Interest.kind.in_(kinds)
        held = {(row.kind, row.key): row.stance for row in Interest.select().where(mine)}
        for kind, key in [one for one, stance in held.items() if stance == "named" and one not in wanted]:
            Interest.delete().where(mine, Interest.kind == kind, Interest.key == key).execute()
        for kind, key in sorted(wanted)[:MOST_INTERESTS]:
            if held.get((kind, key)) not in ("named", "raised"):
                _put(by, kind, key, "named")


def finish(*, by: int, skipped: bool = False) -> None:
    """The questions are behind them, answered or passed over; they are not asked again."""
    with transaction():
        portrait_of(by)
        Portrait.update(asked_at=now(), skipped=skipped).where(Portrait.member == by).execute()
        tell([by], 0.0)


def pause(*, by: int) -> None:
    """From now on nothing is learnt; what is known stays as it is, and decays."""
    with transaction():
        portrait_of(by)
        Portrait.update(paused=True, paused_at=now()).where(Portrait.member == by, ~Portrait.paused).execute()


def resume(*, by: int) -> None:
    """Learn again of what is done from now on: what was done in between is remembered as a time that never counts."""
    with transaction():
        row = portrait_of(by)
        if row.paused:
            Pause.create(member=by, since=row.paused_at or _EVER, until=now())
        Portrait.update(paused=False, paused_at=None).where(Portrait.member == by).execute()


def reset(*, by: int) -> None:
    """Everything learnt is forgotten, and everything they said but what they never want to see."""
    with transaction():
        portrait_of(by)
        Weight.delete().where(Weight.member == by).execute()
        Signal.delete().where(Signal.member == by).execute()
        Interest.delete().where(Interest.member == by, Interest.stance != "banned").execute()
        Portrait.update(reset_at=now()).where(Portrait.member == by).execute()
        tell([by], 0.0)


def rename_aspect(kind: str, old: str, new: str) -> None:
    """What a portrait knows by one name it knows by another, inside the caller's transaction; what it knew of both stays that of the new."""
    for model in (Interest, Weight):
        repoint(model, model.key, old, new, [model.member, model.kind], model.kind == kind)


def move_signals(kind: str, old: int, new: int) -> None:
    """What members did with the one tag, or category, they did with the other."""
    repoint(Signal, Signal.item, old, new, [Signal.member, Signal.verb, Signal.kind, Signal.day], Signal.kind == kind)
