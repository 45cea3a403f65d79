"""The README tells every setting, with the default that the code has."""

import re

from miquan.config import SETTINGS
from tests.lint.finding import ROOT


def table() -> dict[str, str]:
    """Setting -> default, from the README's table whose first column holds `NAME`."""
    rows = {}
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 2 and re.fullmatch(r"`[A-Z_0-9]+`", cells[0]):
            rows[cells[0].strip("`")] = cells[1].strip("`")
    return rows


def test_the_readme_lists_exactly_the_settings() -> None:
    assert set(table()) == set(SETTINGS)


def test_the_readme_tells_their_defaults() -> None:
    told = table()
    wrong = {name: told[name] for name, default in SETTINGS.items() if default and default not in told[name]}
    assert wrong == {}
