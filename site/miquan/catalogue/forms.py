"""The forms of imports: a file, what its columns are, a cell."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from miquan.catalogue.mapping import TARGETS, Mapping, Target
from miquan.catalogue.models import FIX_LIMIT, ImportRun
from miquan.catalogue.runs.rules import Read
from miquan.fields import at_most, options
from miquan.i18n import WRITTEN_IN, lazy
from miquan.money import CURRENCIES

_GROUPS = (
    ("row", lazy("每一列是一件")),
    ("title", lazy("名稱一樣的各列是一件")),
    ("handle", lazy("商品代號一樣的各列是一件")),
)
_DECIMALS = (("", lazy("看每個價格自己的寫法")), (".", lazy("1,280.50：小數用點")), (",", lazy("1.280,50：小數用逗號")))
_STATES = (("published", lazy("直接上架")), ("draft", lazy("先存成草稿")))


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A file of goods."""

    file = FileField(lazy("檔案"), validators=[FileRequired(lazy("先選一個檔案"))])


class MappingForm(FlaskForm):  # type: ignore[misc]
    """How to read a file. Its columns are fields `column-0` and on, because each file has others."""

    sheet = SelectField(lazy("用哪一張工作表"))
    currency = SelectField(lazy("沒寫幣別的價格是"), choices=options([(code, code) for code in CURRENCIES]))
    lang = SelectField(lazy("文字是什麼語言"), choices=options(WRITTEN_IN))
    decimal = SelectField(lazy("價格怎麼寫"), choices=options(_DECIMALS))
    group = SelectField(lazy("哪幾列是同一件商品"), choices=options(_GROUPS))
    status = SelectField(lazy("沒寫狀態的商品"), choices=options(_STATES))

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        mapping = Mapping.from_json(run.mapping)
        data = {
            "sheet": run.sheet, "currency": mapping.currency or run.currency, "lang": run.lang,
            "decimal": mapping.decimal, "group": mapping.group, "status": mapping.state,
        }  # fmt: skip
        super().__init__(*args, data=data, **kwargs)
        sheets = Read.from_json(run.header).sheets
        self.sheet.choices = [(name[:100], name) for name in sheets] or [("", "—")]


class CellForm(FlaskForm):  # type: ignore[misc]
    """What stands in a cell instead."""

    line = HiddenField(validators=[Length(max=9)])
    place = HiddenField(validators=[Length(max=4)])
    value = TextAreaField(lazy("內容"), validators=[at_most(FIX_LIMIT)])


def targets_for(mapping: Mapping) -> list[Target]:
    """What a person may choose for a column: what only other systems' exports have is offered where the file has it."""
    return [target for target in TARGETS if not target.rare or target.name in mapping.columns.values()]
