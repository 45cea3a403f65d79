"""Files: short, finished, and none where it would do harm."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.lint.finding import ROOT, TEMPLATES, Finding, files, finding, line_of

LONGEST_FILE = 300
LONGEST_BEHAVIOUR = 40
_UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
_READ = ("*.py", "*.html", "*.txt", "*.js", "*.css")


def check() -> Iterator[Finding]:
    if (ROOT / "site" / "__init__.py").exists():
        yield finding(ROOT / "site" / "__init__.py", 1, "it would shadow the standard library's `site`")
    for folder in (ROOT / "site", TEMPLATES, ROOT / "static", ROOT / "tests", ROOT / "bench"):
        for path in files(folder, *_READ):
            if "vendor" not in path.parts:
                yield from check_source(path, path.read_text(encoding="utf-8"))


def check_source(path: Path, source: str) -> Iterator[Finding]:
    """Length and unfinished work of one file."""
    limit = LONGEST_BEHAVIOUR if path.suffix == ".js" and "behaviours" in path.parts else LONGEST_FILE
    lines = len(source.splitlines())
    if lines > limit and "migrations" not in path.parts:
        yield finding(path, limit, f"{lines} lines, more than {limit}")
    for found in _UNFINISHED.finditer(source):
        yield finding(path, line_of(source, found.start()), f"unfinished: {found[0]}")
