"""Cells that no spreadsheet takes for a formula, and the way back. Pure."""

import re

# What a spreadsheet begins a formula by, also behind white space; apostrophes before it are counted, so that none is lost.
_RISKY = re.compile(r"(?='*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
_GUARDED = re.compile(r"'(?='*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


def guard(cell: str) -> str:
    """With an apostrophe before what would begin a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """As it was before `guard`."""
    return cell[1:] if _GUARDED.match(cell) else cell
