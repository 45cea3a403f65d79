"""Fields of forms that several capabilities ask for alike."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wtforms import TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from miquan.i18n import lazy
from miquan.text import clean_text


def at_most(limit: int) -> Length:
    """So many characters, and the sentence that says so."""
    return Length(max=limit, message=lazy("最多%(limit)s個字", limit=f"{limit:,}"))


def reason_field(label: Any, missing: Any, limit: int) -> TextAreaField:
    """Somebody's own words, which have to be given; `missing` asks for them."""

    def told(typed: str | None) -> str:
        # What cannot be seen is nothing said.
        return clean_text(typed or "", limit + 1)

    return TextAreaField(label, filters=[told], validators=[DataRequired(missing), at_most(limit)])


def between(low: int, high: int) -> Callable[[Any, Any], None]:
    """As WTForms' NumberRange, which fails on numbers too long for a float."""

    def check(_form: Any, field: Any) -> None:
        if field.data is None or not low <= field.data <= high:
            raise StopValidation(lazy("要在%(low)s到%(high)s之間", low=f"{low:,}", high=f"{high:,}"))

    return check


def whole(low: int, high: int) -> list[Any]:
    """A number that may be left out."""
    return [Optional(), between(low, high)]


class Option(SelectChoice):
    """A choice of a field, which templates can take apart into its value and words."""

    def __iter__(self) -> Iterator[Any]:
        return iter((self.value, self.label))


def options(pairs: Iterable[tuple[Any, Any]]) -> list[Option]:
    """The choices of a field, of (value, words)."""
    return [Option(value, words) for value, words in pairs]
