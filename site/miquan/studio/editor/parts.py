"""The parts of a product form that repeat: facts, combinations, pictures, words in one more language."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from wtforms import BooleanField, FieldList, Form, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from miquan.fields import at_most, options, whole
from miquan.i18n import lazy
from miquan.products import models as m
from miquan.text import is_number


def picture_key(file_id: object, source_url: str | None) -> str:
    """A short name of a picture inside one product: its file, or the address that an export said it lies at."""
    return str(file_id or "") or (f"u{sha256((source_url or '').encode()).hexdigest()[:10]}" if source_url else "")


class FactForm(Form):  # type: ignore[misc]
    """One free attribute."""

    name = StringField(lazy("項目"), validators=[at_most(m.NAME_LIMIT)])
    value = StringField(lazy("內容"), validators=[at_most(m.VALUE_LIMIT)])


class VariantForm(Form):  # type: ignore[misc]
    """One combination: up to three option values, its price, how many there are, which picture shows it."""

    value1 = StringField(lazy("款式"), validators=[at_most(m.VALUE_LIMIT)])
    value2 = StringField(lazy("第二種選項"), validators=[at_most(m.VALUE_LIMIT)])
    value3 = StringField(lazy("第三種選項"), validators=[at_most(m.VALUE_LIMIT)])
    price = StringField(lazy("價格"), validators=[at_most(30)])
    compare_at = StringField(lazy("原價"), validators=[at_most(30)])
    stock = IntegerField(lazy("數量"), validators=whole(0, 1_000_000))
    sku = StringField(lazy("貨號"), validators=[at_most(m.SKU_LIMIT)])
    weight_g = IntegerField(lazy("重量（公克）"), validators=whole(0, 1_000_000))
    barcode = StringField(lazy("條碼"), validators=[at_most(m.Variant.barcode.max_length)])
    picture = SelectField(lazy("照片"), choices=options([("", "—")]), validate_choice=False, validators=[at_most(16)])
    drop = BooleanField(lazy("拿掉"))

    @property
    def is_blank(self) -> bool:
        return bool(self.drop.data) or not any(
            (self.value1.data, self.value2.data, self.value3.data, self.price.data, self.sku.data)
        )

    @property
    def values(self) -> tuple[str, str, str]:
        return self.value1.data or "", self.value2.data or "", self.value3.data or ""


class PictureForm(Form):  # type: ignore[misc]
    """A picture that the product has: what it shows, its place, whether it goes."""

    file_id = HiddenField(validators=[at_most(12)])
    source_url = HiddenField(validators=[at_most(m.SOURCE_URL_LIMIT)])
    alt = TextAreaField(lazy("照片裡是什麼"), validators=[at_most(500)])
    place = IntegerField(lazy("順序"), validators=whole(1, 999))
    remove = BooleanField(lazy("拿掉這張"))

    @property
    def key(self) -> str:
        """What a combination names its picture by."""
        return picture_key(self.file_id.data, self.source_url.data)


class WordsForm(Form):  # type: ignore[misc]
    """Name and story by the author in one more language."""

    title = StringField(lazy("名字"), validators=[at_most(m.TITLE_LIMIT)])
    story = TextAreaField(lazy("來歷"), validators=[at_most(m.STORY_LIMIT)])

    def validate_title(self, field: Any) -> None:
        if (self.story.data or "").strip() and not (field.data or "").strip():
            raise ValidationError(lazy("寫了來歷，也要寫名字"))


class Rows(FieldList):  # type: ignore[misc]
    """A list of parts whose numbers are plain: WTForms reads ² and thousands of digits as numbers too, and fails."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0] if name.startswith(f"{prefix}-") else ""
            if is_number(number, 4):
                yield int(number)
