"""Choosing which letters one gets."""

from miquan.db import transaction
from miquan.mail import queries
from miquan.mail.models import MailRefusal
from miquan.mail.rules import REFUSABLE
from miquan.outbox import Event, record


def choose(member_id: int, wanted: frozenset[str]) -> bool:
    """Of the kinds that may be refused the member wants exactly these. Returns whether anything changed."""
    with transaction():
        refused = queries.refused(member_id) & set(REFUSABLE)
        unwanted = set(REFUSABLE) - wanted
        if refused == unwanted:
            return False
        for kind in unwanted - refused:
            MailRefusal.insert(member=member_id, kind=kind).on_conflict_ignore().execute()
        MailRefusal.delete().where(MailRefusal.member == member_id, MailRefusal.kind.not_in(list(unwanted))).execute()
        record(Event.MAIL_CHOSEN, ("member", member_id), {"refused": sorted(unwanted)}, by=member_id)
    return True


def stop(member_id: int, kind: str) -> bool:
    """No more letters of this kind. Returns whether anything changed."""
    return choose(member_id, frozenset(REFUSABLE) - queries.refused(member_id) - {kind})


def resume(member_id: int, kind: str) -> bool:
    """Letters of this kind again. Returns whether anything changed."""
    return choose(member_id, (frozenset(REFUSABLE) - queries.refused(member_id)) | {kind})
