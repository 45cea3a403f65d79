"""The forms of the circle: a post, a comment, a word to pass on."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from miquan.circle import models as m
from miquan.circle import words
from miquan.circle.composing.tickets import TICKET_LIMIT
from miquan.circle.rules import DISCLOSURES, KINDS, MAX_PICTURES, MAX_PRODUCTS, VISIBILITIES
from miquan.fields import at_most, options
from miquan.i18n import LANGS, OWN_NAMES, lazy
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.studio.editor.parts import PictureForm, Rows
from miquan.studio.forms import countries

FIND_LIMIT = 60
# Tools of the page and its bookkeeping: no part of the post.
APART = frozenset({"csrf_token", "pictures", "find", "nonce", "version", "ticket", "seq", "turn"})


class ThingForm(Form):  # type: ignore[misc]
    """A product that the post is about."""

    product = HiddenField(validators=[at_most(12)])
    remove = BooleanField(lazy("拿掉"))


class PostForm(FlaskForm):  # type: ignore[misc]
    """A post as its author writes it, and the tools of the page it is written on.

    `version`: the post's when the page was opened; `ticket`, `seq`, `turn`: whose draft this is and how far it is.
    """

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    version = HiddenField(validators=[Length(max=12)])
    ticket = HiddenField(validators=[Length(max=TICKET_LIMIT)])
    seq = HiddenField(validators=[Length(max=9)], default="0")
    turn = HiddenField(validators=[Length(max=9)], default="0")
    kind = RadioField(lazy("這是什麼樣的帖"), choices=options((k, words.KINDS[k]) for k in KINDS), default="life")
    follows_up = SelectField(lazy("接著哪一篇說"))
    title = StringField(lazy("標題（可以不寫）"), validators=[at_most(m.TITLE_LIMIT)])
    body = TextAreaField(lazy("今天遇到什麼？"), validators=[at_most(m.BODY_LIMIT)])
    lang = SelectField(
        lazy("用什麼語言寫"), choices=options((lang, OWN_NAMES[lang]) for lang in LANGS), default="zh-hant"
    )
    kept = Rows(FormField(PictureForm), max_entries=MAX_PICTURES)
    pictures = MultipleFileField(lazy("加照片"))
    things = Rows(FormField(ThingForm), max_entries=MAX_PRODUCTS)
    find = StringField(lazy("找商品"), validators=[at_most(FIND_LIMIT)])
    disclosure = RadioField(
        lazy("你和東西的關係"), choices=options((k, words.DISCLOSURES[k]) for k in DISCLOSURES), default="none"
    )
    country = SelectField(lazy("國家"))
    city = StringField(lazy("城市"), validators=[at_most(m.Post.city.max_length)])
    place = StringField(lazy("地點"), validators=[at_most(m.PLACE_LIMIT)])
    visibility = RadioField(
        lazy("誰看得到"), choices=options((k, words.VISIBILITIES[k]) for k in VISIBILITIES), default="public"
    )
    scheduled_at = DateTimeLocalField(lazy("什麼時候發"), validators=[Optional()])

    def __init__(self, *args: Any, earlier: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = options(countries())
        self.follows_up.choices = options([("", "—"), *earlier])


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A word under a post, or an answer to one."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    body = TextAreaField(lazy("說點什麼"), validators=[DataRequired(lazy("寫下你想說的")), at_most(m.COMMENT_LIMIT)])


class RepostForm(FlaskForm):  # type: ignore[misc]
    """A word to what is passed on; none is needed."""

    nonce = HiddenField(validators=[Length(max=NONCE_LIMIT)])
    word = TextAreaField(lazy("想說的話（可以不寫）"), validators=[at_most(m.WORD_LIMIT)])


class HideForm(FlaskForm):  # type: ignore[misc]
    """Why a moderator takes a post out of sight."""

    reason = StringField(lazy("原因"), validators=[DataRequired(lazy("寫下原因")), at_most(m.REASON_LIMIT)])
