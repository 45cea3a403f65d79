"""What is typed into the list itself: a row's price, stock and state; the name of a saved view."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from miquan.fields import at_most, options
from miquan.i18n import lazy
from miquan.money import parse_price
from miquan.studio.models import VIEW_NAME_LIMIT, VIEW_QUERY_LIMIT
from miquan.text import clean_line, is_number

STATES = {"published": lazy("上架中"), "draft": lazy("草稿"), "archived": lazy("已下架")}
MOST_STOCK = 1_000_000
# The address of the list that a row stands in, with everything that narrows it.
BACK_LIMIT = 1_500


class RowForm(FlaskForm):  # type: ignore[misc]
    """A row that is being changed. Price and stock are there only where a product has one variant."""

    version = HiddenField(validators=[Length(max=12)])
    back = HiddenField(validators=[Length(max=BACK_LIMIT)])
    price = StringField(lazy("價格"), validators=[Optional(), Length(max=30, message=lazy("最多30個字"))])
    stock = StringField(lazy("數量"), validators=[Optional(), Length(max=12, message=lazy("庫存要是0以上的整數"))])
    state = SelectField(lazy("狀態"), choices=options(STATES.items()))

    def __init__(self, *args: Any, currency: str, single: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.money = currency
        self.minor: int | None = None
        if not single:
            del self.price, self.stock

    def validate_price(self, field: Any) -> None:
        try:
            self.minor = parse_price(field.data or "", self.money)
        except ValueError as error:
            raise ValidationError(str(error) or lazy("價格要是數字")) from None

    def validate_stock(self, field: Any) -> None:
        told = clean_line(field.data or "", 12).replace(",", "")
        if not is_number(told, 8) or int(told) > MOST_STOCK:
            raise ValidationError(lazy("庫存要是0以上的整數"))

    @property
    def amount(self) -> int | None:
        """How many; None for not counted."""
        told = clean_line(self.stock.data or "", 12).replace(",", "")
        return int(told) if told else None


class ViewForm(FlaskForm):  # type: ignore[misc]
    """A name for what the list shows at the moment."""

    name = StringField(
        lazy("名稱"),
        validators=[DataRequired(lazy("給它一個名字")), at_most(VIEW_NAME_LIMIT)],
    )
    query = HiddenField(validators=[Length(max=VIEW_QUERY_LIMIT)])
