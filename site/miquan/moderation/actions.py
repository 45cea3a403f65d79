"""What moderators and operators do, each with its line in the record of such acts; and members' reports."""

from datetime import datetime, timedelta
from typing import Any

from miquan import text
from miquan.accounts import actions as accounts
from miquan.accounts.ending import end_all, end_one
from miquan.accounts.models import Member
from miquan.accounts.queries import roles_of
from miquan.accounts.rules import GONE
from miquan.accounts.security import noted
from miquan.accounts.standing import let_in, shut_out
from miquan.db import held, now, transaction
from miquan.i18n import lazy
from miquan.moderation.appealing import object_to_latest
from miquan.moderation.audit import audit
from miquan.moderation.models import NOTE_LIMIT, Report, Suspension
from miquan.moderation.registry import REASONS, REPORTABLE, thing
from miquan.outbox import Event, record

__all__ = [
    "NOTE_LIMIT", "CannotReport", "CannotSuspend", "audit", "change_role", "file_report", "object_to_suspension",
    "reinstate_member", "sign_member_out", "suspend_member",
]  # fmt: skip


# Answered, and so long ago that the same member may report the same thing once more.
CLOSED, AGAIN = ("resolved", "discarded"), timedelta(days=1)


class CannotReport(ValueError):
    """No such thing, one's own, or no such reason."""


class CannotSuspend(ValueError):
    """Oneself, an operator, somebody who was erased, or nobody; or without a reason."""

    message = lazy("這個帳號不能停用")


def file_report(*, by: int, kind: str, subject_id: int, reason: str, note: str = "") -> Report:
    """One report a member and thing: reporting again changes its reason and note, and after a day opens it again."""
    if kind not in REPORTABLE or reason not in REASONS or not REPORTABLE[kind](subject_id, by):
        raise CannotReport
    found = thing(kind, subject_id)
    if found is None or found.author == by:
        raise CannotReport
    return _filed(by, kind, subject_id, reason=reason, note=note)


def suspend_member(member_id: int, *, by: int, reason: str, until: datetime | None = None) -> bool:
    """Shut a member out, until a moment or for good. False when they are already. Raises CannotSuspend."""
    reason = text.clean_text(reason, NOTE_LIMIT)
    there = (Member.id == member_id) & ~Member.handle.startswith(GONE)
    if not reason or member_id == by or not Member.select().where(there).exists():
        raise CannotSuspend
    with transaction():
        if "operator" in roles_of(member_id):
            raise CannotSuspend
        if not shut_out(member_id):
            return False
        Suspension.create(member=member_id, by=by, reason=reason, until=until)
        audit("member.suspended", ("member", member_id), by=by, reason=reason)
        noted(member_id, "suspended", reason=reason)
        record(Event.MEMBER_SUSPENDED, subject=("member", member_id), by=by)
    return True


def reinstate_member(member_id: int, *, by: int | None, reason: str) -> bool:
    """Let a member in again. False when they were not shut out."""
    reason = text.clean_text(reason, NOTE_LIMIT)
    with transaction():
        if not let_in(member_id):
            return False
        lifted = {"lifted_at": now(), "lifted_by": by, "lifted_reason": reason}
        Suspension.update(**lifted).where(Suspension.member == member_id, Suspension.lifted_at.is_null()).execute()
        audit("member.reinstated", ("member", member_id), by=by, reason=reason)
        noted(member_id, "reinstated")
        record(Event.MEMBER_REINSTATED, subject=("member", member_id), by=by)
    return True


def sign_member_out(member_id: int, *, by: int, session_id: int | None = None) -> int:
    """End one session of a member, or all. Returns how many ended."""
    with transaction():
        ended = end_all(member_id) if session_id is None else int(end_one(member_id, session_id))
        if ended:
            audit("member.signed_out", ("member", member_id), by=by, sessions=ended)
            noted(member_id, "signed_out")
    return ended


def change_role(member_id: int, role: str, *, held: bool, by: int | None, reason: str) -> bool:
    """Give a role or take it away; whether that changed anything. Raises ValueError for a role that does not exist."""
    with transaction():
        before = roles_of(member_id)
        (accounts.grant if held else accounts.revoke)(member_id, role)
        changed = (role in before) != held
        if changed:
            audit(f"role.{'granted' if held else 'revoked'}", ("member", member_id), by=by, reason=reason, role=role)
    return changed


def object_to_suspension(member_id: int, words: str) -> bool:
    """The member's own words against being shut out. False when they are not."""
    with transaction():
        row = Suspension.get_or_none(Suspension.member == member_id, Suspension.lifted_at.is_null())
        if row is None:
            return False
        if object_to_latest(member_id, words):
            return True
        _filed(member_id, "suspension", row.id, reason="objection", note=words, state="appealed")
    return True


def _filed(by: int, kind: str, subject_id: int, *, reason: str, note: str, state: str = "new") -> Report:
    with transaction():
        about = {"reporter": by, "subject_kind": kind, "subject_id": subject_id}
        said: dict[str, Any] = {"reason": reason, "note": text.clean_text(note, NOTE_LIMIT)}
        is_new = bool(Report.insert(**about, **said, state=state).on_conflict_ignore().as_rowcount().execute())
        row: Report = held(
            Report.select().where(*(getattr(Report, name) == told for name, told in about.items()))
        ).get()
        if not is_new and row.state in CLOSED and row.created_at < now() - AGAIN:
            # It may have been changed since somebody looked.
            is_new, said = True, {**said, "state": state, "created_at": now(), "decision": None}
        Report.update(**said).where(Report.id == row.id).execute()
        if is_new:
            record(Event.REPORT_FILED, subject=("report", row.id), by=by)
    return Report.get_by_id(row.id)  # type: ignore[no-any-return]
