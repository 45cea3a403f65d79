"""Asking for one's data, leaving, and coming back."""

from datetime import datetime
from typing import Any

from miquan import places
from miquan.accounts.ending import end_all
from miquan.accounts.models import Member, Role
from miquan.accounts.security import noted
from miquan.accounts.standing import SEEN_EVERYWHERE
from miquan.db import db_now, held, transaction
from miquan.departures import queries
from miquan.departures.models import Departure, MemberExport
from miquan.departures.rules import EXPORTS_A_DAY, GRACE
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.outbox.claims import later
from miquan.versions import bump
from miquan.viewer import ZONES


class CannotAsk(ValueError):
    """There were enough exports for a day."""

    message = lazy("今天要過%(num)s次了，明天再來", num=EXPORTS_A_DAY)


class LastOperator(ValueError):
    """Nobody would be left to run the site."""

    message = lazy("你是這裡最後一位管理人，先把權限交給別人才能離開")


class TooLate(ValueError):
    """There is no departure to turn back, or its time of grace has passed."""


def ask_export(member_id: int) -> MemberExport | None:
    """Have the member's data packed; None when that is under way already. Raises CannotAsk."""
    with transaction():
        _locked(member_id)
        if queries.is_under_way(member_id):
            return None
        if queries.exports_today(member_id) >= EXPORTS_A_DAY:
            raise CannotAsk
        export: MemberExport = MemberExport.create(member=member_id)
        record(Event.EXPORT_REQUESTED, subject=("export", export.id), by=member_id)
    return export


def leave(member_id: int, *, keep_words: bool, session: int | None = None) -> Departure:
    """Take the member out of sight now, and for good when the time of grace is over. Again is no error.

    Every session ends but `session`, the row of the one that asks. Raises LastOperator.
    """
    with transaction():
        _alone_among_operators()
        member = _locked(member_id)
        if member.leaving_at is not None:
            return _open(member_id)
        if "operator" in member.role_names and not queries.other_operators(member_id):
            raise LastOperator
        row = Departure.create(member=member_id, due_at=later(GRACE.total_seconds()), keep_words=keep_words)
        departure: Departure = Departure.get_by_id(row.id)
        Member.update(active=False, leaving_at=departure.due_at).where(Member.id == member_id).execute()
        end_all(member_id, but=session)
        noted(member_id, "leaving", due=day(departure.due_at, member))
        record(Event.MEMBER_LEAVING, subject=("member", member_id), by=member_id)
        record(Event.MEMBER_ERASURE_DUE, subject=("departure", departure.id), by=member_id, due_at=departure.due_at)
        bump(*SEEN_EVERYWHERE)
    return departure


def come_back(member_id: int) -> None:
    """Everything is as it was, at once. Raises TooLate."""
    with transaction():
        member = _locked(member_id)
        open_ = Departure.returned_at.is_null() & Departure.erased_at.is_null() & (Departure.due_at > db_now())
        mine = (Departure.member == member_id) & open_
        # Erasing begins by emptying `leaving_at`: from then on there is no way back.
        if member.leaving_at is None or not Departure.update(returned_at=db_now()).where(mine).execute():
            raise TooLate
        Member.update(active=member.suspended_at is None, leaving_at=None).where(Member.id == member_id).execute()
        noted(member_id, "returned")
        record(Event.MEMBER_RETURNED, subject=("member", member_id), by=member_id)
        bump(*SEEN_EVERYWHERE)


def day(moment: datetime, member: Member) -> str:
    """The date on the member's clock, as letters and pages say it."""
    return f"{places.there(member.zone or ZONES[member.lang], moment):%Y-%m-%d}"


def _locked(member_id: int) -> Member:
    query = Member.select().where(Member.id == member_id)
    found: Member = held(query).get()
    return found


def _alone_among_operators() -> None:
    """Two operators who leave at once take turns, so that one of them is the last."""
    list(held(Role.select(Role.id).where(Role.name == "operator")))


def _open(member_id: int) -> Departure:
    open_: Any = Departure.returned_at.is_null() & Departure.erased_at.is_null()
    found: Departure = Departure.get(Departure.member == member_id, open_)
    return found
