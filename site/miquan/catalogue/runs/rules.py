"""What is true of imports in the browser, without I/O: states, limits, and what is kept at hand of a file."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from miquan.i18n import lazy

MOST_BYTES = 50 * 1024 * 1024
NAME_LIMIT = 200
# What the worker has to do next; the page asks every second.
UNDER_WAY = ("reading", "waiting", "running", "undoing")
# Only one of these at a time in a storefront.
WRITING = ("waiting", "running", "undoing")
# Nothing is written yet.
OPEN = ("reading", "mapping", "preview")
# Something may have come in, and can be taken back.
WRITTEN = ("done", "cancelled")
OVER = (*WRITTEN, "undone", "failed")
# A file of this size is read while its owner waits: sooner there than the worker's next round.
AT_ONCE_BYTES = 200 * 1024

MOST_FINDINGS = 5_000
KEPT_ROWS = 200
KEPT_CHARS = 1_000_000
# What may be written into the cells of one file before it is imported.
FIXED_CHARS = 1_000_000
CARDS = 6
SAMPLES = 3
SAMPLE_CHARS = 80

BATCH = 50
# Seconds of work between two looks at whether the worker shall stop.
SLICE = 6.0
FILE_KEPT = timedelta(days=30)
UNDONE_KEPT = timedelta(days=7)
UNDO_UNTIL = timedelta(days=30)
LANE = "imports"

STATE_WORDS: dict[str, Any] = {
    "reading": lazy("正在讀"),
    "mapping": lazy("等你對欄位"),
    "preview": lazy("等你檢查"),
    "waiting": lazy("排隊中"),
    "running": lazy("匯入中"),
    "done": lazy("匯入好了"),
    "cancelled": lazy("停在中間"),
    "undoing": lazy("正在復原"),
    "undone": lazy("復原了"),
    "failed": lazy("讀不出來"),
}
STATE_TONES = {
    "done": "good", "failed": "bad", "cancelled": "warn", "mapping": "warn", "preview": "warn",
    "waiting": "info", "running": "info", "reading": "info", "undoing": "info",
}  # fmt: skip


class NotNow(ValueError):
    """The import is not in a state for this; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class NotATable(ValueError):
    """What was sent is no file that an import can read; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Read:
    """What was learnt of a file when it was read. `samples`: a few cells of each column; `sure`: how well each is known.

    `look`: a person has to say which column is what. `learned`: an earlier file with this header told it.
    """

    names: list[str] = field(default_factory=list)
    signature: str = ""
    container: str = ""
    sheets: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    look: bool = False
    learned: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Any) -> "Read":
        return cls(**told) if told else cls()


def samples_of(rows: Iterable[list[str]], width: int) -> list[list[str]]:
    """The first different cells of each column that hold something, shortened."""
    found: list[list[str]] = [[] for _place in range(width)]
    lacking = set(range(width))
    for cells in rows:
        for place in list(lacking):
            cell = " ".join(cells[place].split())[:SAMPLE_CHARS] if place < len(cells) else ""
            if cell and cell not in found[place]:
                found[place].append(cell)
                if len(found[place]) == SAMPLES:
                    lacking.discard(place)
        if not lacking:
            break
    return found
