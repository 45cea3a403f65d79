"""The form of a storefront: who its buyer is, in their own words, and how they work."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, ValidationError

from miquan import text
from miquan.fields import at_most, options, whole
from miquan.i18n import WRITTEN_IN, lazy
from miquan.money import CURRENCIES
from miquan.profiles import choices
from miquan.storefronts import models as m
from miquan.storefronts.rules import MAX_BRANDS, MAX_EXPERTISE
from miquan.storefronts.settings.choices import ABROAD, categories, countries

BRANDS_LIMIT = 600
BRAND_LIMIT = 80


class StorefrontForm(FlaskForm):  # type: ignore[misc]
    """Who the buyer is, in their own words, and how they work."""

    nonce = HiddenField(validators=[at_most(43)])
    banner = FileField(lazy("橫幅照片"))
    # The id of the banner's file; a script puts a new one's here. Left out, there is none.
    banner_file = StringField(validators=[at_most(12)])
    no_banner = BooleanField(lazy("拿掉現在的橫幅"))
    headline = StringField(
        lazy("一句話"), validators=[DataRequired(lazy("用一句話說說你自己")), at_most(m.HEADLINE_LIMIT)]
    )
    story = TextAreaField(lazy("你的故事"), validators=[at_most(m.STORY_LIMIT)])
    lang = SelectField(lazy("用什麼語言寫"), choices=options(WRITTEN_IN), default="zh-hant")
    country = SelectField(lazy("住在哪個國家"), validators=[DataRequired(lazy("選你住的國家"))])
    city = StringField(lazy("城市"), validators=[at_most(80)])
    years_there = IntegerField(lazy("住了幾年"), validators=whole(0, 90))
    languages = SelectMultipleField(lazy("會說的語言"))
    expertise = SelectMultipleField(lazy("擅長什麼"))
    brands = StringField(lazy("熟悉的品牌和工坊"), validators=[at_most(BRANDS_LIMIT)])
    currency = SelectField(lazy("用什麼貨幣標價"))
    ships_from = SelectField(lazy("從哪裡寄"))
    ships_to = SelectMultipleField(lazy("寄到哪些地方"))
    shipping_policy = TextAreaField(lazy("怎麼寄"), validators=[at_most(m.POLICY_LIMIT)])
    returns_policy = TextAreaField(lazy("退換"), validators=[at_most(m.POLICY_LIMIT)])
    fee_policy = TextAreaField(lazy("服務費"), validators=[at_most(m.POLICY_LIMIT)])
    holiday_from = DateField(lazy("休假從"), validators=[Optional()])
    holiday_to = DateField(lazy("休假到"), validators=[Optional()])
    holiday_note = StringField(lazy("休假留言"), validators=[at_most(300)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = kwargs.get("data") or {}
        kept = list(values.get("languages") or ())
        self.country.choices = countries([], ABROAD)
        self.ships_from.choices = [("", lazy("跟住的地方一樣")), *countries([], ABROAD)[1:]]
        self.ships_to.choices = countries(list(values.get("ships_to") or ()))[1:]
        self.languages.choices = choices.languages(kept)
        self.languages.choices.sort(key=lambda row: row[0] not in kept)
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.expertise.choices = categories(list(values.get("expertise") or ()))

    @property
    def brand_names(self) -> tuple[str, ...]:
        """The brands as they were written, parted by commas or lines."""
        names = (text.clean_line(name, BRANDS_LIMIT) for name in re.split(r"[,，、;；\n]", self.brands.data or ""))
        return tuple(dict.fromkeys(name for name in names if name))

    def validate_expertise(self, field: Any) -> None:
        if len(field.data or ()) > MAX_EXPERTISE:
            raise ValidationError(lazy("最多選12種"))

    def validate_brands(self, _field: Any) -> None:
        if len(self.brand_names) > MAX_BRANDS or any(len(name) > BRAND_LIMIT for name in self.brand_names):
            raise ValidationError(lazy("最多12個，每個最多80個字"))

    def validate_languages(self, field: Any) -> None:
        if len(field.data or ()) > choices.LANGUAGES_LIMIT:
            raise ValidationError(lazy("最多選12種"))

    def validate_holiday_from(self, field: Any) -> None:
        if field.data and not self.holiday_to.data:
            raise ValidationError(lazy("休假要有開始，也要有結束"))

    def validate_holiday_to(self, field: Any) -> None:
        if field.data and not self.holiday_from.data:
            raise ValidationError(lazy("休假要有開始，也要有結束"))
        if field.data and field.data < self.holiday_from.data:
            raise ValidationError(lazy("結束不能早於開始"))
