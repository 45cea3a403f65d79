"""When recommendations are made: after what a member did has settled, and once a day for everyone who comes by."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from peewee import SQL, fn

from miquan.accounts.models import Member, MemberSession
from miquan.bulk import delete_rows
from miquan.db import now, transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every
from miquan.portraits.queries import changed_at
from miquan.recommendations import alike
from miquan.recommendations.making import done, renew
from miquan.recommendations.models import Dismissed, Recommended, Renewal, Similar

LANE, DAILY = "recommend", "recommend-daily"
# Who was here in this time gets new ones when theirs are a day old.
COMES_BY, OLD = timedelta(days=14), timedelta(hours=20)
# A round: so many members at most, and no new one after so many seconds. With one a minute and 0.1 s a member these are
# 288,000 members a day, and the worker's other lanes still have two thirds of the time.
A_ROUND, SECONDS = 1_000, 20.0
_ONE = SQL("1")
_log = structlog.get_logger("miquan.recommendations")


@subscribes(Event.PORTRAIT_CHANGED, name="recommendations.renew", lane=LANE)
def changed(event: EventRow) -> None:
    """Nothing to do where theirs were made after the last change, whatever for."""
    member = event.subject_id
    if member is None or not Member.select(_ONE).where(Member.id == member, Member.active).exists():
        return
    made = Renewal.select(Renewal.at).where(Renewal.member == member).scalar()
    if made is None or made <= (changed_at(member) or event.at):
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


@subscribes(
    Event.POST_REMOVED, Event.PRODUCT_REMOVED, Event.MEMBER_ERASED, Event.TAG_DROPPED,
    name="recommendations.gone", lane="alike", batch=True,
)  # fmt: skip
def gone(events: Sequence[EventRow]) -> None:
    """Of what is gone for good nothing stays; what is hidden may come back, and is only not shown."""
    for event in events:
        kind, item = event.subject_kind, event.subject_id
        said = (Dismissed.kind == kind) & (Dismissed.item == item)
        # A new tag may bear the id of one that went.
        delete_rows(Dismissed, said & (Dismissed.at <= event.at))
        delete_rows(Recommended, (Recommended.kind == kind) & (Recommended.item == item))
        delete_rows(Similar, (Similar.kind == kind) & ((Similar.item == item) | (Similar.other == item)))


@every(86_400.0, name="recommend.alike", lane="alike")
def learn_all() -> None:
    for kind in alike.KINDS:
        alike.learn_all(kind)


@every(60.0, name="recommend.daily", lane=DAILY)
def renew_old(seconds: float = SECONDS) -> int:
    """Who has none, then whose are the oldest, as many as there is time for. Returns how many."""
    end, made = time.monotonic() + seconds, 0
    for member in (*_without(), *_oldest()):
        if time.monotonic() > end:
            break
        made += 1
        try:
            renew(member)
        except Exception:
            # Whoever cannot be served must not be the first of every round.
            _log.exception("not renewed", member=member)
            with transaction():
                done(member, now())
    return made


def _here(member: Any) -> Any:
    rows = MemberSession.select(_ONE).where(MemberSession.member == member, MemberSession.seen_at > now() - COMES_BY)
    return fn.EXISTS(rows)


def _without() -> list[int]:
    has = Renewal.select(_ONE).where(Renewal.member == MemberSession.member)
    rows = MemberSession.select(MemberSession.member).join(Member).where(Member.active)
    lately = rows.where(MemberSession.seen_at > now() - COMES_BY, ~fn.EXISTS(has))
    return [member for (member,) in lately.distinct().limit(A_ROUND).tuples()]


def _oldest() -> list[int]:
    """By the index; who comes by no more leaves the row, and is among those without when they are back."""
    rows = Renewal.select(Renewal.member, Member.active & _here(Renewal.member)).join(Member)
    found = list(rows.where(Renewal.at < now() - OLD).order_by(Renewal.at).limit(A_ROUND).tuples())
    gone = [member for member, comes in found if not comes]
    if gone:
        with transaction():
            Renewal.delete().where(Renewal.member.in_(gone)).execute()
    return [member for member, comes in found if comes]
