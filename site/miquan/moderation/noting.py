"""What moderators do without deciding: notes for each other, and passing on what goes beyond them."""

from miquan import text
from miquan.db import transaction
from miquan.moderation.audit import audit
from miquan.moderation.models import NOTE_LIMIT, CannedReply, Note, Report
from miquan.moderation.registry import REASONS, thing


def note(kind: str, subject_id: int, words: str, *, by: int) -> Note:
    """Only moderators read it. Raises LookupError for no such thing or no words."""
    words = text.clean_text(words, NOTE_LIMIT)
    if not words or thing(kind, subject_id) is None:
        raise LookupError
    with transaction():
        made: Note = Note.create(subject_kind=kind, subject_id=subject_id, by=by, words=words)
    return made


def escalate(kind: str, subject_id: int, *, by: int) -> bool:
    """The reports on it are for somebody with more rights. Whether there were any that were not passed on yet."""
    with transaction():
        here = (Report.subject_kind == kind) & (Report.subject_id == subject_id) & (Report.state == "new")
        done = Report.update(state="escalated").where(here).execute()
        if done:
            audit("report.escalated", (kind, subject_id), by=by)
    return bool(done)


def keep_reply(title: str, reason: str, words: dict[str, str], *, by: int, reply_id: int | None = None) -> CannedReply:
    """A canned reply, new or changed. Raises LookupError, ValueError without words in every language."""
    said = {lang: text.clean_text(one, NOTE_LIMIT) for lang, one in words.items()}
    title = text.clean_line(title, CannedReply.title.max_length)
    if not title or not all(said.values()) or (reason and reason not in REASONS):
        raise ValueError(title)
    with transaction():
        row = CannedReply.get_or_none(CannedReply.id == reply_id) if reply_id else CannedReply()
        if row is None:
            raise LookupError
        row.title, row.reason, row.words, row.active = title, reason, said, True
        row.by_id = by
        row.save()
        audit("canned_reply.kept", ("canned_reply", row.id), by=by, title=title)
    return row  # type: ignore[no-any-return]


def drop_reply(reply_id: int, *, by: int) -> bool:
    """It can be chosen no more; where it was told it stays."""
    with transaction():
        done = CannedReply.update(active=False).where(CannedReply.id == reply_id, CannedReply.active).execute()
        if done:
            audit("canned_reply.dropped", ("canned_reply", reply_id), by=by)
    return bool(done)
