"""Objecting to a decision, once."""

from miquan import text
from miquan.db import now, transaction
from miquan.moderation import rules
from miquan.moderation.models import NOTE_LIMIT, Appeal, Decision
from miquan.outbox import Event, record


def appeal(decision_id: int, words: str, *, by: int) -> Appeal:
    """The member whom it is about objects. Raises LookupError, rules.CannotDecide when it is too late or was done."""
    words = text.clean_text(words, NOTE_LIMIT)
    with transaction():
        decision = Decision.get_or_none(Decision.id == decision_id, Decision.member == by)
        if decision is None:
            raise LookupError
        if not words or not rules.may_object(decision.verb, decision.at, decision.undone_at, now()):
            raise rules.CannotDecide
        made = Appeal.insert(decision=decision.id, words=words, at=now()).on_conflict_ignore().as_rowcount().execute()
        if not made:
            raise rules.AlreadyDecided
        row: Appeal = Appeal.get(Appeal.decision == decision.id)
        record(Event.APPEAL_FILED, subject=("decision", decision.id), data=told(decision), by=by)
    return row


def object_to_latest(member_id: int, words: str) -> bool:
    """Against being shut out, by whoever cannot sign in. False when no decision did it."""
    shut = (Decision.member == member_id) & Decision.verb.in_(rules.GRAVE) & Decision.group.is_null()
    newest = Decision.select().where(shut, Decision.undone_at.is_null()).order_by(Decision.id.desc()).first()
    if newest is None:
        return False
    if not Appeal.select().where(Appeal.decision == newest.id).exists():
        appeal(newest.id, words, by=member_id)
    return True


def told(decision: Decision) -> dict[str, object]:
    """What events say of a decision."""
    return {"member": decision.member_id, "verb": decision.verb}
