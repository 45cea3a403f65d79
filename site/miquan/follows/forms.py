"""What a member does not want to read, and for how long."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from miquan.fields import at_most, options
from miquan.follows.models import WORD_LIMIT
from miquan.i18n import lazy

_SPANS = (("0", lazy("一直")), ("7", lazy("7天")), ("30", lazy("30天")))


class SpanForm(FlaskForm):  # type: ignore[misc]
    """For how long; `next` is where it was asked."""

    days = RadioField(lazy("多久"), choices=options(_SPANS), default="0")
    next = HiddenField(validators=[Length(max=300)])

    @property
    def span(self) -> int:
        return int(self.days.data or 0)


class WordForm(SpanForm):
    """A word, and for how long."""

    word = StringField(
        lazy("不想看到的字眼"), validators=[DataRequired(lazy("寫下不想看到的字眼")), at_most(WORD_LIMIT)]
    )

    def said(self, message: Any) -> None:
        """What the action found wrong."""
        self.word.errors = [*self.word.errors, message]
