"""What WTForms itself says about a field, in our words and the reader's language; and what it reads, without control characters."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.meta import DefaultMeta

from miquan.i18n import lazy

_WORDS = {
    "This field is required.": lazy("這一格要填"),
    "Not a valid choice.": lazy("從列出來的裡面選一個"),
    "Invalid Choice: could not coerce.": lazy("從列出來的裡面選一個"),
    "'%(value)s' is not a valid choice for this field.": lazy("從列出來的裡面選"),
    "'%(value)s' are not valid choices for this field.": lazy("從列出來的裡面選"),
    "Not a valid date value.": lazy("要是日期，例如2026-05-20"),
    "Not a valid integer value.": lazy("要是整數"),
    "Not a valid decimal value.": lazy("要是數字"),
    "Field must be equal to %(other_name)s.": lazy("兩次寫的不一樣"),
    "Field cannot be longer than %(max)d character.": lazy("太長了"),
    "Field cannot be longer than %(max)d characters.": lazy("太長了"),
}


class Words:
    """What WTForms asks for its sentences. One we have no words for is a plain 「這樣寫不對」, never English."""

    def gettext(self, sentence: str) -> str:
        return str(_WORDS.get(sentence, lazy("這樣寫不對")))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


def _ours(_meta: Any, _form: Any) -> Words:
    return Words()


# Nobody types these, no database keeps a NUL, and a page that gave them back would not be HTML.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
_read = FlaskForm.Meta.wrap_formdata


def _typed(meta: Any, form: Any, formdata: Any) -> Any:
    """What was sent, as somebody could have typed it: line ends and tabs stay. Files are left as they are."""
    found = _read(meta, form, formdata)
    if not isinstance(found, MultiDict) or not any(_has_controls(one) for some in found.listvalues() for one in some):
        return found
    return MultiDict([(k, v.translate(_CONTROLS) if isinstance(v, str) else v) for k, v in found.items(multi=True)])


def _has_controls(value: Any) -> bool:
    return isinstance(value, str) and not value.isprintable() and value.translate(_CONTROLS) != value


def init_app(_app: object) -> None:
    """Every form, also the parts of forms and those of Flask-Security, asks `Words`."""
    FlaskForm.Meta.wrap_formdata = _typed  # type: ignore[method-assign]
    DefaultMeta.get_translations = _ours  # type: ignore[method-assign]
    FlaskForm.Meta.get_translations = _ours  # type: ignore[method-assign]
