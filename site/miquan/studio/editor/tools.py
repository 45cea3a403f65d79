"""What the editor's buttons do to the form on the server, so that all of it works without scripts."""

from typing import Any

from werkzeug.datastructures import MultiDict

from miquan.i18n import LANGS, _, speaking
from miquan.studio.editor import grid
from miquan.studio.editor.forms import ProductForm
from miquan.studio.editor.grid import COLUMNS, VALUES, Row, TooMany
from miquan.studio.editor.parts import VariantForm
from miquan.text import is_number

_FACT = ("name", "value")
_FILLED = ("price", "compare_at", "stock", "weight_g")
_MORE_HEADS = {"qty": "stock", "quantity": "stock", "gtin": "barcode", "ean": "barcode", "upc": "barcode"}


def use(form: ProductForm, tool: str) -> None:
    """Do what a button asks for; what cannot be done is said beside its field."""
    name, _colon, told = tool.partition(":")
    act = {
        "variants": _add_row,
        "facts": _add_fact,
        "combine": _combine,
        "fill": _fill,
        "paste": _paste,
        "up": _up,
        "without": _without,
    }.get(name)
    if act is not None:
        act(form, told[:60])
    form.show_pictures()


def complete(form: ProductForm) -> None:
    """Make the combinations of values that were typed and not made yet, before the form is judged."""
    options, rows = _options(form), rows_of(form)
    typed = [set(values) for values in options]
    said = [{row.get(VALUES[i], "") for row in rows} - {""} for i in range(len(options))]
    if options and grid.uncovered(options, rows) and all(s <= t for s, t in zip(said, typed, strict=True)):
        _combine(form, "")


def rows_of(form: ProductForm) -> list[Row]:
    """The combinations as text, as they were typed."""
    return [_row(entry.form) for entry in form.variants]


def _row(row: VariantForm) -> Row:
    found = {f.short_name: f._value() for f in row if f.short_name in (*VALUES, *COLUMNS)}
    found |= {"picture": row.picture.data or "", "drop": "y" if row.drop.data else ""}
    return {name: str(value) for name, value in found.items() if value}


def _put(form: ProductForm, rows: list[Row]) -> None:
    sent = MultiDict([(f"variants-{i}-{name}", value) for i, row in enumerate(rows) for name, value in row.items()])
    # A row without anything is a row all the same.
    sent.update({f"variants-{i}-value1": row.get("value1", "") for i, row in enumerate(rows) if not row})
    form.variants.last_index = -1
    form.variants.process(sent)


def _options(form: ProductForm) -> list[list[str]]:
    """The values of each option that has a name and values."""
    found = [grid.split_values(values.data or "") for name, values in form.option_fields() if (name.data or "").strip()]
    return [values for values in found if values]


def _add_row(form: ProductForm, _told: str) -> None:
    if len(form.variants) < (form.variants.max_entries or 0):
        form.variants.append_entry()


def _add_fact(form: ProductForm, told: str) -> None:
    """One more fact; with a name that was suggested in the first row that is empty."""
    free = next((f.form for f in form.facts if not (f.form.name.data or f.form.value.data)), None)
    if told and free is not None:
        free.name.data = told
    elif len(form.facts) < (form.facts.max_entries or 0):
        form.facts.append_entry({"name": told})


def _up(form: ProductForm, told: str) -> None:
    """The fact with this number, counted from 0, changes places with the one above."""
    rows, at = _facts_of(form), int(told) if is_number(told, 3) else 0
    if 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    _put_facts(form, rows)


def _without(form: ProductForm, told: str) -> None:
    """The facts but the one with this number, counted from 0."""
    rows = _facts_of(form)
    if is_number(told, 3) and int(told) < len(rows):
        del rows[int(told)]
    _put_facts(form, rows or [("", "")])


def _facts_of(form: ProductForm) -> list[tuple[str, str]]:
    return [(f.form.name.data or "", f.form.value.data or "") for f in form.facts]


def _put_facts(form: ProductForm, rows: list[tuple[str, str]]) -> None:
    form.facts.last_index = -1
    form.facts.process(
        MultiDict({f"facts-{i}-{n}": v for i, row in enumerate(rows) for n, v in zip(_FACT, row, strict=True)})
    )


def _combine(form: ProductForm, _told: str) -> None:
    options = _options(form)
    named = sum(bool((name.data or "").strip()) for name, _values in form.option_fields())
    if not options or len(options) < named:
        form.option1.errors = [*form.option1.errors, _("每種選項都寫上有哪些，例如：小、中、大")]
        return
    try:
        _put(form, grid.combined(options, rows_of(form)))
    except TooMany as error:
        form.option1.errors = [*form.option1.errors, _too_many(error)]


def _too_many(error: TooMany) -> str:
    return _("這樣會有%(many)s個款式，最多100個", many=f"{error.many:,}")


def _fill(form: ProductForm, _told: str) -> None:
    values = {name: (form[f"fill_{name}"].data or "").strip() for name in _FILLED}
    _put(form, grid.filled(rows_of(form), values))
    _empty(form, *(f"fill_{name}" for name in _FILLED))


def _paste(form: ProductForm, _told: str) -> None:
    try:
        rows = grid.pasted(form.table.data or "", rows_of(form), form.width, _heads(form))
    except TooMany as error:
        form.table.errors = [*form.table.errors, _too_many(error)]
        return
    _put(form, rows)
    _empty(form, "table")
    for i, (name, values) in enumerate(form.option_fields()):
        if name.data:
            values.data = grid.joined_values(row.get(VALUES[i], "") for row in rows)


def _empty(form: ProductForm, *names: str) -> None:
    for name in names:
        form[name].data = ""


def _heads(form: ProductForm) -> dict[str, str]:
    """What a column may be called: as the page calls it, in any of its languages, or by its option's name."""
    found: dict[str, str] = dict(_MORE_HEADS)
    for lang in LANGS:
        with speaking(lang):
            found |= {str(f.label.text).lower(): f.short_name for f in _columns(form)} | {_("庫存").lower(): "stock"}
    named = [(name.data or "").strip().lower() for name, _values in form.option_fields()]
    return found | {name: VALUES[i] for i, name in enumerate(named) if name} | {name: name for name in COLUMNS}


def _columns(form: ProductForm) -> list[Any]:
    row = form.variants[0].form
    return [row[name] for name in COLUMNS]
