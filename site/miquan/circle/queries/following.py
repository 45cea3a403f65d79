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
# Looked at beyond what is needed, because some of it is not for this reader; once more where much is not, and no further.
_SPARES = (6, 150)
# Of a tag's things that stand elsewhere so many take no slot.
_FREE = _SPARES[-1]
# Of those who are followed so many are enough for a first page.
_FIRST = 64
_DAY = timedelta(days=1)

# Slot, whether it is somebody's newest, moment, kind, id: less is further up.
Place = tuple[int, int, int, str, int]
_START: Place = (-1, 0, 0, "", 0)


@dataclass(frozen=True)
class Feed:
    """A page of a feed. `things` in order; `stamps` of its posts; `top` is the moment that it is as of.

    `next` leads on, empty at the end; a page of one who mutes much may hold less than its size, or nothing, and lead on.
    `follows`: whether anybody or anything is followed at all.
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

    def holders(self) -> tuple[list[Holder], Place | None]:
        """Those whose things may be on this page, and the place before which nobody else has any."""
        found: list[Holder] = []
        beyond = 0
        for row in self.rows:
            one = holder(row)  # type: ignore[arg-type]
            place = _before(slots([self.age(one.at)])[0], 0, one.at)
            beyond += place > self.after
            if beyond > self.size + self.spare:
                return found, place
            found.append(one)
        return found, None

    def page(self) -> tuple[list[tuple[Place, Thing]], Place | None]:
        """What this reader may see behind `after`, in its order, and the place up to which nothing is missing."""
        those, bound = self.holders()
        # Of nobody more things can stand before the bound than there are slots; nor more than are looked at.
        each = max(self.after[0], 0) + self.size + self.spare + 2
        if bound is not None:
            each = min(each, bound[0] + 2)
        bounds = [bound] if bound is not None else []
        places: list[tuple[Place, Thing]] = []
        for list_ in _by_holder(things(self.member, those, self.top, each, each + self.spare)):
            found, rest = self.placed(list_, each)
            places += found
            bounds += [rest] if rest else []
        bound = min(bounds) if bounds else None
        return self.seen(sorted(p for p in places if p[0] > self.after and (bound is None or p[0] < bound)), bound)

    def placed(self, those: list[Thing], each: int) -> tuple[list[tuple[Place, Thing]], Place | None]:
        """Of one holder's things those that take a slot, and the place before which nothing more of them can stand.

        The reader's eyes are not asked: what they may not see takes its slot too. So a place never changes, and a page
        has to ask about nothing but what stands on it.
        """
        whole = len(those) < each + (self.spare if those[0].kind == "tag" else 0)
        free, taking = _FREE, []
        for thing in those if whole else those[:-1]:
            if thing.elsewhere and free:
                free -= 1
            else:
                taking.append(thing)
        rest = None if whole else those[-1]
        turns = slots([self.age(t.at) for t in (*taking, *([rest] if rest else ()))])
        found = [
            ((turn, int(n > 0), -microseconds(t.at), t.kind, -t.id), t)
            for n, (t, turn) in enumerate(zip(taking, turns, strict=False))
        ]
        return found, _before(turns[-1], int(bool(taking)), rest.at) if rest else None

    def seen(
        self, found: list[tuple[Place, Thing]], bound: Place | None
    ) -> tuple[list[tuple[Place, Thing]], Place | None]:
        """One question about the first of them, which may bring the bound nearer."""
        most = self.size + self.spare
        if len(found) > most:
            place, thing = found[most]
            found, bound = found[:most], _before(*place[:2], thing.at)
        self.stamps = stamps([t.id for _place, t in found if t.kind != "storefront"], self.member)
        mine = [(p, t) for p, t in found if not t.elsewhere and (t.kind == "storefront" or t.id in self.stamps)]
        return mine, bound


def _before(slot: int, later: int, at: datetime) -> Place:
    """A place before all things of this moment."""
    return slot, later, -microseconds(at), "", 0


def following(member_id: int, before: str = "", size: int = PAGE) -> Feed:
    """A page of the feed, from the newest on or from behind the place that `before` names; their own things among it."""
    top, after = _read(before) or (now(), _START)
    followed = holders(member_id, top, _FIRST if after is _START else ALL)
    for spare in _SPARES:
        if spare > _SPARES[0] and len(followed) == _FIRST:
            followed = holders(member_id, top)
        rows = [row for row in followed if row[2] is not None]
        walk = _Walk(member_id, top, after, size, rows, spare)
        found, bound = walk.page()
        if len(found) >= size or bound is None:
            break
    last = found[size - 1][0] if len(found) > size else bound
    key = f"{microseconds(top)}.{_written(last)}" if last else ""
    follows = any(row[:2] != ("member", member_id) for row in followed)
    return Feed([thing for _place, thing in found[:size]], walk.stamps, str(microseconds(top)), key, follows)


def newer(member_id: int, since: str) -> Feed:
    """What others came out with after that moment, the newest first, at most fifty."""
    top, then = now(), moment_of(since) if is_number(since) else now()
    rows = []
    for row in holders(member_id, top, 2 * NEW_AT_MOST):
        if row[2] is None or (one := holder(row)).at <= then:
            break
        if one[:2] != ("member", member_id):
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
    if len(told) != 6 or told[4] not in ("", "member", "tag", "storefront"):
        return None
    if not all(is_number(part) for part in (*told[:4], told[5])):
        return None
    top, slot, later, at, id_ = (int(part) for part in (*told[:4], told[5]))
    return min(moment_of(str(top)), now()), (min(slot, 10**6), min(later, 1), -at, told[4], -min(id_, 2**31))
