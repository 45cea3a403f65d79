"""The report of a run: every row that was not used, in the file's own columns, with the reason beside it.

It is stored as a line of JSON a row, [line, cells, reason], and becomes a CSV when somebody takes it: by then some rows
may have been mended.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator

from miquan.catalogue.models import ImportRun
from miquan.catalogue.planning import Fixes, Plan
from miquan.catalogue.report import safe
from miquan.catalogue.rows import Row
from miquan.catalogue.rules import Finding
from miquan.catalogue.runs import files, queries
from miquan.catalogue.runs.returning import REASON
from miquan.catalogue.sheets import Sheet
from miquan.i18n import _

Reasons = dict[int, list[str]]


def add_reasons(reasons: Reasons, findings: Iterable[Finding]) -> None:
    """Line -> sentences, each once."""
    for finding in findings:
        if finding.refused:
            told = f"{finding.column}: {finding.reason}" if finding.column else finding.reason
            mine = reasons.setdefault(finding.line, [])
            if told not in mine:
                mine.append(told)


def write_report(run: ImportRun, sheet: Sheet, made: Plan, alone: list[Finding], refused: int) -> None:
    """Store the report of a run that has come to its end; `refused` rows belong to no product."""
    counted = int(ImportRun.select(ImportRun.refused).where(ImportRun.id == run.id).scalar()) + refused
    reasons: Reasons = {}
    add_reasons(reasons, alone)
    for line, rows in queries.refused_lines(run.id).items():
        reasons.setdefault(line, []).extend(f"{r.column}: {r.reason}" if r.column else r.reason for r in rows)
    if len(reasons) < counted:
        # More than are kept: what the file itself gives reason for is found again.
        for _group, _wanted, findings in made:
            add_reasons(reasons, findings)
    files.keep_report(run.stored, lines_of(sheet, reasons))


def lines_of(sheet: Sheet, reasons: Reasons) -> Iterator[bytes]:
    """What is stored of the rows that have a reason, in the order of the file."""
    width = len(sheet.names)
    for row in sheet.rows:
        if row.line in reasons:
            told = [row.line, _cells(row, width), _("；").join(reasons[row.line])]
            yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _cells(row: Row, width: int) -> list[str]:
    """A row as it can be mended: one whose cells could not be told apart is parted as well as may be."""
    cells = _parted(row.cells[0], width) if row.broken else list(row.cells)
    return [*cells, *[""] * (width - len(cells))]


def _parted(raw: str, width: int) -> list[str]:
    delimiter = max(",\t;|", key=raw.count)
    try:
        cells = next(csv.reader([raw], delimiter=delimiter), [raw])
    except csv.Error:
        return [raw]
    return [*cells[: width - 1], delimiter.join(cells[width - 1 :])] if len(cells) > width else cells


def as_csv(pieces: Iterable[bytes], names: list[str], used: Collection[int], fixes: Fixes) -> Iterator[bytes]:
    """A stored report for a spreadsheet, in UTF-8 with its mark. `used` are lines that have been mended since."""
    yield "\ufeff".encode() + _line([*names, REASON])
    for raw in _whole_lines(pieces):
        line, cells, reason = json.loads(raw)
        if line not in used:
            yield _line([*(fixes.get((line, place), cell) for place, cell in enumerate(cells)), reason])


def _whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        yield from whole


def _line(cells: Iterable[str]) -> bytes:
    """No cell of a stranger's file runs in a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")
