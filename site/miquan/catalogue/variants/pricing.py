"""Prices of one product's rows: in which currency they are, and what they come to."""

from dataclasses import dataclass, field

from miquan.catalogue import rules
from miquan.catalogue.amounts import Amount, read_amount
from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.money import CURRENCIES


@dataclass
class Pricing:
    """How a product's prices are read, and what they turned out to be: `codes` their currencies, `opened` a range."""

    currency: str
    chosen: str = ""
    decimal: str = ""
    codes: set[str] = field(default_factory=set)
    opened: Record | None = None

    def read(self, cell: str, record: Record) -> Amount:
        """Raises rules.BadAmount."""
        named = record["currency"].upper()
        if named and named not in CURRENCIES:
            raise rules.BadAmount("currency_unknown")
        return read_amount(cell, named or self.currency, named or self.chosen, self.decimal)

    @property
    def code(self) -> str:
        """The currency of the product."""
        return next(iter(self.codes), self.chosen or self.currency)


def price_of(notes: Notes, record: Record, pricing: Pricing, cell: str | None = None, column: str = "price") -> int:
    """Minor units. In lists by hand a product's later rows may leave the price to its first."""
    told = (column == "price" and record["sale_price"]) or record[column] if cell is None else cell
    if not told and record.header.format == "own":
        told = notes.group.first("price")
    try:
        amount = pricing.read(told, record)
    except rules.BadAmount as bad:
        notes.refuse(column, bad.code, record, value=told)
        return 0
    if told:
        pricing.codes.add(amount.currency)
    if amount.open:
        pricing.opened = record
    return amount.minor


def compare_at_of(notes: Notes, record: Record, pricing: Pricing, amount: int) -> int | None:
    """The struck-through price; one that is not above the price means nothing."""
    told = record["compare_at"] or (record["price"] if record["sale_price"] else "")
    if not told:
        return None
    try:
        found = pricing.read(told, record)
    except rules.BadAmount:
        notes.note("compare_at", "compare_at", record)
        return None
    return found.minor if found.minor > amount and found.currency == pricing.code else None
