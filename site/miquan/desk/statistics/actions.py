"""What is written of figures: one row a day and name, written again when it is counted again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from miquan.db import now, transaction
from miquan.desk.statistics.models import Statistic
from miquan.search.indexing import difference

INDEX = ("index.documents", "index.missing", "index.extra")


def keep(day: date, figures: Mapping[str, int]) -> None:
    """Put figures in the place of those that were there."""
    rows: list[dict[str, Any]] = [
        {"day": day, "name": name, "value": value, "at": now()} for name, value in figures.items()
    ]
    if not rows:
        return
    with transaction():
        Statistic.insert_many(rows).on_conflict(
            conflict_target=[Statistic.name, Statistic.day], preserve=[Statistic.value, Statistic.at]
        ).execute()


def measure_index() -> None:
    """Compare the index with the tables; one that cannot be read lacks everything, which is written as -1."""
    found = difference() or (-1, -1, -1)
    keep(now().date(), dict(zip(INDEX, found, strict=True)))
