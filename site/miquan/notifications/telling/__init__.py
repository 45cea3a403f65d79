"""Whom to tell of an event: one small function a type. None where nobody is to be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Happened:
    """An event: what it is about, by whom, and what it says."""

    id: int
    subject: int
    by: int | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Many:
    """Members by a query that may give a great many: `query` selects `column` alone, each at most once."""

    query: Any
    column: Any


@dataclass(frozen=True)
class Telling:
    """`subject` is (kind, id); `to` the members. `actor` is left out, and whoever has them blocked or muted."""

    subject: tuple[str, int]
    actor: int | None
    to: Sequence[int] | Many
    thing: int = 0
    data: dict[str, Any] = field(default_factory=dict)
