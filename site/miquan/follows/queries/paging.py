"""Pages of lists that go on by key, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Some:
    """A page of a list, and the key that leads on; 0 when there are no more."""

    rows: list[Any]
    next: int = 0


def page(query: Any, key: Any, before: int, size: int, shown: Callable[[Any], Any]) -> Some:
    """Rows whose `key`, which `query` selects first, is less than `before` (0: from the newest on), each as `shown` makes it."""
    query = query.where(key < before) if before else query
    rows = list(query.order_by(key.desc()).limit(size + 1).tuples())
    return Some([shown(row) for row in rows[:size]], rows[size - 1][0] if len(rows) > size else 0)
