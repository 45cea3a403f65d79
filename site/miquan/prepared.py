"""Queries of pages that members ask for all the time: their SQL is written once, which is most of what they cost.

Peewee puts SQL together anew at each call: 1 to 2 ms for a query of thirty columns that the database answers in 0.1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import CharField, Field, ForeignKeyField, IntegerField, ModelTupleCursorWrapper, TextField, Value

from miquan.db import database, is_postgres

# Lists of ids are brought to whole dozens, so that few queries are written.
_DOZEN = 12


class _Mark:
    """Stands in the SQL for a value that is told later."""

    def __init__(self, place: int) -> None:
        self.place = place


@dataclass
class _Written:
    """A query in one database's SQL. `reader` makes of a row what the query's rows are, once its columns are known."""

    query: Any
    sql: str
    params: list[Any]
    reader: Any = None

    def read(self, cursor: Any) -> list[Any]:
        rows = cursor.fetchall()
        if rows and self.reader is None:
            # What a query does with its own cursor. Working out the columns anew each time costs as much as the database.
            reader = self.query._get_cursor_wrapper(cursor)
            reader.initialize()
            reader.cursor = None
            self.reader = _tuples(reader) if type(reader) is ModelTupleCursorWrapper else reader.process_row
        cursor.close()
        return [self.reader(row) for row in rows]


def _tuples(reader: Any) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """As the reader does it, only that texts and whole numbers stay what they are: most of a row, and a fifth of a page."""
    changed = [(n, change) for n, change in enumerate(reader.converters) if change is not None and not _is_kept(change)]

    def read(row: tuple[Any, ...]) -> tuple[Any, ...]:
        found = list(row)
        for n, change in changed:
            found[n] = change(found[n])
        return tuple(found)

    return read if changed else tuple


def _is_kept(change: Any) -> bool:
    """Whether this is a field's own way of taking a value, and the database gives it in that form."""
    field = getattr(change, "__self__", None)
    if isinstance(field, ForeignKeyField):
        field = field.rel_field
    return isinstance(field, CharField | TextField | IntegerField) and type(field).python_value is Field.python_value


class Prepared:
    """`make` gets something to compare with for each value, and gives a query; it is never run itself, so threads share it.

    Values go to the database as they are: whoever asks brings them into the form that their column has there.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._written: dict[tuple[bool, int], _Written] = {}

    def rows(self, *values: Any) -> list[Any]:
        written = self._for(len(values))
        told = [values[param.place] if isinstance(param, _Mark) else param for param in written.params]
        return written.read(database.execute_sql(written.sql, told))

    def first(self, *values: Any) -> Any:
        """The first row, None when there is none; the query says itself that it wants one."""
        return next(iter(self.rows(*values)), None)

    def _for(self, count: int) -> _Written:
        key = is_postgres(), count
        if key not in self._written:
            query = self._make(*(Value(_Mark(place), converter=False) for place in range(count)))
            self._written[key] = _Written(query, *query.sql())
        return self._written[key]


def padded(ids: Sequence[int]) -> list[int]:
    """With zeros behind, which are nobody's ids."""
    return [*ids, *[0] * (-len(ids) % _DOZEN)]
