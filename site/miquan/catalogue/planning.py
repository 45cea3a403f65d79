"""What importing a file would do, product by product, before anything is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from miquan.catalogue.draft import Context, Wanted, read_product
from miquan.catalogue.grouping import Group, group
from miquan.catalogue.headers import Header, mapped_header
from miquan.catalogue.mapping.model import Mapping as Columns
from miquan.catalogue.rows import Row
from miquan.catalogue.rules import BadAmount, Finding
from miquan.catalogue.sheets import Sheet
from miquan.catalogue.shifts import marked
from miquan.catalogue.variants.pricing import Pricing

Fixes = Mapping[tuple[int, int], str]
# A price so many times the middle one may have a zero too many.
_FAR = 50
_ENOUGH = 10
Planned = tuple[Group, Wanted | None, list[Finding]]


@dataclass
class Plan:
    """A file's products in its order. `rows` counts all of its rows; `alone` are refusals that belong to no product.

    Walking it reads one product after the other: (its rows, what it should be or None when refused, what there is to
    say). A refused product's findings name every one of its rows.
    """

    rows: int
    groups: list[Group]
    alone: list[Finding]
    context: Context
    header: Header
    typical: float = 0

    def __iter__(self) -> Iterator[Planned]:
        return (self.read(one) for one in self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    def read(self, one: Group) -> Planned:
        """One product."""
        wanted, findings = read_product(one, self.context)
        if wanted is not None and self.typical and wanted.draft.variants[0].price > _FAR * self.typical:
            findings = [*findings, _far(one)]
        return one, wanted, findings if wanted is not None else [*findings, *siblings(one, findings)]


def plan(sheet: Sheet, mapping: Columns, context: Context, fixes: Fixes | None = None, *, whole: bool = True) -> Plan:
    """Plan the import of a sheet. `fixes` are cells that somebody mended: (line, place) -> what it should say.

    `whole` False: only some of the file's rows are here, which say nothing about what its columns usually hold.
    """
    header = mapped_header(sheet.names, mapping.columns, mapping.format)
    rows = list(_mended(sheet.rows, fixes or {}))
    rows = marked(rows, header) if whole else rows
    groups, alone = group(rows, header, mapping.group)
    own = replace(context, mapping=mapping)
    typical = _typical(groups, own) if whole else 0
    return Plan(len(rows), groups, [*alone, *sheet.notes], own, header, typical)


def _typical(groups: list[Group], context: Context) -> float:
    """The middle one of a file's prices in minor units; 0 where there are too few to say."""
    pricing, prices = Pricing(context.currency, context.mapping.currency, context.mapping.decimal), []
    for one in groups:
        try:
            prices.append(pricing.read(one.first("price"), one.records[0]).minor)
        except BadAmount:
            continue
    told = [price for price in prices if price]
    return median(told) if len(told) >= _ENOUGH else 0


def _far(one: Group) -> Finding:
    record = one.records[0]
    column, place = record.header.column("price"), record.header.places.get("price")
    return Finding(
        record.line, one.handle, column, "price_far", refused=False, value=record["price"][:200], place=place
    )


def _mended(rows: Iterable[Row], fixes: Fixes) -> Iterator[Row]:
    by_line: dict[int, dict[int, str]] = {}
    for (line, place), value in fixes.items():
        by_line.setdefault(line, {})[place] = value
    for row in rows:
        mended = by_line.get(row.line)
        if mended and not row.broken:
            cells = [mended.get(place, cell).strip() for place, cell in enumerate(row.cells)]
            yield replace(row, cells=cells, given=max(row.given, *(place + 1 for place in mended)))
        else:
            yield row


def siblings(one: Group, findings: list[Finding]) -> list[Finding]:
    """The other rows of a refused product, so that the report names every row that was not used."""
    named = {finding.line for finding in findings if finding.refused}
    lines = [*(record.line for record in one.records), *one.repeated]
    value = ", ".join(str(line) for line in sorted(named)[:5])
    return [Finding(line, one.handle, "", "sibling", value=value) for line in lines if line not in named]
