"""The forms of deciding, for the tests that walk every form."""

from typing import Any

from miquan.moderation.forms import AppealForm, BlockForm, CannedForm, DecisionForm, HearingForm, NoteForm
from miquan.moderation.models import Appeal, BlockEntry, CannedReply, Decision, Note

FORMS: dict[str, Any] = {
    "decision": lambda: DecisionForm(("hide",), []), "moderators' note": NoteForm, "appeal": AppealForm, "hearing": HearingForm,
    "canned reply": CannedForm, "block entry": BlockForm,
}  # fmt: skip
COLUMNS: dict[tuple[str, str], Any] = {
    ("decision", "words"): Decision.words, ("moderators' note", "words"): Note.words, ("appeal", "words"): Appeal.words,
    ("hearing", "words"): Appeal.answer, ("canned reply", "title"): CannedReply.title, ("block entry", "value"): BlockEntry.value,
    ("block entry", "note"): BlockEntry.note,
}  # fmt: skip
