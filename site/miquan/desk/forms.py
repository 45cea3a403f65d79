"""Forms that several parts of the desk have."""

from flask_wtf import FlaskForm

from miquan.fields import reason_field
from miquan.i18n import lazy
from miquan.moderation.actions import NOTE_LIMIT


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why; the member is told it when they are shut out."""

    reason = reason_field(lazy("理由"), lazy("寫下理由"), NOTE_LIMIT)
