"""A form as a browser sends it: name -> list of values. What a draft keeps, and what a form is filled from again."""

from collections.abc import Iterable, Iterator
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, SelectField

from miquan.studio.editor.forms import KEPT_APART

Sent = dict[str, list[str]]


def typed(form: Any) -> Sent:
    """What stands in the form now, as its author typed it; without what belongs to the page and not to the product.

    Empty fields of rows are left out; those of the form stay, because a list without a choice is not one with an empty one.
    """
    fields = _fields(f for f in form if f.name not in KEPT_APART)
    return {name: [value] for name, value in fields if value or "-" not in name}


def _fields(fields: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _fields(field.entries)
        elif isinstance(field, FormField):
            yield from _fields(field.form)
        else:
            yield field.name, _value(field)


def _value(field: Any) -> str:
    if isinstance(field, BooleanField):
        found = "y" if field.data else ""
    elif isinstance(field, SelectField):
        found = field.data or ""
    else:
        found = field._value()
    return storable(str(found))


def storable(value: str) -> str:
    """Without what neither database keeps: NUL and half surrogates."""
    return value.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")


def formdata(sent: Sent) -> "MultiDict[str, str]":
    """What a form is made of again."""
    return MultiDict([(name, value) for name, values in sent.items() for value in values])


def belongs_to(name: str, part: str) -> bool:
    """Whether a field is one of, or inside, this part of the form."""
    return name == part or name.startswith(f"{part}-")
