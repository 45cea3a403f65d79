"""A product's variants and options, as its rows tell them: a row each, or all of them in one cell."""

from dataclasses import replace

from miquan.catalogue import wording
from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.catalogue.variants.cells import Found, choices_in, matrix, of_choices, of_lines, option_name
from miquan.catalogue.variants.one import variant_of
from miquan.catalogue.variants.pricing import Pricing
from miquan.products.models import VALUE_LIMIT

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
    elif len(chosen := _chosen(notes.group.records)) > 1:
        names, variants = _of_chosen(notes, chosen, pictures, pricing)
    elif not _is_paired(first) and (choices := choices_in(notes, first)):
        names, variants = of_choices(notes, first, choices, pricing)
    else:
        names, variants = _of_rows(notes, pictures, pricing)
    if len(pricing.codes) > 1:
        notes.refuse("price", "currency_mixed", value=", ".join(sorted(pricing.codes)))
    return names, variants


def _of_rows(notes: Notes, pictures: dict[str, int], pricing: Pricing) -> Found:
    """A variant a row."""
    records = notes.group.variants
    columns = [(n, column) for n in _PLACES if (column := _value_column(records, n))]
    alone = "parent" in records[0].header.places and not notes.group.has_head
    if alone or (len(records) == 1 and records[0]["option1_value"].lower() == _NO_CHOICE):
        columns = []
    names = tuple(_option_name(notes, n, column) for n, column in columns)
    shown = pictures if len(records) > 1 else {}
    return names, [variant_of(notes, record, [c for _n, c in columns], shown, pricing) for record in records]


def _is_paired(record: Record) -> bool:
    """Whether columns of their own tell the options of a list by hand; Etsy's are lists of all values."""
    return record.header.format == "own" and bool(record["option1_value"])


def _chosen(records: list[Record]) -> list[Record]:
    """The rows that name their options in one cell, where no other columns do."""
    told = any(record["option1_value"] or record["option1"] for record in records)
    return [] if told else [record for record in records if record["options"]]


def _of_chosen(notes: Notes, records: list[Record], pictures: dict[str, int], pricing: Pricing) -> Found:
    """A variant a row, each with its own values in one cell: `Colour: red; Size: M`."""
    told = [choices_in(notes, record) for record in records]
    names = [choice.name for choice in told[0]]
    for record, choices in zip(records, told, strict=True):
        if [choice.name for choice in choices] != names or any(len(choice.values) != 1 for choice in choices):
            notes.refuse("options", "options_mixed", record)
    shown = tuple(option_name(notes, name, n) for n, name in enumerate(names, 1))
    variants = [variant_of(notes, record, [], pictures, pricing) for record in records]
    return shown, [
        replace(
            variant, options=tuple(wording.line(choice.values[0], VALUE_LIMIT) for choice in choices if choice.values)
        )
        for variant, choices in zip(variants, told, strict=True)
    ]


def _value_column(records: list[Record], n: int) -> str:
    for column in (f"option{n}_value", f"option{n}"):
        if any(record[column] for record in records):
            return column
    return ""


def _option_name(notes: Notes, n: int, column: str) -> str:
    header = notes.group.records[0].header
    named = notes.group.first(f"option{n}_name") if column.endswith("_value") else header.column(column)
    return option_name(notes, named, n)
