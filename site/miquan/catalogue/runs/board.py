"""The preview of a run, made of the rows that are kept at hand: what must be mended, and the first products."""

from dataclasses import dataclass, field
from typing import Any

from miquan.catalogue.draft import Wanted
from miquan.catalogue.mapping import TARGETS, Mapping
from miquan.catalogue.models import ImportRow, ImportRun
from miquan.catalogue.planning import Fixes
from miquan.catalogue.rows import Row
from miquan.catalogue.rules import Finding
from miquan.catalogue.runs import queries, rules
from miquan.catalogue.runs.judging import Judged, judged, planned
from miquan.catalogue.runs.rules import Read
from miquan.catalogue.sheets import Sheet
from miquan.categories.tree import tree
from miquan.money import Price, price_shown
from miquan.text import excerpt, html_to_text
from miquan.viewer import viewer

# The columns by which a row is known again, as far as the file has them; then those in which something is wrong.
_KNOWN_BY = ("title", "price", "option1", "option1_value", "options", "quantity")
_COLUMNS = 4
_MOST_COLUMNS = 7
_SHOWN = 60
_STORY = 80
_RAW = 120
_MOST_FAULTY = 60


@dataclass(frozen=True)
class Cell:
    """A cell of the preview. `open` says that it can be mended here; `bad` that this is where it is wrong."""

    place: int
    value: str
    bad: bool = False
    open: bool = False

    @property
    def short(self) -> str:
        return excerpt(self.value, _SHOWN)

    @property
    def is_long(self) -> bool:
        return len(self.value) > _SHOWN or "\n" in self.value


@dataclass(frozen=True)
class FaultyRow:
    """A row of the file that something is said about."""

    line: int
    cells: list[Cell]
    reasons: list[str]


@dataclass
class Whole:
    """Rows that are wrong as a whole, for one reason: no cell of theirs can be mended here. (line, its beginning)."""

    reason: str
    rows: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Faulty:
    """A product that cannot be used yet, or that has been mended; `siblings` are its rows that wait for the others."""

    line: int
    rows: list[FaultyRow]
    mended: bool
    siblings: int = 0


@dataclass(frozen=True)
class Card:
    """A product as it will look."""

    title: str
    lang: str
    kind: str
    state: str
    price: Price
    story: str
    pictures: int
    variants: int
    options: list[str]
    category: str
    is_new: bool


@dataclass
class Board:
    """`columns`: (place, the file's name, ours or ""). `used`: lines kept at hand that can be used as they are now.

    `more`: rows that must be mended and are not among `faulty`.
    """

    columns: list[tuple[int, str, Any]] = field(default_factory=list)
    faulty: list[Faulty] = field(default_factory=list)
    whole: list[Whole] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    more: int = 0


@dataclass
class AtHand:
    """A run's kept rows, judged again with what has been mended."""

    run: ImportRun
    rows: dict[int, Row]
    fixes: Fixes
    products: list[Judged]
    alone: list[Finding]

    @property
    def names(self) -> list[str]:
        return Read.from_json(self.run.header).names

    @property
    def fixed(self) -> set[int]:
        return {line for line, _place in self.fixes}


def at_hand(run: ImportRun) -> AtHand:
    """Judge the kept rows as if they were the whole file."""
    rows = [_row(kept) for kept in queries.kept_rows(run.id)]
    fixes = queries.fixes_of(run.id)
    read = Read.from_json(run.header)
    sheet = Sheet(format=read.container, encoding=run.encoding, names=read.names, rows=rows)
    made = planned(run, sheet, fixes, whole=False)
    keys = [group.handle for group in made.groups]
    products = list(judged(made, queries.held(run.storefront_id, keys)))
    return AtHand(run, {row.line: row for row in rows}, fixes, products, list(made.alone))


def _row(kept: ImportRow) -> Row:
    return Row(kept.line, kept.cells, kept.given, kept.broken, kept.why)


def board_of(run: ImportRun) -> Board:
    """What the preview shows."""
    hand = at_hand(run)
    troubled = [one for one in hand.products if one.wanted is None or hand.fixed.intersection(one.lines)]
    board = Board(columns=_columns(hand, troubled), whole=_whole(hand, troubled))
    found = [_faulty(hand, one.lines, one.findings, board, one.wanted is not None) for one in troubled]
    found += [_faulty(hand, [line], hand.alone, board) for line in sorted({f.line for f in hand.alone if f.refused})]
    board.faulty = _some(sorted((one for one in found if one.rows), key=lambda one: one.line))
    shown = sum(one.siblings + len(one.rows) for one in board.faulty if not one.mended)
    board.more = max(0, run.refused - shown - sum(len(one.rows) for one in board.whole))
    good = [one for one in hand.products if one.wanted is not None]
    board.cards = [_card(one.wanted, one.is_new) for one in good[: rules.CARDS] if one.wanted]
    board.used = {line for one in good for line in one.lines}
    return board


def _whole(hand: AtHand, troubled: list[Judged]) -> list[Whole]:
    """By reason, the commonest first."""
    found: dict[str, Whole] = {}
    for finding in [*hand.alone, *(finding for one in troubled for finding in one.findings)]:
        row = hand.rows.get(finding.line)
        if finding.refused and row is not None and row.broken and finding.code != "sibling":
            mine = found.setdefault(finding.reason, Whole(finding.reason))
            mine.rows.append((finding.line, excerpt(" | ".join(filter(None, row.cells)), _RAW)))
    return sorted(found.values(), key=lambda one: -len(one.rows))


def _place(mapping: Mapping, finding: Finding) -> int | None:
    """The column to mend; that of the title where a product has none. None when no single cell is to blame."""
    if finding.code == "title_missing":
        return next(iter(mapping.places_of("title")), finding.place)
    return finding.place


def _some(faulty: list[Faulty]) -> list[Faulty]:
    """As many as a page holds, of which the rows that still have to be mended are counted."""
    found: list[Faulty] = []
    room = _MOST_FAULTY
    for one in faulty:
        room -= 0 if one.mended else len(one.rows)
        if room >= 0 or not found:
            found.append(one)
    return found


def _columns(hand: AtHand, troubled: list[Judged]) -> list[tuple[int, str, Any]]:
    mapping, names = Mapping.from_json(hand.run.mapping), hand.names
    labels = {target.name: target.label for target in TARGETS}
    known = [place for target in _KNOWN_BY for place in mapping.places_of(target)[:1]][:_COLUMNS]
    findings = [*hand.alone, *(finding for one in troubled for finding in one.findings)]
    bad = [place for finding in findings if finding.refused and (place := _place(mapping, finding)) is not None]
    mended = [place for _line, place in hand.fixes]
    places = list(dict.fromkeys([*known, *bad, *mended]))[:_MOST_COLUMNS]
    return [
        (place, names[place], labels.get(mapping.columns.get(place, ""), "")) for place in places if place < len(names)
    ]


def _faulty(hand: AtHand, lines: list[int], findings: list[Finding], board: Board, mended: bool = False) -> Faulty:
    """The rows in which something can be mended, or was; the others of the product are only counted."""
    own = {f.line for f in findings if f.refused and f.code != "sibling"} | hand.fixed
    mine = [line for line in lines if line in own and line in hand.rows and not hand.rows[line].broken]
    rows = [_faulty_row(hand, line, findings, board) for line in mine]
    whole = sum(line in hand.rows and hand.rows[line].broken for line in lines)
    return Faulty(lines[0], rows, mended, len(lines) - len(mine) - whole)


def _faulty_row(hand: AtHand, line: int, findings: list[Finding], board: Board) -> FaultyRow:
    mine = [f for f in findings if f.line == line and f.refused and f.code != "sibling"]
    mapping = Mapping.from_json(hand.run.mapping)
    bad = {_place(mapping, finding) for finding in mine}
    cells = [_cell(hand, hand.rows[line], place, bad) for place, _name, _label in board.columns]
    return FaultyRow(line, cells, list(dict.fromkeys(f.reason for f in mine)))


def _cell(hand: AtHand, row: Row, place: int, bad: set[int | None]) -> Cell:
    value = row.cells[place] if place < len(row.cells) else ""
    is_bad, is_fixed = place in bad, (row.line, place) in hand.fixes
    return Cell(place, hand.fixes.get((row.line, place), value), is_bad, is_bad or is_fixed)


def _card(wanted: Wanted, is_new: bool) -> Card:
    draft = wanted.draft
    prices = [variant.price for variant in draft.variants]
    node = tree().by_slug.get(draft.category) if draft.category else None
    return Card(
        title=draft.title,
        lang=draft.lang,
        kind=draft.kind,
        state=wanted.state,
        price=price_shown(min(prices), draft.currency, viewer().currency, from_=min(prices) < max(prices)),
        story=excerpt(html_to_text(draft.story), _STORY),
        pictures=len(draft.pictures),
        variants=len(draft.variants),
        options=list(draft.options),
        category=node.name(viewer().lang) if node else "",
        is_new=is_new,
    )
