"""The forms of groups: what one is, an application, an invitation, a good for the shelf, a word to who has to go."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from miquan import places
from miquan.fields import at_most, options
from miquan.groups import models as m
from miquan.groups import rules, words
from miquan.groups.rules import GroupWords, NotReady
from miquan.i18n import LANGS, OWN_NAMES, lazy
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.products.rules import tags_in
from miquan.profiles import choices
from miquan.studio.forms import countries

LINES_LIMIT = 1_200
TAGS_LIMIT = 600
FIND_LIMIT = 60
_LINE = re.compile(r"[\r\n]+")


class GroupForm(FlaskForm):  # type: ignore[misc]
    """A group as its owner describes it. Questions and flairs stand one on a line."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    name = StringField(lazy("名字"), validators=[DataRequired(lazy("給群一個名字")), at_most(m.NAME_LIMIT)])
    purpose = StringField(
        lazy("一句話說它是做什麼的"),
        validators=[DataRequired(lazy("用一句話說這個群是做什麼的")), at_most(m.PURPOSE_LIMIT)],
    )
    slug = StringField(lazy("地址"), validators=[at_most(m.SLUG_LIMIT)])
    upload = FileField(lazy("群的照片"))
    picture_file = StringField(validators=[at_most(12)])
    no_picture = BooleanField(lazy("拿掉現在的照片"))
    rules = TextAreaField(lazy("群規"), validators=[at_most(m.RULES_LIMIT)])
    lang = SelectField(lazy("用什麼語言寫"), choices=options((lang, OWN_NAMES[lang]) for lang in LANGS))
    languages = SelectMultipleField(lazy("群裡說什麼語言"))
    tags = StringField(lazy("標籤"), validators=[at_most(TAGS_LIMIT)])
    country = SelectField(lazy("國家"))
    city = StringField(lazy("城市"), validators=[at_most(m.Group.city.max_length)])
    visibility = RadioField(lazy("誰看得到"), choices=options(words.VISIBILITIES.items()), default="public")
    joining = RadioField(lazy("怎麼加入"), choices=options(words.JOININGS.items()), default="open")
    questions = TextAreaField(lazy("問申請的人"), validators=[at_most(LINES_LIMIT)])
    flairs = TextAreaField(lazy("話題的分類"), validators=[at_most(LINES_LIMIT)])
    slow_seconds = SelectField(lazy("兩次發言之間"), choices=options(words.SLOW.items()), coerce=int, default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (kwargs.get("data") or {}).get("languages") or ()
        self.languages.choices = options(choices.languages(list(kept)))
        self.country.choices = options(countries())

    def words(self, picture: int | None) -> GroupWords:
        """What was told; a town is known by its name in any script."""
        same = ("name", "purpose", "slug", "rules", "lang", "visibility", "joining", "slow_seconds")
        country, town = self.country.data or "", (self.city.data or "").strip()
        found = places.find_city(town, country) if town else None
        return GroupWords(
            **{name: self[name].data or self[name].default or "" for name in same if name != "slow_seconds"},
            slow_seconds=self.slow_seconds.data or 0,
            questions=_lines(self.questions.data),
            flairs=_lines(self.flairs.data),
            languages=tuple(self.languages.data or ()),
            tags=tags_in(self.tags.data or ""),
            country=found.country if found else country,
            city=found.slug if found else town,
            picture=picture,
        )


def said(form: Any, error: NotReady) -> None:
    """Put what the action found wrong beside the fields."""
    for problem in error.problems:
        field = form[problem.field] if problem.field in form else next(iter(form))
        field.errors = [*field.errors, problem.text]


def _lines(told: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in _LINE.split(told or ""))))


class ApplyForm(FlaskForm):  # type: ignore[misc]
    """An answer to each question of the group; fields of their own, so that an error stands beside them all."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    answer_1 = TextAreaField(validators=[at_most(m.ANSWER_LIMIT)])
    answer_2 = TextAreaField(validators=[at_most(m.ANSWER_LIMIT)])
    answer_3 = TextAreaField(validators=[at_most(m.ANSWER_LIMIT)])
    answer_4 = TextAreaField(validators=[at_most(m.ANSWER_LIMIT)])
    answer_5 = TextAreaField(validators=[at_most(m.ANSWER_LIMIT)])

    def __init__(self, *args: Any, questions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [self[f"answer_{n}"] for n, _question in enumerate(questions, 1)]
        for field, question in zip(self.asked, questions, strict=True):
            field.label.text = question

    @property
    def answers(self) -> list[str]:
        return [field.data or "" for field in self.asked]


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A word to somebody about what was decided."""

    note = StringField(lazy("想說的話（可以不寫）"), validators=[at_most(m.NOTE_LIMIT)])


class BanForm(NoteForm):
    """Why somebody is shut out, and for how long."""

    note = StringField(lazy("原因"), validators=[DataRequired(lazy("寫下原因")), at_most(m.NOTE_LIMIT)])
    days = SelectField(lazy("多久"), choices=options((n, words.DAYS[n]) for n in rules.BAN_DAYS), coerce=int, default=7)


class InviteForm(FlaskForm):  # type: ignore[misc]
    """How long a link lets people in, and how many."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    days = SelectField(
        lazy("用到什麼時候"), choices=options((n, words.DAYS[n]) for n in rules.INVITE_DAYS), coerce=int, default=7
    )
    most = SelectField(
        lazy("讓幾個人進來"), choices=options((n, words.USES[n]) for n in rules.INVITE_USES), coerce=int, default=10
    )


class ShelfForm(FlaskForm):  # type: ignore[misc]
    """A good that was found, and why it belongs here."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    find = StringField(lazy("找商品"), validators=[at_most(FIND_LIMIT)])
    product = HiddenField(validators=[at_most(12)])
    note = StringField(lazy("為什麼放在這裡（可以不寫）"), validators=[at_most(m.NOTE_LIMIT)])
