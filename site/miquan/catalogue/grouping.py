"""Rows of one handle make one product, wherever in the file they stand."""

from dataclasses import dataclass, field

from miquan import text
from miquan.catalogue.headers import Header
from miquan.catalogue.rows import Row, Table
from miquan.catalogue.rules import HANDLE_LIMIT, Finding


@dataclass(frozen=True)
class Record:
    """A row with its columns by our names; a column that the file does not have is empty."""

    line: int
    cells: list[str]
    header: Header

    def __getitem__(self, name: str) -> str:
        place = self.header.places.get(name)
        return "" if place is None else self.cells[place].strip()

    @property
    def is_variant(self) -> bool:
        """Whether the row tells of a variant; others only bring one more picture."""
        return any(self[name] for name in ("price", "sku", "option1_value", "option2_value", "option3_value"))


@dataclass
class Group:
    """All rows of one product. `spoilt` says why it cannot be used whatever its rows hold.

    `repeated` are lines that say exactly what an earlier one said.
    """

    handle: str
    records: list[Record] = field(default_factory=list)
    spoilt: list[Finding] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.records[0].line

    @property
    def rows(self) -> int:
        """How many rows of the file it stands for."""
        return len(self.records) + len(self.spoilt) + len(self.repeated)

    def first(self, name: str) -> str:
        """A column's first cell that holds something."""
        return next((found for record in self.records if (found := record[name])), "")


def group(table: Table) -> tuple[list[Group], list[Finding]]:
    """The products of a file in its order, and what is refused because it belongs to none."""
    groups: dict[str, Group] = {}
    refused: list[Finding] = []
    seen: set[tuple[str, ...]] = set()
    for row in table.rows:
        if row.broken:
            refused.append(Finding(row.line, _torn_handle(row), "", "broken", value=row.cells[0]))
            continue
        record = Record(row.line, row.cells, table.header)
        handle = handle_of(record["handle"])
        if code := _problem(handle, record, row):
            column = "" if code == "cut" else table.header.column("handle")
            refused.append(Finding(row.line, handle[:HANDLE_LIMIT], column, code))
            continue
        mine = groups.setdefault(handle, Group(handle))
        if (cells := tuple(row.cells)) in seen:
            mine.repeated.append(row.line)
        else:
            seen.add(cells)
            mine.records.append(record)
    return list(groups.values()), _spoil(refused, groups)


def _spoil(refused: list[Finding], groups: dict[str, Group]) -> list[Finding]:
    """A product without one of its rows would be another product: it is refused whole. Returns what concerns none."""
    for finding in refused:
        if finding.handle in groups:
            groups[finding.handle].spoilt.append(finding)
    return [finding for finding in refused if finding.handle not in groups]


def handle_of(cell: str) -> str:
    """A handle as it is compared and stored: handles are not told apart by case."""
    return text.clean_line(cell, 2 * HANDLE_LIMIT).lower()


def _problem(handle: str, record: Record, row: Row) -> str:
    if not handle:
        return "handle_missing"
    if len(handle) > HANDLE_LIMIT:
        return "handle_long"
    place = record.header.places.get("price", 0)
    needs_price = record["title"] or record.is_variant
    return "cut" if row.given <= place and needs_price else ""


def _torn_handle(row: Row) -> str:
    """The first cell of a line whose cells cannot be told apart."""
    for delimiter in (",", ";", "\t"):
        if delimiter in row.cells[0]:
            return handle_of(row.cells[0].split(delimiter, 1)[0].strip('"'))[:HANDLE_LIMIT]
    return ""
