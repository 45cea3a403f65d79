"""Rows of one handle make one product, wherever in the file they stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from miquan import text
from miquan.catalogue.headers import Header
from miquan.catalogue.rows import Row
from miquan.catalogue.rules import HANDLE_LIMIT, Finding

# What is wrong with a whole line, not with one of its cells.
_OF_ROWS = frozenset({"cut", "header_again", "heading", "broken", "shifted"})


@dataclass(frozen=True, slots=True)
class Record:
    """A row with its columns by our names; a column that the file does not have is empty."""

    line: int
    cells: list[str]
    header: Header

    def __getitem__(self, name: str) -> str:
        place = self.header.places.get(name)
        return "" if place is None else self.cells[place]

    def all(self, name: str) -> list[str]:
        """The cells of every column of this name that hold something."""
        return [cell for place in self.header.many.get(name, ()) if (cell := self.cells[place])]

    @property
    def is_variant(self) -> bool:
        """Whether the row tells of a variant; others only bring one more picture."""
        return any(map(self.cells.__getitem__, self.header.of_variants))


@dataclass(slots=True)
class Group:
    """All rows of one product. `spoilt` says why it cannot be used whatever its rows hold.

    `repeated` are lines that say exactly what an earlier one said. `has_head`: the first row tells of the product only, the
    others of its variants.
    """

    handle: str
    records: list[Record] = field(default_factory=list)
    spoilt: list[Finding] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    has_head: bool = False

    @property
    def variants(self) -> list[Record]:
        """The rows that tell of a variant, at least one."""
        told = self.records[1:] if self.has_head and len(self.records) > 1 else self.records
        return [record for record in told if record.is_variant] or self.records[:1]

    @property
    def line(self) -> int:
        return self.records[0].line

    @property
    def rows(self) -> int:
        """How many rows of the file it stands for."""
        return len(self.records) + len(self.spoilt) + len(self.repeated)

    def first(self, name: str) -> str:
        """A column's first cell that holds something."""
        for record in self.records:
            if found := record[name]:
                return found
        return ""


def group(rows: Iterable[Row], header: Header, by: str = "handle") -> tuple[list[Group], list[Finding]]:
    """The products of a file in its order, and what is refused because it belongs to none.

    `by` says which rows are one product: those of one `handle`, of one `title`, or each `row` by itself.
    """
    groups: dict[str, Group] = {}
    refused: list[Finding] = []
    seen: set[tuple[str, ...]] = set()
    key_of = _Keys(by)
    for row in rows:
        if row.broken:
            refused.append(Finding(row.line, _torn_handle(row), "", row.why or "broken", value=row.cells[0]))
            continue
        record = Record(row.line, row.cells, header)
        again = (cells := tuple(row.cells)) in seen
        handle = key_of(record, cells)
        if code := _problem(handle, record, row):
            place = None if code in _OF_ROWS else header.places.get("handle")
            column = header.names[place] if place is not None else "" if code in _OF_ROWS else "handle"
            refused.append(Finding(row.line, handle[:HANDLE_LIMIT], column, code, place=place))
            continue
        mine = groups.setdefault(handle, Group(handle))
        if again:
            mine.repeated.append(row.line)
        else:
            seen.add(cells)
            mine.records.append(record)
            mine.has_head = mine.has_head or bool(record["parent"])
    return list(groups.values()), _spoil(refused, groups)


class _Keys:
    """What tells products apart: stays the same from one import of a file to the next."""

    def __init__(self, by: str) -> None:
        self.by = by
        self.last = ""
        self.mine: dict[tuple[str, ...], str] = {}
        self.times: Counter[str] = Counter()
        self.skus: dict[str, str] = {}

    def __call__(self, record: Record, cells: tuple[str, ...]) -> str:
        if self.by == "row":
            # The same row twice is one product that is written down twice.
            if cells not in self.mine:
                self.mine[cells] = self._counted(handle_of(record["sku"]) or _named(record))
            return self.mine[cells]
        found = self._handle(record) if self.by == "handle" else _named(record)
        if not found and record.header.format == "own" and not record["title"]:
            # In lists by hand only a product's first row names it.
            return self.last
        self.last = found
        return found

    def _handle(self, record: Record) -> str:
        """Its own; that of its product where the row names it, by handle or by SKU."""
        mine = handle_of(record["handle"])
        if parent := handle_of(record["parent"]).removeprefix("id:"):
            return self.skus.get(parent, parent)
        if sku := handle_of(record["sku"]) if "parent" in record.header.places else "":
            self.skus[sku] = mine
        return mine

    def _counted(self, key: str) -> str:
        self.times[key] += 1
        return key if self.times[key] == 1 else f"{key[: HANDLE_LIMIT - 8]} #{self.times[key]}"


def _named(record: Record) -> str:
    return text.fold(text.clean_line(record["title"], HANDLE_LIMIT))[: HANDLE_LIMIT - 8]


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
    if record.cells == record.header.names:
        return "header_again"
    if record.header.format == "own" and _is_heading(record):
        return "heading"
    if not handle:
        return "handle_missing" if "handle" in record.header.places else "title_missing"
    if len(handle) > HANDLE_LIMIT:
        return "handle_long"
    place = record.header.places.get("price", 0)
    needs_price = record["title"] or record.is_variant
    return "cut" if row.given <= place and needs_price else ""


def _is_heading(record: Record) -> bool:
    """Whether only one of several columns holds anything."""
    columns = record.header.many
    return len(columns) >= 3 and sum(bool(record.cells[p]) for places in columns.values() for p in places) == 1


def _torn_handle(row: Row) -> str:
    """The first cell of a line whose cells cannot be told apart."""
    for delimiter in (",", ";", "\t"):
        if delimiter in row.cells[0]:
            return handle_of(row.cells[0].split(delimiter, 1)[0].strip('"'))[:HANDLE_LIMIT]
    return ""
