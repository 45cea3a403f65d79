"""What a bulk change has to be told: by how much, which tags, which category, how many days."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan.fields import options
from miquan.i18n import lazy
from miquan.money import parse_price
from miquan.products.rules import TAG_LIMIT, tags_in
from miquan.studio.bulk.rules import roundings
from miquan.studio.forms import categories
from miquan.text import fold, is_number

ROUNDINGS = {
    "": lazy("不取整"),
    "1": lazy("取整到1"),
    "10": lazy("取整到10"),
    "100": lazy("取整到100"),
    "e.90": lazy("尾數.90"),
    "e.99": lazy("尾數.99"),
    "e.95": lazy("尾數.95"),
    "e9": lazy("尾數9"),
    "e90": lazy("尾數90"),
    "e99": lazy("尾數99"),
}
MOST_PERCENT = 500
MOST_TAGS = 20
TAGS_LIMIT = 500
DAYS = 365


class PriceForm(FlaskForm):  # type: ignore[misc]
    """By how much prices rise or fall, and to what they are rounded."""

    way = RadioField(lazy("漲或降"), choices=options([("down", lazy("降")), ("up", lazy("漲"))]), default="down")
    mode = RadioField(
        lazy("怎麼算"), choices=options([("percent", lazy("百分比")), ("amount", lazy("金額"))]), default="percent"
    )
    by = StringField(
        lazy("多少"), validators=[DataRequired(lazy("填一個數字")), Length(max=20, message=lazy("最多20個字"))]
    )
    round = SelectField(lazy("取整"), default="")

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.money = currency
        self.amount = 0
        self.round.choices = [(how, ROUNDINGS[how]) for how in roundings(currency)]

    def validate_by(self, field: Any) -> None:
        self.amount = self._minor(field.data) if self.mode.data == "amount" else self._hundredths(field.data)
        if not self.amount:
            raise ValidationError(lazy("填一個大於0的數字"))

    def _minor(self, typed: str) -> int:
        try:
            return parse_price(typed, self.money)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def _hundredths(self, typed: str) -> int:
        told = fold(typed).removesuffix("%").strip()
        found = Decimal(told) if told.isascii() and told.replace(".", "", 1).isdigit() else Decimal(-1)
        most = 99 if self.way.data == "down" else MOST_PERCENT
        if not 0 < found <= most or found * 100 != int(found * 100):
            raise ValidationError(lazy("百分比要在0.01到%(most)s之間", most=most))
        return int(found * 100)

    def wishes(self) -> dict[str, Any]:
        told = {"way": self.way.data, "mode": self.mode.data, "by": self.amount, "round": self.round.data}
        return {**told, "currency": self.money}


class TagsForm(FlaskForm):  # type: ignore[misc]
    """Tags to add and tags to take away."""

    add = StringField(lazy("加上"), validators=[Length(max=TAGS_LIMIT, message=lazy("最多500個字"))])
    remove = StringField(lazy("拿掉"), validators=[Length(max=TAGS_LIMIT, message=lazy("最多500個字"))])

    def validate_add(self, field: Any) -> None:
        tags = tags_in(field.data or "")
        if len(tags) > MOST_TAGS or any(len(tag) > TAG_LIMIT for tag in tags):
            raise ValidationError(lazy("一次最多20個標籤，每個最多60個字"))
        if not tags and not tags_in(self.remove.data or ""):
            raise ValidationError(lazy("寫下要加上或拿掉的標籤"))

    def wishes(self) -> dict[str, Any]:
        return {name: list(tags_in(self[name].data or "")) for name in ("add", "remove")}


class CategoryForm(FlaskForm):  # type: ignore[misc]
    """One category for all."""

    category = SelectField(lazy("種類"), validators=[DataRequired(lazy("選一個種類"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = categories()

    def wishes(self) -> dict[str, Any]:
        return {"category": self.category.data}


class ShipsForm(FlaskForm):  # type: ignore[misc]
    """Within how many days all are sent; empty says nothing."""

    days = StringField(lazy("幾天內寄出"), validators=[Length(max=5, message=lazy("要在0到365之間"))])

    def validate_days(self, field: Any) -> None:
        told = fold(field.data or "")
        if told and (not is_number(told, 3) or int(told) > DAYS):
            raise ValidationError(lazy("要在0到365之間"))

    def wishes(self) -> dict[str, Any]:
        told = fold(self.days.data or "")
        return {"days": int(told) if told else None}


FORMS: dict[str, type[Any]] = {"price": PriceForm, "tags": TagsForm, "category": CategoryForm, "ships": ShipsForm}


def form_for(verb: str, currency: str, data: dict[str, Any] | None = None) -> Any:
    """The form of a verb; None for one that needs to be told nothing."""
    if verb not in FORMS:
        return None
    more = {"currency": currency} if verb == "price" else {}
    return FORMS[verb](data=data or {}, **more)
