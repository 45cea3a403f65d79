"""Queries of pages that members ask for all the time: their SQL is written once, which is most of what they cost.

Peewee puts SQL together anew at each call: 1 to 2 ms for a query of thirty columns that the database answers in 0.1.
"""

from collections.abc import Callable
from typing import Any

from peewee import Value

from miquan.db import database, is_postgres


class _Mark:
    """Stands in the SQL for a value that is told later."""

    def __init__(self, place: int) -> None:
        self.place = place


class Prepared:
    """`make` gets something to compare with for each value, and gives a query.

    Values go to the database as they are: whoever asks brings them into the form that their column has there.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._written: dict[tuple[bool, int], tuple[Any, str, list[Any]]] = {}

    def rows(self, *values: Any) -> list[Any]:
        query, sql, params = self._for(len(values))
        told = [values[param.place] if isinstance(param, _Mark) else param for param in params]
        # What a query does with its own cursor; the query itself is never run, so threads can share it.
        return list(query._get_cursor_wrapper(database.execute_sql(sql, told)))

    def first(self, *values: Any) -> Any:
        """The first row, None when there is none; the query says itself that it wants one."""
        return next(iter(self.rows(*values)), None)

    def _for(self, count: int) -> tuple[Any, str, list[Any]]:
        key = is_postgres(), count
        if key not in self._written:
            query = self._make(*(Value(_Mark(place), converter=False) for place in range(count)))
            self._written[key] = (query, *query.sql())
        return self._written[key]
