"""Writing reports."""

from miquan import text
from miquan.db import transaction
from miquan.moderation.models import Report
from miquan.moderation.registry import REASONS, REPORTABLE
from miquan.outbox import Event, record

NOTE_LIMIT = 1_000


class CannotReport(ValueError):
    """No such thing, or no such reason."""


def file_report(*, by: int, kind: str, subject_id: int, reason: str, note: str = "") -> Report:
    """One report a member and thing: reporting again changes its reason and note."""
    if kind not in REPORTABLE or reason not in REASONS or not REPORTABLE[kind](subject_id):
        raise CannotReport
    with transaction():
        same = (Report.reporter == by, Report.subject_kind == kind, Report.subject_id == subject_id)
        found: Report | None = Report.get_or_none(*same)
        row = found or Report(reporter=by, subject_kind=kind, subject_id=subject_id)
        row.reason, row.note = reason, text.clean_text(note, NOTE_LIMIT)
        row.save()
        if found is None:
            record(Event.REPORT_FILED, subject=("report", row.id), by=by)
    return row
