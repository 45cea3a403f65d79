"""The forms of threads: a thread, a reply, a reason."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from miquan.circle.forms import FIND_LIMIT, ThingForm
from miquan.fields import at_most, options
from miquan.i18n import LANGS, OWN_NAMES, lazy
from miquan.money import CURRENCIES
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.profiles.choices import countries
from miquan.studio.editor.parts import PictureForm, Rows
from miquan.threads import facts, words
from miquan.threads import models as m
from miquan.threads.rules import KINDS, MAX_OPTIONS, MAX_PICTURES, MAX_PRODUCTS
from miquan.viewer import viewer

ADDRESS_LIMIT, PRICE_LIMIT = 300, 60
_LANGUAGES: Any = options((lang, OWN_NAMES[lang]) for lang in LANGS)


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """What somebody says. `answers`: the number of what it is about; `version`: the reply's when the page was opened;
    `seq` and `turn`: how far its draft is.
    """

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    version = HiddenField(validators=[Length(max=12)])
    answers = HiddenField(validators=[Length(max=12)])
    seq = HiddenField(validators=[Length(max=9)], default="0")
    turn = HiddenField(validators=[Length(max=9)], default="0")
    body = TextAreaField(lazy("你的回覆"), validators=[at_most(m.BODY_LIMIT)])
    lang = SelectField(lazy("用什麼語言寫"), choices=_LANGUAGES, default="zh-hant")
    kept = Rows(FormField(PictureForm), max_entries=MAX_PICTURES)
    pictures = MultipleFileField(lazy("加照片"))
    things = Rows(FormField(ThingForm), max_entries=MAX_PRODUCTS)
    find = StringField(lazy("找商品"), validators=[at_most(FIND_LIMIT)])


class ThreadForm(ReplyForm):
    """A thread as its author writes it."""

    kind = RadioField(
        lazy("這是什麼樣的話題"), choices=options((k, words.KINDS[k]) for k in KINDS), default="discussion"
    )
    title = StringField(lazy("標題"), validators=[at_most(m.TITLE_LIMIT)])
    body = TextAreaField(lazy("內容"), validators=[at_most(m.BODY_LIMIT)])
    price = StringField(lazy("價格"), validators=[at_most(PRICE_LIMIT)])
    currency = SelectField(lazy("幣別"), choices=options((code, code) for code in CURRENCIES))
    where = StringField(lazy("哪裡有"), validators=[at_most(facts.WHERE_LIMIT)])
    link = StringField(lazy("網頁"), validators=[at_most(facts.LINK_LIMIT)])
    countries = SelectMultipleField(lazy("去哪些國家"))
    cities = StringField(lazy("哪些城市"), validators=[at_most(facts.CITIES_LIMIT)])
    since = DateField(lazy("從哪一天"), validators=[Optional()])
    until = DateField(lazy("到哪一天"), validators=[Optional()])
    room = StringField(lazy("還能帶什麼"), validators=[at_most(facts.ROOM_LIMIT)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries.choices = countries()[1:]
        self.currency.data = self.currency.data or viewer().currency


class NewThreadForm(ThreadForm):
    """A thread that is started, with what it asks: the options one a line, the closing time by the author's clock."""

    options = TextAreaField(lazy("選項"), validators=[at_most(MAX_OPTIONS * (m.OPTION_LIMIT + 2))])
    multiple = BooleanField(lazy("可以選好幾個"))
    hidden = BooleanField(lazy("投了票才看得到結果"), default=True)
    closes_at = DateTimeLocalField(lazy("什麼時候截止"), validators=[Optional()])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why somebody who tends the group takes a reply or a thread away."""

    reason = StringField(lazy("原因"), validators=[at_most(m.REASON_LIMIT)])


class TendForm(FlaskForm):  # type: ignore[misc]
    """What those who tend a group do with a thread; each of its buttons sends the fields that it needs."""

    reason = StringField(lazy("原因"), validators=[at_most(m.REASON_LIMIT)])
    flair = SelectField(lazy("標示"), validate_choice=False, choices=[])
    group = SelectField(lazy("哪一個群"), validate_choice=False, choices=[])
    into = StringField(lazy("哪一個話題"), validators=[at_most(ADDRESS_LIMIT)])
    number = StringField(lazy("從第幾則"), validators=[at_most(12)])
    title = StringField(lazy("新話題的標題"), validators=[at_most(m.TITLE_LIMIT)])
