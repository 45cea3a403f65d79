"""A product's variants and options, as its rows tell them: a row each, or all of them in one cell."""

from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.catalogue.variants.cells import Found, choices_in, matrix, of_choices, of_lines, option_name
from miquan.catalogue.variants.one import variant_of
from miquan.catalogue.variants.pricing import Pricing

__all__ = ["Pricing", "read_variants"]

_PLACES = (1, 2, 3)
_NO_CHOICE = "default title"


def read_variants(notes: Notes, pictures: dict[str, int], pricing: Pricing) -> Found:
    """Names of the options, and the variants in the file's order. `pictures` gives an address its place.

    What cannot be taken is noted or refused in `notes`; `pricing` learns the currency.
    """
    first = notes.group.records[0]
    lines = matrix(notes, first)
    if lines:
        names, variants = of_lines(notes, first, lines, pricing)
    elif choices := choices_in(notes, first):
        names, variants = of_choices(notes, first, choices, pricing)
    else:
        names, variants = _of_rows(notes, pictures, pricing)
    if len(pricing.codes) > 1:
        notes.refuse("price", "currency_mixed", value=", ".join(sorted(pricing.codes)))
    return names, variants


def _of_rows(notes: Notes, pictures: dict[str, int], pricing: Pricing) -> Found:
    """A variant a row."""
    records = [record for record in notes.group.records if record.is_variant] or notes.group.records[:1]
    columns = [(n, column) for n in _PLACES if (column := _value_column(records, n))]
    if len(records) == 1 and records[0]["option1_value"].lower() == _NO_CHOICE:
        columns = []
    names = tuple(_option_name(notes, n, column) for n, column in columns)
    shown = pictures if len(records) > 1 else {}
    return names, [variant_of(notes, record, [c for _n, c in columns], shown, pricing) for record in records]


def _value_column(records: list[Record], n: int) -> str:
    for column in (f"option{n}_value", f"option{n}"):
        if any(record[column] for record in records):
            return column
    return ""


def _option_name(notes: Notes, n: int, column: str) -> str:
    header = notes.group.records[0].header
    named = notes.group.first(f"option{n}_name") if column.endswith("_value") else header.column(column)
    return option_name(notes, named, n)
