"""Variants that stand in one cell: all combinations of its options, or a list with a price each."""

import re
from dataclasses import replace
from itertools import product as combinations

from miquan.catalogue import wording
from miquan.catalogue.choices import Choice, Unclear, read_choices
from miquan.catalogue.grouping import Record
from miquan.catalogue.matrices import Line, read_matrix
from miquan.catalogue.notes import Notes
from miquan.catalogue.variants.one import code_of, counted_of, grams_of, listed_of, sku_of, stock_of, variant_of
from miquan.catalogue.variants.pricing import Pricing, compare_at_of, price_of
from miquan.products.draft import VariantDraft
from miquan.products.models import NAME_LIMIT, VALUE_LIMIT
from miquan.products.rules import MAX_VARIANTS

_HAN = re.compile(r"[\u3400-\u9fff]")
Found = tuple[tuple[str, ...], list[VariantDraft]]


def matrix(notes: Notes, record: Record) -> list[Line]:
    """The variants that one cell lists; [] when it is empty or only words about them."""
    if not record["variants"]:
        return []
    try:
        lines = read_matrix(record["variants"], [choice.name for choice in choices_in(notes, record)])
    except Unclear:
        return []
    told = [line for line in lines if line.price]
    return told if len(told) == len(lines) <= MAX_VARIANTS else []


def of_lines(notes: Notes, record: Record, lines: list[Line], pricing: Pricing) -> Found:
    given = list(dict.fromkeys(name for line in lines for name, _value in line.options))
    width = max(len(line.options) for line in lines)
    names = given if len(given) == width else [""] * width
    variants = []
    for line in lines:
        amount = price_of(notes, record, pricing, line.price, "variants")
        values = dict(line.options) if names == given else {}
        options = [values.get(n, "") for n in names] if values else [value for _n, value in line.options]
        variants.append(
            VariantDraft(
                price=amount,
                options=tuple(wording.line(value, VALUE_LIMIT) for value in options),
                compare_at=compare_at_of(notes, record, pricing, amount),
                stock=counted_of(notes, record, line.stock, "variants") if line.stock else None,
                sku=sku_of(notes, record, line.sku or (record["sku"] if len(lines) == 1 else "")),
                weight_g=grams_of(notes, record),
                barcode=wording.line(code_of(record["barcode"]), 80) if len(lines) == 1 else "",
            )
        )
    if len(lines) == 1 and variants[0].stock is None and not lines[0].stock:
        variants = [replace(variants[0], stock=stock_of(notes, record))]
    return tuple(option_name(notes, name, n) for n, name in enumerate(names, 1)), variants


def option_name(notes: Notes, name: str, n: int) -> str:
    """What an option is called; where nobody says, in the words of the product."""
    usual = "選項" if _HAN.search(notes.group.first("title")) else "Option"
    return wording.line(name, NAME_LIMIT) or (usual if n == 1 else f"{usual} {n}")


def choices_in(notes: Notes, record: Record) -> list[Choice]:
    """The options of which the cells of one row give all values."""
    if record.header.format == "etsy":
        told = [(record[f"option{n}_name"], record[f"option{n}_value"]) for n in (1, 2)]
        found = [
            Choice(name, tuple(dict.fromkeys(v.strip() for v in vs.split(",") if v.strip()))) for name, vs in told if vs
        ]
        return [replace(one, values=tuple(wording.words_of(v) for v in one.values)) for one in found]
    if not record["options"]:
        return []
    try:
        return read_choices(record["options"])
    except Unclear:
        notes.refuse("options", "options_broken", record)
        return []


def of_choices(notes: Notes, record: Record, choices: list[Choice], pricing: Pricing) -> Found:
    """Every combination, all at the price of the row."""
    names = tuple(option_name(notes, choice.name, n) for n, choice in enumerate(choices, 1))
    count = 1
    for choice in choices:
        count *= len(choice.values)
    if count > MAX_VARIANTS:
        notes.refuse("options", "variants_many", record)
        return names, []
    one = variant_of(notes, record, [], {}, pricing)
    stocks = _shares(notes, record, choices, one.stock)
    skus = _skus(notes, record, choices, count)
    return names, [
        replace(one, options=tuple(v[:VALUE_LIMIT] for v in values), stock=stocks[n], sku=skus[n])
        for n, values in enumerate(combinations(*(choice.values for choice in choices)))
    ]


def _shares(notes: Notes, record: Record, choices: list[Choice], whole: int | None) -> list[int | None]:
    """The stock of each combination: what the options tell, the row's own where there is one only, else nobody knows."""
    count = 1
    for choice in choices:
        count *= len(choice.values)
    if len(choices) == 1 and choices[0].stocks:
        return list(choices[0].stocks)
    if count == 1 or not whole:
        return [whole] * count
    notes.note("quantity", "stock_shared", record)
    return [None] * count


def _skus(notes: Notes, record: Record, choices: list[Choice], count: int) -> list[str]:
    """A code for each combination where there are as many; names of the options themselves are no codes."""
    cell = record["sku"]
    told = listed_of(cell)
    values = {value for choice in choices for value in choice.values}
    if set(told) and set(told) <= values | {""}:
        return [""] * count
    if len(told) == count:
        return [sku_of(notes, record, code) for code in told]
    return [sku_of(notes, record, told[0]) if len(told) == 1 else ""] * count
