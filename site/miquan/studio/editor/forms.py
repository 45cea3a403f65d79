"""The product form: all that its author decides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from miquan.fields import at_most, options, whole
from miquan.i18n import WRITTEN_IN, _, lazy
from miquan.money import parse_price
from miquan.products import models as m
from miquan.products.facets import kind_name
from miquan.products.rules import KINDS, MAX_ATTRIBUTES, MAX_PICTURES, MAX_VARIANTS
from miquan.studio.editor.parts import FactForm, PictureForm, Rows, VariantForm, WordsForm
from miquan.studio.editor.tickets import TICKET_LIMIT
from miquan.studio.forms import categories, countries

MAX_NEW_PICTURES = 6
VALUES_LIMIT = 4_000
TABLE_LIMIT = 60_000
# Tools of the page and its bookkeeping: no part of the product.
TOOLS = frozenset({"csrf_token", "pictures", "table", "fill_price", "fill_compare_at", "fill_stock", "fill_weight_g"})
KEPT_APART = TOOLS | {"nonce", "version", "ticket", "seq", "turn"}


class ProductForm(FlaskForm):  # type: ignore[misc]
    """A product as its author writes it, and the tools of the page it is written on.

    `version`: the product's when the page was opened; `ticket`, `seq`, `turn`: whose draft this is and how far it is.
    """

    nonce = HiddenField(validators=[Length(max=43)])
    version = HiddenField(validators=[Length(max=12)])
    ticket = HiddenField(validators=[Length(max=TICKET_LIMIT)])
    seq = HiddenField(validators=[Length(max=9)], default="0")
    turn = HiddenField(validators=[Length(max=9)], default="0")
    title = StringField(lazy("名字"), validators=[DataRequired(lazy("先給它一個名字")), at_most(m.TITLE_LIMIT)])
    story = TextAreaField(lazy("來歷"), validators=[at_most(m.STORY_LIMIT)])
    lang = SelectField(lazy("用什麼語言寫"), choices=options(WRITTEN_IN), default="zh-hant")
    in_zh_hant = FormField(WordsForm)
    in_zh_hans = FormField(WordsForm)
    in_en = FormField(WordsForm)
    kind = RadioField(lazy("怎麼買"), default="stock")
    category = SelectField(lazy("屬於哪一類"))
    brand = StringField(lazy("品牌或工坊"), validators=[at_most(80)])
    tags = StringField(lazy("標籤"), validators=[at_most(1_000)])
    option1 = StringField(lazy("選項名稱"), validators=[at_most(m.NAME_LIMIT)])
    option2 = StringField(lazy("第二種選項的名稱"), validators=[at_most(m.NAME_LIMIT)])
    option3 = StringField(lazy("第三種選項的名稱"), validators=[at_most(m.NAME_LIMIT)])
    values1 = TextAreaField(lazy("有哪些"), validators=[at_most(VALUES_LIMIT)])
    values2 = TextAreaField(lazy("有哪些"), validators=[at_most(VALUES_LIMIT)])
    values3 = TextAreaField(lazy("有哪些"), validators=[at_most(VALUES_LIMIT)])
    variants = Rows(FormField(VariantForm), min_entries=1, max_entries=MAX_VARIANTS)
    fill_price = StringField(lazy("價格"), validators=[at_most(30)])
    fill_compare_at = StringField(lazy("原價"), validators=[at_most(30)])
    fill_stock = StringField(lazy("數量"), validators=[at_most(12)])
    fill_weight_g = StringField(lazy("重量（公克）"), validators=[at_most(12)])
    table = TextAreaField(lazy("貼上表格"), validators=[at_most(TABLE_LIMIT)])
    facts = Rows(FormField(FactForm), min_entries=1, max_entries=MAX_ATTRIBUTES)
    kept = Rows(FormField(PictureForm), max_entries=MAX_PICTURES)
    pictures = MultipleFileField(lazy("加照片"))
    condition = StringField(lazy("狀況"), validators=[at_most(200)])
    shop = StringField(lazy("在哪家店"), validators=[at_most(120)])
    shop_city = StringField(lazy("店在哪個城市"), validators=[at_most(80)])
    shop_country = SelectField(lazy("店在哪個國家"))
    origin_country = SelectField(lazy("產地"))
    weight_g = IntegerField(lazy("重量（公克）"), validators=whole(0, 1_000_000))
    length_mm = IntegerField(lazy("長（公釐）"), validators=whole(0, 100_000))
    width_mm = IntegerField(lazy("寬（公釐）"), validators=whole(0, 100_000))
    height_mm = IntegerField(lazy("高（公釐）"), validators=whole(0, 100_000))
    hs_code = StringField(
        lazy("海關稅則號列"),
        validators=[Optional(), Regexp(r"^[0-9.]{4,12}$", message=lazy("用數字和點，例如6911.10")), at_most(12)],
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
        self.show_pictures()

    def show_pictures(self) -> None:
        """Let every combination choose among the pictures as they are now."""
        for entry in self.variants:
            entry.form.picture.choices = self.picture_choices(entry.form.picture.data or "")

    def picture_choices(self, chosen: str = "") -> list[tuple[str, str]]:
        """(key, words) of the pictures that a combination may show, in their order."""
        rows = [row.form for row in self.kept if not row.form.remove.data]
        rows.sort(key=lambda row: row.place.data or 999)
        found = [(row.key, _("第%(n)s張照片", n=i + 1)) for i, row in enumerate(rows) if row.key]
        gone = [(chosen, _("剛加的照片"))] if chosen and chosen not in dict(found) else []
        return [("", "—"), *found, *gone]

    def option_fields(self) -> list[tuple[Any, Any]]:
        """The three options, each with the field of its values."""
        return [(self.option1, self.values1), (self.option2, self.values2), (self.option3, self.values3)]

    @property
    def width(self) -> int:
        """How many options the product has."""
        return sum(bool(name.data) for name, _values in self.option_fields())

    def more_words(self) -> Iterator[tuple[str, str, WordsForm]]:
        """(language, its own name, form) of the words beside the main ones."""
        for lang, name in WRITTEN_IN:
            yield lang, name, getattr(self, f"in_{lang.replace('-', '_')}").form

    def validate_ships_by(self, field: Any) -> None:
        if self.kind.data == "preorder" and not field.data:
            raise ValidationError(lazy("預購要寫最晚哪一天寄出"))
        if field.data and not date(2020, 1, 1) <= field.data <= date(2100, 1, 1):
            raise ValidationError(lazy("這個日期太遠了"))

    def validate_variants(self, field: Any) -> None:
        judged = [self._has_wrong_money(entry.form) for entry in field if not (entry.form.is_blank and len(field) > 1)]
        if any(judged):
            raise ValidationError(lazy("有價格要改"))

    def _has_wrong_money(self, row: Any) -> bool:
        """Say beside both prices of a combination what is wrong with them."""
        price = self._money(row.price)
        before = self._money(row.compare_at) if (row.compare_at.data or "").strip() else None
        if price is not None and before is not None and before <= price:
            row.compare_at.errors = [*row.compare_at.errors, lazy("原價要比現在的價格高，不然就空著")]
        return bool(row.price.errors or row.compare_at.errors)

    def _money(self, field: Any) -> int | None:
        try:
            return parse_price(field.data or "", self.money)
        except ValueError as error:
            field.errors = [*field.errors, str(error) or lazy("價格要是數字")]
            return None
