"""The studio's plain forms: a storefront, and what forms of the studio share."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError

from miquan import places
from miquan.categories.tree import tree
from miquan.i18n import lazy
from miquan.money import CURRENCIES
from miquan.storefronts import models as s
from miquan.viewer import viewer

LANGUAGES = (("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English"))


def at_most(limit: int, *more: Any) -> list[Any]:
    return [*more, Length(max=limit, message=lazy("最多%(limit)s個字", limit=f"{limit:,}"))]


def between(low: int, high: int) -> Callable[[Any, Any], None]:
    """As WTForms' NumberRange, which fails on numbers too long for a float."""

    def check(_form: Any, field: Any) -> None:
        if field.data is None or not low <= field.data <= high:
            raise StopValidation(lazy("要在%(low)s到%(high)s之間", low=f"{low:,}", high=f"{high:,}"))

    return check


def whole(low: int, high: int) -> list[Any]:
    return [
        Optional(),
        between(low, high),
    ]


def countries(blank: bool = True) -> list[tuple[str, str]]:
    """(code, name) sorted by name in the reader's language."""
    rows = sorted(((c, places.country_name(c, viewer().lang)) for c in places.COUNTRIES), key=lambda row: row[1])
    return [("", "—"), *rows] if blank else rows


def categories() -> list[tuple[str, str]]:
    """(slug, name) in the tree's order, indented by depth."""
    return [("", "—"), *((n.slug, "　" * n.depth + n.name(viewer().lang)) for n in tree().order)]


class StorefrontForm(FlaskForm):  # type: ignore[misc]
    """Who the buyer is, in their own words, and how they work."""

    nonce = HiddenField(validators=[Length(max=43)])
    headline = StringField(
        lazy("一句話"), validators=at_most(s.HEADLINE_LIMIT, DataRequired(lazy("用一句話說說你自己")))
    )
    story = TextAreaField(lazy("你的故事"), validators=at_most(s.STORY_LIMIT))
    lang = SelectField(lazy("用什麼語言寫"), choices=LANGUAGES, default="zh-hant")
    country = SelectField(lazy("住在哪個國家"), validators=[DataRequired(lazy("選你住的國家"))])
    city = StringField(lazy("城市"), validators=at_most(80))
    years_there = IntegerField(lazy("住了幾年"), validators=whole(0, 90))
    currency = SelectField(lazy("用什麼貨幣標價"))
    ships_to = SelectMultipleField(lazy("寄到哪些地方"))
    expertise = SelectMultipleField(lazy("擅長什麼"))
    shipping_policy = TextAreaField(lazy("怎麼寄"), validators=at_most(s.POLICY_LIMIT))
    returns_policy = TextAreaField(lazy("退換"), validators=at_most(s.POLICY_LIMIT))
    fee_policy = TextAreaField(lazy("服務費"), validators=at_most(s.POLICY_LIMIT))
    holiday_from = DateField(lazy("休假從"), validators=[Optional()])
    holiday_to = DateField(lazy("休假到"), validators=[Optional()])
    holiday_note = StringField(lazy("休假留言"), validators=at_most(300))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = countries()
        self.ships_to.choices = countries(blank=False)
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.expertise.choices = categories()[1:]

    def validate_holiday_from(self, field: Any) -> None:
        if field.data and not self.holiday_to.data:
            raise ValidationError(lazy("休假要有開始，也要有結束"))

    def validate_holiday_to(self, field: Any) -> None:
        if field.data and not self.holiday_from.data:
            raise ValidationError(lazy("休假要有開始，也要有結束"))
        if field.data and field.data < self.holiday_from.data:
            raise ValidationError(lazy("結束不能早於開始"))
