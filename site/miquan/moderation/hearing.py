"""What is said to an objection, by somebody else than decided."""

from typing import Any

from miquan import text
from miquan.db import now, transaction
from miquan.moderation import rules
from miquan.moderation.appealing import told
from miquan.moderation.audit import audit
from miquan.moderation.deciding import LOG, undo
from miquan.moderation.models import NOTE_LIMIT, Appeal, Decision
from miquan.outbox import Event, record
from miquan.versions import bump


def answer(appeal_id: int, *, by: int, overturn: bool, words: str = "") -> Appeal:
    """Uphold a decision, or take it back. Raises LookupError, rules.CannotDecide."""
    with transaction():
        row: Appeal | None = Appeal.get_or_none(Appeal.id == appeal_id)
        if row is None:
            raise LookupError
        decision: Decision = row.decision
        if by in (decision.by_id, decision.member_id):
            raise rules.NotYours
        said: dict[str, Any] = {"answer": text.clean_text(words, NOTE_LIMIT), "decided_at": now(), "decided_by": by}
        outcome = "overturned" if overturn else "upheld"
        open_ = (Appeal.id == row.id) & (Appeal.outcome == "")
        if not Appeal.update(outcome=outcome, **said).where(open_).execute():
            raise rules.AlreadyDecided
        if overturn and decision.undone_at is None:
            undo(decision.id, by=by, reopen=False)
        audit("appeal.decided", ("decision", decision.id), by=by, outcome=outcome, words=said["answer"])
        record(Event.APPEAL_DECIDED, subject=("decision", decision.id), data=told(decision), by=by)
        bump(LOG)
    return row
