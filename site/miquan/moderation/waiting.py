"""What a queue is asked for, and what stands in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan.media.shown import Picture
from miquan.moderation.models import Decision, Report
from miquan.moderation.registry import Thing

PAGE = 30


@dataclass(frozen=True)
class Filters:
    """What of a queue is wanted; empty for all. `age`: only what waits at least that long. `group`: a group's own."""

    kind: str = ""
    reason: str = ""
    state: str = ""
    age: str = ""
    group: int | None = None
    before: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that waits. `reporters` counts members, `reasons` are keys with how often, `seen` the newest decision."""

    key: int
    thing: Thing | None
    kind: str
    subject_id: int
    at: datetime
    count: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    state: str = ""
    seen: int = 0
    words: str = ""
    who: str = ""
    decision: Decision | None = None
    picture: Picture | None = None

    @property
    def box(self) -> str:
        """What a ticked box sends: the thing, and the newest decision that was seen."""
        return f"{self.kind}-{self.subject_id}-{self.seen}"


Page = tuple[list[Row], str]


def moment(at: Any) -> datetime:
    """SQLite gives what it has worked out as text."""
    found = at if isinstance(at, datetime) and at.tzinfo else Report.created_at.python_value(at)
    assert isinstance(found, datetime)
    return found
