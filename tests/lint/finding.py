"""What a rule says when it is broken, and where the files lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "site" / "miquan"
TEMPLATES = ROOT / "templates"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Words that need no translation wherever they stand.
UNTRANSLATED = frozenset({"Miquan", "ISO", "JPEG", "PNG", "WebP", "cm", "mm", "kg", "English"})
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, order=True)
class Finding:
    """One broken rule; `path` is relative to the checkout."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def finding(path: Path, line: int, message: str) -> Finding:
    return Finding(path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path), line, message)


def files(folder: Path, *patterns: str) -> Iterator[Path]:
    """The files below a folder, in a stable order."""
    for pattern in patterns:
        yield from sorted(path for path in folder.rglob(pattern) if path.is_file())


def line_of(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1


def words_in(text: str) -> str:
    """The first 漢字 or Latin word that a reader would see untranslated; empty when there is none."""
    found = HAN.search(text)
    if found:
        return text.strip()[:40]
    return next((word for word in _WORD.findall(text) if word not in UNTRANSLATED), "")
