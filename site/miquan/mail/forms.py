"""Which letters a member gets."""

from flask_wtf import FlaskForm
from wtforms import BooleanField

from miquan.i18n import lazy


class ChoiceForm(FlaskForm):  # type: ignore[misc]
    """One box for each kind that may be refused, by its name in `rules.KINDS`."""

    question = BooleanField(lazy("會員問我的事"))
    news = BooleanField(lazy("蜜圈的消息"))
