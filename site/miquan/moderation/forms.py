"""The forms of deciding, noting and objecting."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from miquan.fields import at_most, options, reason_field
from miquan.i18n import LANGS, OWN_NAMES, _, lazy, ngettext
from miquan.moderation import models as m
from miquan.moderation.deciding import Wish
from miquan.moderation.registry import KINDS, REASONS
from miquan.moderation.rules import BLOCK_ACTIONS, BLOCKS, DAYS, VERBS
from miquan.text import is_number

MANY = 100


def chosen(boxes: list[str]) -> list[tuple[str, int, int]]:
    """Ticked boxes as (kind, id, newest decision that was seen); what is none of ours is left out."""
    found = []
    for box in boxes[:MANY]:
        kind, *numbers = box[:60].split("-")
        if kind in KINDS and len(numbers) == 2 and all(is_number(one, 9) for one in numbers):
            found.append((kind, int(numbers[0]), int(numbers[1])))
    return found


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What is decided of all things that were ticked, and why."""

    verb = SelectField(lazy("怎麼做"), validators=[DataRequired(lazy("選一個決定"))])
    reason = SelectField(lazy("為什麼"), validators=[DataRequired(lazy("選一個原因"))])
    days = SelectField(lazy("多久"))
    reply = SelectField(lazy("常用的話"))
    words = TextAreaField(lazy("想對本人說的話"), validators=[at_most(m.NOTE_LIMIT)])

    def __init__(self, verbs: tuple[str, ...], replies: list[m.CannedReply], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.verb.choices = options([("", "—"), *((verb, VERBS[verb]) for verb in verbs)])
        self.reason.choices = options([("", "—"), *REASONS.items()])
        self.days.choices = options([("", "—"), *((str(n), ngettext("%(num)s天", "%(num)s天", n)) for n in DAYS)])
        if replies:
            self.reply.choices = options([("", "—"), *((str(row.id), row.title) for row in replies)])
        else:
            del self.reply

    def validate_days(self, field: SelectField) -> None:
        if self.verb.data in ("limit", "suspend") and not field.data:
            raise ValidationError(_("選多久"))

    def put(self, replies: list[m.CannedReply], lang: str) -> None:
        """Put the words of the chosen reply into the field, for them to be changed before they go out."""
        chosen_reply = next((row for row in replies if "reply" in self and str(row.id) == self.reply.data), None)
        if chosen_reply is None:
            return
        said = chosen_reply.words.get(lang) or next(iter(chosen_reply.words.values()), "")
        self.words.data = f"{self.words.data or ''}\n{said}".strip()[: m.NOTE_LIMIT]
        self.reply.data = ""

    def wish(self, seen: int | None) -> Wish:
        chosen_reply = self.reply.data if "reply" in self else ""
        return Wish(
            verb=self.verb.data, reason=self.reason.data, words=self.words.data or "", seen=seen,
            reply=int(chosen_reply) if chosen_reply else None, days=int(self.days.data) if self.days.data else None,
        )  # fmt: skip


class NoteForm(FlaskForm):  # type: ignore[misc]
    words = reason_field(lazy("給其他管理的人"), lazy("寫下你想說的"), m.NOTE_LIMIT)


class AppealForm(FlaskForm):  # type: ignore[misc]
    words = reason_field(lazy("為什麼不對"), lazy("寫下你想說的"), m.NOTE_LIMIT)


class HearingForm(FlaskForm):  # type: ignore[misc]
    outcome = HiddenField(validators=[at_most(10)])
    words = TextAreaField(lazy("想對本人說的話"), validators=[at_most(m.NOTE_LIMIT)])


class CannedForm(FlaskForm):  # type: ignore[misc]
    """Words in every language of the site."""

    title = StringField(lazy("叫什麼"), validators=[DataRequired(lazy("給它一個名字")), at_most(m.TITLE_LIMIT)])
    reason = SelectField(lazy("哪種原因"), choices=options([("", "—"), *REASONS.items()]))
    zh_hant = reason_field(OWN_NAMES["zh-hant"], lazy("每種語言都要寫"), m.NOTE_LIMIT)
    zh_hans = reason_field(OWN_NAMES["zh-hans"], lazy("每種語言都要寫"), m.NOTE_LIMIT)
    en = reason_field(OWN_NAMES["en"], lazy("每種語言都要寫"), m.NOTE_LIMIT)

    @property
    def said(self) -> dict[str, str]:
        return {lang: self[lang.replace("-", "_")].data or "" for lang in LANGS}


class BlockForm(FlaskForm):  # type: ignore[misc]
    """A word, a host or a picture's hash, and what happens then."""

    kind = SelectField(lazy("哪一種"), choices=options(BLOCKS.items()))
    value = StringField(
        lazy("字詞、網域或照片的指紋"), validators=[DataRequired(lazy("寫下要攔什麼")), at_most(m.VALUE_LIMIT)]
    )
    action = SelectField(lazy("怎麼做"), choices=options(BLOCK_ACTIONS.items()), default="hold")
    note = StringField(lazy("為什麼（只有管理的人看得到）"), validators=[at_most(300)])
