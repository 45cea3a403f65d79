"""The form of a rule about goods."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan import places
from miquan.categories.tree import tree
from miquan.fields import at_most, options
from miquan.i18n import LANGS, lazy
from miquan.restrictions.actions import RuleDraft
from miquan.restrictions.models import NOTE_LIMIT, SOURCE_LIMIT, WORDS_LIMIT, GoodsRule
from miquan.restrictions.queries import LEVEL_WORDS
from miquan.restrictions.rules import parted
from miquan.viewer import viewer


class RuleForm(FlaskForm):  # type: ignore[misc]
    """What an operator decides; words or a category say what falls under it."""

    nonce = HiddenField(validators=[Length(max=43)])
    destination = SelectField(lazy("寄到哪裡"))
    level = RadioField(lazy("多嚴重"), choices=options(LEVEL_WORDS.items()), default="limited")
    category = SelectField(lazy("整個種類"))
    words = TextAreaField(lazy("字詞"), validators=[at_most(WORDS_LIMIT)])
    note_hant = StringField(
        lazy("繁體中文的說明"), validators=[DataRequired(lazy("用一句話說清楚")), at_most(NOTE_LIMIT)]
    )
    note_hans = StringField(lazy("簡體中文的說明"), validators=[at_most(NOTE_LIMIT)])
    note_en = StringField(lazy("英文的說明"), validators=[DataRequired(lazy("用一句話說清楚")), at_most(NOTE_LIMIT)])
    source = StringField(lazy("出處的網址"), validators=[at_most(SOURCE_LIMIT)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = viewer().lang
        rows = sorted(((c, places.country_name(c, lang)) for c in places.COUNTRIES), key=lambda row: row[1])
        self.destination.choices = [("", lazy("每個地方")), *rows]
        self.category.choices = [("", "—"), *((n.slug, "　" * n.depth + n.name(lang)) for n in tree().order)]

    def validate_words(self, field: Any) -> None:
        if not self.category.data and not parted(field.data or "")[0]:
            raise ValidationError(lazy("寫幾個字詞，或選一個種類"))

    def validate_source(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(lazy("要從https://開始"))

    def draft(self) -> RuleDraft:
        notes = dict(zip(LANGS, (self.note_hant.data, self.note_hans.data, self.note_en.data), strict=True))
        return RuleDraft(
            self.destination.data, self.level.data, {lang: words for lang, words in notes.items() if words},
            self.words.data or "", self.category.data, self.source.data or "",
        )  # fmt: skip


def values_of(rule: GoodsRule) -> dict[str, Any]:
    """The form's initial values for a rule that there is."""
    node, note = tree().get(rule.category_id), rule.note
    return {
        "destination": rule.destination, "level": rule.level, "words": rule.words, "source": rule.source, "category": node.slug if node else "",
        "note_hant": note.get("zh-hant", ""), "note_hans": note.get("zh-hans", ""), "note_en": note.get("en", ""),
    }  # fmt: skip
