"""One variant from one row: its options, stock, weight, codes."""

import re

from miquan.catalogue import measures, rules, wording
from miquan.catalogue.choices import Unclear, literal
from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.catalogue.variants.pricing import Pricing, compare_at_of, price_of
from miquan.products.draft import VariantDraft
from miquan.products.models import SKU_LIMIT, VALUE_LIMIT

# Exports put an apostrophe before codes that a spreadsheet would take for numbers or formulas.
_GUARD = re.compile(r"^'(?=[\d=+\-@])")


def variant_of(
    notes: Notes, record: Record, columns: list[str], pictures: dict[str, int], pricing: Pricing
) -> VariantDraft:
    amount = price_of(notes, record, pricing)
    return VariantDraft(
        price=amount,
        options=tuple(_value(notes, column, record) for column in columns),
        compare_at=compare_at_of(notes, record, pricing, amount),
        stock=stock_of(notes, record),
        sku=sku_of(notes, record, _only(record["sku"])),
        weight_g=grams_of(notes, record),
        barcode=wording.line(code_of(record["barcode"]), 80),
        picture=pictures.get(_own_picture(record, pictures)),
    )


def _own_picture(record: Record, pictures: dict[str, int]) -> str:
    if record.header.format != "own":
        return record["variant_image"]
    return record["variant_image"] or next((one for one in pictures if record["image"].startswith(one)), "")


def _value(notes: Notes, column: str, record: Record) -> str:
    value = wording.line(record[column], VALUE_LIMIT + 1)
    if len(value) > VALUE_LIMIT:
        notes.note(column, "option_values", record)
    return value[:VALUE_LIMIT].strip()


def _only(cell: str) -> str:
    """A code, also where a program wrote it as a list of one."""
    told = listed_of(cell) if cell.startswith("[") else []
    return told[0] if len(told) == 1 else cell


def code_of(cell: str) -> str:
    return wording.line(_GUARD.sub("", cell), SKU_LIMIT + 1)


def sku_of(notes: Notes, record: Record, cell: str) -> str:
    sku = code_of(cell)
    if len(sku) > SKU_LIMIT:
        notes.note("sku", "sku_long", record)
    return sku[:SKU_LIMIT].strip()


def stock_of(notes: Notes, record: Record) -> int | None:
    """How many there are; None when nobody counts, or when it is sold on after the last one."""
    tracked = record["tracker"] or "tracker" not in record.header.places
    if not tracked or not record["quantity"]:
        return None
    found = counted_of(notes, record, record["quantity"], "quantity")
    if found is not None and found <= 0 and record["policy"].lower() in ("continue", "true", "yes"):
        return None
    if found is not None and found < 0:
        notes.note("quantity", "stock_negative", record)
        return 0
    return found


def counted_of(notes: Notes, record: Record, cell: str, column: str) -> int | None:
    try:
        if record.header.format == "shopify":
            return rules.whole(cell, rules.MOST_STOCK)
        return measures.stock(cell)
    except rules.BadAmount:
        notes.note(column, "stock", record)
        return None


def grams_of(notes: Notes, record: Record) -> int | None:
    """The weight in grams; 0 means unknown."""
    column = "grams" if "grams" in record.header.places else "weight"
    try:
        if column == "weight":
            return measures.grams(record["weight"], record.header.column("weight"))
        found = rules.whole(record["grams"], rules.MOST_GRAMS) if record["grams"] else 0
    except rules.BadAmount:
        found = -1
    if found < 0:
        notes.note(column, "weight", record)
    return found if found > 0 else None


def listed_of(cell: str) -> list[str]:
    if cell[:1] == "[" and cell[-1:] == "]":
        try:
            found = literal(cell)
        except Unclear:
            return [cell]
        return (
            ["" if one is None else " ".join(str(one).split()) for one in found] if isinstance(found, list) else [cell]
        )
    return [code.strip() for code in cell.split(",")] if cell else []
