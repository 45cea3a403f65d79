"""A product's variants and options, as its rows tell them."""

import re

from miquan import text
from miquan.catalogue import rules
from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.products.draft import VariantDraft
from miquan.products.models import NAME_LIMIT, SKU_LIMIT, VALUE_LIMIT

_PLACES = (1, 2, 3)
_NO_CHOICE = "default title"
# Exports put an apostrophe before codes that a spreadsheet would take for numbers or formulas.
_GUARD = re.compile(r"^'(?=[\d=+\-@])")


def read_variants(notes: Notes, pictures: dict[str, int], currency: str) -> tuple[tuple[str, ...], list[VariantDraft]]:
    """Names of the options, and the variants in the file's order. `pictures` gives an address its place.

    What cannot be taken is noted or refused in `notes`.
    """
    records = [record for record in notes.group.records if record.is_variant] or notes.group.records[:1]
    places = [n for n in _PLACES if any(record[f"option{n}_value"] for record in records)]
    if len(records) == 1 and records[0]["option1_value"].lower() == _NO_CHOICE:
        places = []
    names = tuple(_option_name(notes, n) for n in places)
    return names, [_variant(notes, record, places, pictures, currency) for record in records]


def _option_name(notes: Notes, place: int) -> str:
    name = text.clean_line(notes.group.first(f"option{place}_name"), NAME_LIMIT)
    return name or f"Option {place}"


def _variant(notes: Notes, record: Record, places: list[int], pictures: dict[str, int], currency: str) -> VariantDraft:
    amount = _price(notes, record, currency)
    sku = _code(record["sku"])
    if len(sku) > SKU_LIMIT:
        notes.note("sku", "sku_long", record)
    return VariantDraft(
        price=amount,
        options=tuple(text.clean_line(record[f"option{n}_value"], VALUE_LIMIT) for n in places),
        compare_at=_compare_at(notes, record, currency, amount),
        stock=_stock(notes, record),
        sku=text.clean_line(sku, SKU_LIMIT),
        weight_g=_grams(notes, record),
        barcode=text.clean_line(_code(record["barcode"]), 80),
        picture=pictures.get(record["variant_image"]),
    )


def _code(cell: str) -> str:
    return text.clean_line(_GUARD.sub("", cell), SKU_LIMIT + 1)


def _price(notes: Notes, record: Record, currency: str) -> int:
    try:
        return rules.price(record["price"], currency)
    except rules.BadAmount as bad:
        notes.refuse("price", bad.code, record)
        return 0


def _compare_at(notes: Notes, record: Record, currency: str, amount: int) -> int | None:
    """The struck-through price; one that is not above the price means nothing."""
    try:
        found = rules.price(record["compare_at"], currency)
    except rules.BadAmount:
        notes.note("compare_at", "compare_at", record)
        return None
    return found if found > amount else None


def _stock(notes: Notes, record: Record) -> int | None:
    """How many there are; None when nobody counts, or when it is sold on after the last one."""
    tracked = record["tracker"] or "tracker" not in record.header.places
    if not tracked or not record["quantity"]:
        return None
    try:
        found = rules.whole(record["quantity"], rules.MOST_STOCK)
    except rules.BadAmount:
        notes.note("quantity", "stock", record)
        return None
    if found <= 0 and record["policy"].lower() == "continue":
        return None
    if found < 0:
        notes.note("quantity", "stock_negative", record)
    return max(found, 0)


def _grams(notes: Notes, record: Record) -> int | None:
    """The weight in grams, which exports give whatever unit they display; 0 means unknown."""
    try:
        found = rules.whole(record["grams"], rules.MOST_GRAMS) if record["grams"] else 0
    except rules.BadAmount:
        found = -1
    if found < 0:
        notes.note("grams", "weight", record)
    return found if found > 0 else None
