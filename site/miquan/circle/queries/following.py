"""What those whom a member follows came out with, each in their turn: `rules.slots` says whose turn it is when.

Nothing is stored for it. Pages go on by key: the moment of the first page, and the place of what was shown last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from miquan.circle.queries.latest import ALL, Holder, Thing, holder, holders, things
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.queries.stamps import Stamp, stamps
from miquan.circle.rules import slots
from miquan.db import now
from miquan.text import is_number

PAGE = 20
NEW_AT_MOST = 50
# Looked at beyond what is needed, because some of it is not for this reader; more where much is not.
_SPARES = (6, 30, 150, 750, 5_000)
# Of those who are followed so many are enough for a first page.
_FIRST = 64
_DAY = timedelta(days=1)

# Slot, whether it is somebody's newest, moment, kind, id: less is further up.
Place = tuple[int, int, int, str, int]
_START: Place = (-1, 0, 0, "", 0)


@dataclass(frozen=True)
class Feed:
    """A page of a feed. `things` in order; `stamps` of its posts; `top` is the moment that it is as of.

    `next` leads on, empty at the end. `follows`: whether anybody or anything is followed at all.
    """

    things: list[Thing]
    stamps: dict[int, Stamp]
    top: str
    next: str = ""
    follows: bool = True


@dataclass
class _Walk:
    """One try: how many holders and how many things of each are looked at."""

    member: int
    top: datetime
    after: Place
    size: int
    rows: Sequence[tuple[str, int, object]]
    spare: int
    stamps: dict[int, Stamp] = field(default_factory=dict)

    def age(self, moment: datetime) -> int:
        return (self.top - moment) // _DAY

    def place(self, thing: Thing, slot: int, first: bool) -> Place:
        return slot, int(not first), -microseconds(thing.at), thing.kind, -thing.id

    def holders(self) -> tuple[list[Holder], Place | None]:
        """Those whose things may be on this page, and the place before which nobody else has any."""
        found: list[Holder] = []
        beyond = 0
        for row in self.rows:
            one = holder(row)  # type: ignore[arg-type]
            place = (slots([self.age(one.at)])[0], 0, -microseconds(one.at), "", 0)
            beyond += place > self.after
            if beyond > self.size + self.spare:
                return found, place
            found.append(one)
        return found, None

    def page(self) -> tuple[list[tuple[Place, Thing]], Place | None]:
        """Things behind `after` in their order, and the place up to which nothing is missing."""
        those, bound = self.holders()
        # Of nobody more things can stand before the bound than there are slots; nor more than a page holds.
        each = max(self.after[0], 0) + self.size + 2
        if bound is not None:
            each = min(each, bound[0] + 2)
        each += self.spare - _SPARES[0]
        lists = _by_holder(things(self.member, those, self.top, each))
        cut = self._cut(lists, each)
        self.stamps = stamps([t.id for kept, _rest in cut for t in kept if t.kind != "storefront"], self.member)
        found, bounds = [], [bound] if bound is not None else []
        for kept, rest in cut:
            seen = [t for t in kept if not t.elsewhere and (t.kind == "storefront" or t.id in self.stamps)]
            turns = slots([self.age(t.at) for t in (*seen, *([rest] if rest else ()))])
            places = [self.place(t, turn, n == 0) for n, (t, turn) in enumerate(zip(seen, turns, strict=False))]
            found += [pair for pair in zip(places, seen, strict=True) if pair[0] > self.after]
            if rest:
                bounds.append((*self.place(rest, turns[-1], not seen)[:3], "", -(2**62)))
        return sorted(found), min(bounds) if bounds else None

    def _cut(self, lists: list[list[Thing]], each: int) -> list[tuple[list[Thing], Thing | None]]:
        """Of each list the beginning that is worth asking about, and the first thing that is not; nothing is skipped."""
        guessed = sorted(
            self.place(thing, turn, n == 0)
            for those in lists
            for n, (thing, turn) in enumerate(zip(those, slots([self.age(t.at) for t in those]), strict=True))
        )
        wanted = sum(place <= self.after for place in guessed) + self.size + self.spare
        last = guessed[wanted] if wanted < len(guessed) else None
        return [self._parted(those, last, each) for those in lists]

    def _parted(self, those: list[Thing], last: Place | None, each: int) -> tuple[list[Thing], Thing | None]:
        turns = slots([self.age(t.at) for t in those])
        for n, (thing, turn) in enumerate(zip(those, turns, strict=True)):
            if last is not None and self.place(thing, turn, n == 0) > last:
                return those[:n], thing
        return (those[:-1], those[-1]) if len(those) == each else (those, None)


def following(member_id: int, before: str = "", size: int = PAGE) -> Feed:
    """A page of the feed, from the newest on or from behind the place that `before` names."""
    top, after = _read(before) or (now(), _START)
    followed = holders(member_id, top, _FIRST if after is _START else ALL)
    for spare in _SPARES:
        if spare > _SPARES[0] and len(followed) == _FIRST:
            followed = holders(member_id, top)
        rows = [row for row in followed if row[2] is not None]
        walk = _Walk(member_id, top, after, size, rows, spare)
        found, bound = walk.page()
        sure = [pair for pair in found if bound is None or pair[0] < bound]
        if len(sure) >= size or bound is None:
            break
    shown = [thing for _place, thing in sure[:size]]
    more = shown and (len(sure) > size or bound is not None)
    key = f"{microseconds(top)}.{_written(sure[len(shown) - 1][0])}" if more else ""
    return Feed(shown, walk.stamps, str(microseconds(top)), key, bool(followed))


def newer(member_id: int, since: str) -> Feed:
    """What came out after that moment, the newest first, at most fifty."""
    top, then = now(), moment_of(since) if is_number(since) else now()
    rows = []
    for row in holders(member_id, top, 2 * NEW_AT_MOST):
        if row[2] is None or (one := holder(row)).at <= then:
            break
        rows.append(one)
    found = [t for t in things(member_id, rows, top, NEW_AT_MOST) if t.at > then and not t.elsewhere]
    found = sorted(found, key=lambda t: (t.at, t.kind, t.id), reverse=True)[: 2 * NEW_AT_MOST]
    seen = stamps([t.id for t in found if t.kind != "storefront"], member_id)
    found = [t for t in found if t.kind == "storefront" or t.id in seen]
    return Feed(found[:NEW_AT_MOST], seen, str(microseconds(top)))


def _by_holder(found: Iterable[Thing]) -> list[list[Thing]]:
    """The newest first, as the moments and ids say: how rows come out of a union is nowhere promised."""
    lists: dict[tuple[str, int], list[Thing]] = {}
    for thing in found:
        lists.setdefault((thing.kind, thing.target), []).append(thing)
    return [sorted(those, key=lambda t: (t.at, t.id), reverse=True) for those in lists.values()]


def _written(place: Place) -> str:
    slot, later, at, kind, id_ = place
    return f"{slot}.{later}.{-at}.{kind}.{-id_}"


def _read(before: str) -> tuple[datetime, Place] | None:
    told = before.split(".")
    if len(told) != 6 or told[4] not in ("member", "tag", "storefront"):
        return None
    if not all(is_number(part) for part in (*told[:4], told[5])):
        return None
    top, slot, later, at, id_ = (int(part) for part in (*told[:4], told[5]))
    return min(moment_of(str(top)), now()), (min(slot, 10**6), min(later, 1), -at, told[4], -min(id_, 2**31))
