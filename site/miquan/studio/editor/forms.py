"""The product form: all that its author decides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from miquan.i18n import lazy
from miquan.money import parse_price
from miquan.products import models as m
from miquan.products.facets import kind_name
from miquan.products.rules import KINDS, MAX_ATTRIBUTES, MAX_PICTURES, MAX_VARIANTS
from miquan.studio.forms import LANGUAGES, at_most, categories, countries, whole
from miquan.text import is_number

MAX_NEW_PICTURES = 6


class FactForm(Form):  # type: ignore[misc]
    """One free attribute."""

    name = StringField(lazy("名稱"), validators=at_most(m.NAME_LIMIT))
    value = StringField(lazy("內容"), validators=at_most(m.VALUE_LIMIT))


class VariantForm(Form):  # type: ignore[misc]
    """One combination: up to three option values, its price, how many there are."""

    value1 = StringField(lazy("款式"), validators=at_most(m.VALUE_LIMIT))
    value2 = StringField(lazy("第二種選項"), validators=at_most(m.VALUE_LIMIT))
    value3 = StringField(lazy("第三種選項"), validators=at_most(m.VALUE_LIMIT))
    price = StringField(lazy("價格"), validators=at_most(30))
    stock = IntegerField(lazy("數量"), validators=whole(0, 1_000_000))
    sku = StringField(lazy("貨號"), validators=at_most(m.SKU_LIMIT))

    @property
    def is_blank(self) -> bool:
        return not any((self.value1.data, self.value2.data, self.value3.data, self.price.data))


class PictureForm(Form):  # type: ignore[misc]
    """A picture that the product has: what it shows, its place, whether it goes."""

    file_id = HiddenField(validators=at_most(12))
    source_url = HiddenField(validators=at_most(m.SOURCE_URL_LIMIT))
    alt = TextAreaField(lazy("照片裡是什麼"), validators=at_most(500))
    place = IntegerField(lazy("順序"), validators=whole(1, 999))
    remove = BooleanField(lazy("拿掉這張"))


class Rows(FieldList):  # type: ignore[misc]
    """A list of parts whose numbers are plain: WTForms reads ² and thousands of digits as numbers too, and fails."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0] if name.startswith(f"{prefix}-") else ""
            if is_number(number, 4):
                yield int(number)


class ProductForm(FlaskForm):  # type: ignore[misc]
    """All of a product that the plain editor knows."""

    nonce = HiddenField(validators=[Length(max=43)])
    version = HiddenField(validators=[Length(max=12)])
    title = StringField(lazy("名字"), validators=at_most(m.TITLE_LIMIT, DataRequired(lazy("先給它一個名字"))))
    story = TextAreaField(lazy("來歷"), validators=at_most(m.STORY_LIMIT))
    lang = SelectField(lazy("用什麼語言寫"), choices=LANGUAGES, default="zh-hant")
    kind = RadioField(lazy("怎麼買"), default="stock")
    category = SelectField(lazy("種類"))
    brand = StringField(lazy("品牌或工坊"), validators=at_most(80))
    tags = StringField(lazy("標籤"), validators=at_most(1_000))
    option1 = StringField(lazy("選項名稱"), validators=at_most(m.NAME_LIMIT))
    option2 = StringField(lazy("第二種選項的名稱"), validators=at_most(m.NAME_LIMIT))
    option3 = StringField(lazy("第三種選項的名稱"), validators=at_most(m.NAME_LIMIT))
    variants = Rows(FormField(VariantForm), min_entries=1, max_entries=MAX_VARIANTS)
    facts = Rows(FormField(FactForm), min_entries=1, max_entries=MAX_ATTRIBUTES)
    kept = Rows(FormField(PictureForm), max_entries=MAX_PICTURES)
    pictures = MultipleFileField(lazy("加照片"))
    condition = StringField(lazy("狀態"), validators=at_most(200))
    shop = StringField(lazy("在哪家店"), validators=at_most(120))
    shop_city = StringField(lazy("店在哪個城市"), validators=at_most(80))
    shop_country = SelectField(lazy("店在哪個國家"))
    origin_country = SelectField(lazy("產地"))
    weight_g = IntegerField(lazy("重量（公克）"), validators=whole(0, 1_000_000))
    length_mm = IntegerField(lazy("長（公釐）"), validators=whole(0, 100_000))
    width_mm = IntegerField(lazy("寬（公釐）"), validators=whole(0, 100_000))
    height_mm = IntegerField(lazy("高（公釐）"), validators=whole(0, 100_000))
    hs_code = StringField(
        lazy("海關稅則號列"),
        validators=at_most(12, Optional(), Regexp(r"^[0-9.]{4,12}$", message=lazy("用數字和點，例如6911.10"))),
    )
    ships_within_days = IntegerField(lazy("幾天內寄出"), validators=whole(0, 365))
    lead_days = IntegerField(lazy("製作要幾天"), validators=whole(0, 1_000))
    ships_by = DateField(lazy("最晚寄出日"), validators=[Optional()])
    preorder_cap = IntegerField(lazy("最多收幾件"), validators=whole(1, 100_000))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.money = currency
        self.kind.choices = [(kind, kind_name(kind)) for kind in KINDS]
        self.category.choices = categories()
        self.shop_country.choices = self.origin_country.choices = countries()

    def validate_ships_by(self, field: Any) -> None:
        if self.kind.data == "preorder" and not field.data:
            raise ValidationError(lazy("預購要寫最晚哪一天寄出"))
        if field.data and not date(2020, 1, 1) <= field.data <= date(2100, 1, 1):
            raise ValidationError(lazy("這個日期太遠了"))

    def validate_variants(self, field: Any) -> None:
        wrong = False
        for entry in field:
            if entry.form.is_blank and len(field) > 1:
                continue
            try:
                parse_price(entry.form.price.data or "", self.money)
            except ValueError as error:
                entry.form.price.errors = [*entry.form.price.errors, str(error) or lazy("價格要是數字")]
                wrong = True
        if wrong:
            raise ValidationError(lazy("有價格要改"))
