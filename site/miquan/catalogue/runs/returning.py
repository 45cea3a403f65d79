"""A report comes back: rows in the file's own columns, with the reason beside them. It is read as its file was."""

from dataclasses import replace
from pathlib import Path

from miquan.catalogue.models import ImportRun
from miquan.catalogue.report import unguarded
from miquan.catalogue.rows import Row
from miquan.catalogue.sheets import Sheet, read_sheet

# The same in every language, so that a report is known again whoever had it made.
REASON = "原因・Reason (Miquan)"


def read_again(path: Path, run: ImportRun) -> Sheet:
    """The file of a run; a report of ours without what we added to it. Raises Unreadable."""
    return as_it_was(read_sheet(path, name=run.name, sheet=run.sheet))


def as_it_was(sheet: Sheet) -> Sheet:
    """Without the column of reasons, and without the apostrophes that keep a spreadsheet from running cells."""
    if REASON not in sheet.names:
        return sheet
    place = sheet.names.index(REASON)
    rows = [row if row.broken else _row(row, place) for row in sheet.rows]
    return replace(sheet, names=[*sheet.names[:place], *sheet.names[place + 1 :]], rows=rows)


def _row(row: Row, place: int) -> Row:
    cells = [unguarded(cell) for i, cell in enumerate(row.cells) if i != place]
    return replace(row, cells=cells, given=min(row.given, len(cells)))
