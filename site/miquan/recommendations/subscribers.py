"""When recommendations are made: after what a member did has settled, and once a day for everyone who comes by."""

from collections.abc import Sequence
from datetime import timedelta

from peewee import SQL, fn

from miquan.accounts.models import Member, MemberSession
from miquan.db import now
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every
from miquan.recommendations import alike
from miquan.recommendations.making import renew
from miquan.recommendations.models import Recommended

LANE = "recommend"
# Who was here in this time gets new ones when theirs are a day old; so many members a round.
COMES_BY, OLD = timedelta(days=14), timedelta(hours=20)
A_ROUND = 50
_ONE = SQL("1")


@subscribes(Event.PORTRAIT_CHANGED, name="recommendations.renew", lane=LANE)
def changed(event: EventRow) -> None:
    """One of many events that came together does the work of all: what it was made after is in it."""
    member = event.subject_id
    if member is None or not Member.select(_ONE).where(Member.id == member, Member.active).exists():
        return
    made = Recommended.select(fn.MAX(Recommended.at)).where(Recommended.member == member).scalar()
    if made is None or made <= event.at:
        renew(member)


@subscribes(
    Event.THING_SAVED, Event.THING_UNSAVED, Event.MEMBER_FOLLOWED, Event.MEMBER_UNFOLLOWED,
    name="recommendations.alike", lane="alike", batch=True,
)  # fmt: skip
def touched(events: Sequence[EventRow]) -> None:
    """What was kept or followed has others alike from now on: those things alone are learnt anew."""
    for kind in alike.KINDS:
        ids = {event.subject_id for event in events if event.subject_kind == kind and event.subject_id is not None}
        if ids:
            alike.learn_around(kind, ids)


@every(86_400.0, name="recommend.alike", lane="alike")
def learn_all() -> None:
    for kind in alike.KINDS:
        alike.learn_all(kind)


@every(300.0, name="recommend.daily", lane=LANE)
def renew_old() -> int:
    """Who has none of the last day, a few at a time. Returns how many."""
    here = MemberSession.select(MemberSession.member).where(MemberSession.seen_at > now() - COMES_BY)
    fresh = Recommended.select(_ONE).where(Recommended.member == Member.id, Recommended.at > now() - OLD)
    rows = Member.select(Member.id).where(Member.id.in_(here), Member.active, ~fn.EXISTS(fresh)).order_by(fn.RANDOM())
    members = [member for (member,) in rows.limit(A_ROUND).tuples()]
    for member in members:
        renew(member)
    return len(members)
