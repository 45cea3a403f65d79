"""The report of an import: a CSV that may be opened in a spreadsheet without running anything."""

import csv
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from miquan.catalogue.rules import Finding
from miquan.text import slugify

COLUMNS = ("line", "result", "handle", "column", "code", "reason", "value")
# What makes a spreadsheet take a cell for a formula, also behind white space.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what would begin a formula."""
    return f"'{cell}" if _is_dangerous(cell) else cell


def unguarded(cell: str) -> str:
    """A cell of one of our reports as it was before `safe`."""
    return cell[1:] if cell.startswith("'") and _is_dangerous(cell[1:]) else cell


def _is_dangerous(cell: str) -> bool:
    return cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)


def write_report(folder: Path, storefront: str, at: datetime, findings: Iterable[Finding]) -> Path:
    """Write the findings, by line, into a new file (0600) of `folder`. Returns its path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{at:%Y%m%d-%H%M%S}-{slugify(storefront)}-{secrets.token_hex(3)}.csv"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for finding in sorted(findings, key=lambda one: (one.line, not one.refused)):
            out.writerow([safe(cell) for cell in _cells(finding)])
    return path


def _cells(finding: Finding) -> tuple[str, ...]:
    result = "refused" if finding.refused else "note"
    return (str(finding.line), result, finding.handle, finding.column, finding.code, finding.reason, finding.value)
