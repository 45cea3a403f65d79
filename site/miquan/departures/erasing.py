"""Carrying out a departure when its time has come. A kill anywhere in it only makes it begin anew."""

from peewee import Case

from miquan.accounts.models import Member
from miquan.accounts.standing import SEEN_EVERYWHERE
from miquan.db import db_now, held, transaction
from miquan.departures.models import Departure
from miquan.departures.registry import SECTIONS
from miquan.departures.rules import LANE
from miquan.media.models import File
from miquan.outbox import Event, record
from miquan.outbox.claims import extend_lane
from miquan.versions import bump


class FilesLeft(RuntimeError):
    """A file came in while the member was being erased; the next attempt erases it too."""


def erase(departure_id: int) -> bool:
    """Erase the member of a departure that is due. False when it is not: turned back, done already, or too early."""
    departure = _begun(departure_id)
    if departure is None:
        return False
    for section in SECTIONS[:-1]:
        extend_lane(LANE)
        section.erase(departure.member_id, departure.keep_words)
    _finish(departure)
    return True


def _begun(departure_id: int) -> Departure | None:
    """The departure, from now on beyond return."""
    with transaction():
        is_due = Case(None, [(Departure.due_at <= db_now(), 1)], 0)
        query = Departure.select(Departure, is_due.alias("is_due")).where(Departure.id == departure_id)
        found: Departure | None = held(query).first()
        if found is None or found.returned_at or found.erased_at:
            return None
        if not found.is_due:
            # The timer rang before its time: it is set again.
            subject = ("departure", departure_id)
            record(Event.MEMBER_ERASURE_DUE, subject=subject, by=found.member_id, due_at=found.due_at)
            return None
        Member.update(leaving_at=None, active=False).where(Member.id == found.member_id).execute()
    return found


def _finish(departure: Departure) -> None:
    """The account, and that it is done, in one."""
    member_id = departure.member_id
    with transaction():
        if File.select().where(File.owner == member_id).exists():
            raise FilesLeft
        SECTIONS[-1].erase(member_id, departure.keep_words)
        Departure.update(erased_at=db_now()).where(Departure.id == departure.id).execute()
        record(Event.MEMBER_ERASED, subject=("member", member_id))
        bump(*SEEN_EVERYWHERE)
