"""Many rows in one statement. Peewee builds a tree for every value, which takes longer than the database does."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SQL, fn

from miquan.db import JsonField, database, is_postgres, transaction

# SQLite takes 32,766 values in a statement, PostgreSQL 65,535.
_MOST_VALUES = 20_000
_PLAIN = frozenset({int, str, type(None)})


def insert_rows(
    model: Any, rows: Sequence[dict[str, Any]], returning: Sequence[str] = (), *, passing_over: bool = False
) -> list[tuple[Any, ...]]:
    """Insert rows that all name the same fields, inside the caller's transaction; other fields take their defaults.

    Gives the columns `returning` of each row, in no order that could be relied on. `passing_over` those that are there
    already by a unique key, and gives only what is new.
    """
    found: list[tuple[Any, ...]] = []
    for some in _chunks(rows, len(model._meta.sorted_fields)):
        found += _insert(model, some, returning, " ON CONFLICT DO NOTHING" if passing_over else "")
    return found


def update_rows(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Set what the rows name, which is the same for all, in the row of each one's `id`; inside the caller's transaction."""
    if not rows:
        return
    fields = [model._meta.fields[name] for name in rows[0] if name != "id"]
    told = ", ".join(f'"{field.column_name}" = {_place(field)}' for field in fields)
    # Only names of our own tables and columns stand in the text; every value is a parameter.
    sql = f'UPDATE "{model._meta.table_name}" SET {told} WHERE "id" = {"%s" if is_postgres() else "?"}'  # noqa: S608
    for row in rows:
        database.execute_sql(sql, [*_values(fields, [row]), row["id"]])


def delete_rows(model: Any, where: Any, most: int = 2_000) -> int:
    """Delete these by id, some at a time, each time in a transaction of its own: nobody waits long. Returns how many."""
    gone = 0
    while ids := [id_ for (id_,) in model.select(model.id).where(where).limit(most).tuples()]:
        with transaction():
            gone += int(model.delete().where(model.id.in_(ids)).execute())
    return gone


def repoint(model: Any, column: Any, old: int | str, new: int | str, beside: Sequence[Any], *where: Any) -> None:
    """Rows that point at `old` point at `new`. Where another row says that already, alike in `beside`, the old one goes."""
    twin = model.alias("twin")
    same = [getattr(twin, column.name) == new, *(getattr(twin, field.name) == field for field in beside)]
    mine = (column == old, *where)
    model.update({column: new}).where(*mine, ~fn.EXISTS(twin.select(SQL("1")).where(*same))).execute()
    model.delete().where(*mine).execute()


def _chunks(rows: Sequence[dict[str, Any]], width: int) -> Iterator[Sequence[dict[str, Any]]]:
    many = max(1, _MOST_VALUES // width)
    return (rows[start : start + many] for start in range(0, len(rows), many))


def _insert(
    model: Any, rows: Sequence[dict[str, Any]], returning: Sequence[str], conflicts: str
) -> list[tuple[Any, ...]]:
    named = model._meta.fields
    defaults = {name: field for name, field in named.items() if field.default is not None and name not in rows[0]}
    fields = [named[name] for name in (*rows[0], *defaults)]
    one = "(" + ", ".join(map(_place, fields)) + ")"
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    back = ", ".join(f'"{named[name].column_name}"' for name in returning)
    # Only names of our own tables and columns stand in the text; every value is a parameter.
    sql = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES {", ".join([one] * len(rows))}{conflicts}'  # noqa: S608
    filled = ({**row, **{name: _default(field) for name, field in defaults.items()}} for row in rows)
    cursor = database.execute_sql(f"{sql} RETURNING {back}" if back else sql, list(_values(fields, filled)))
    return [tuple(row) for row in cursor.fetchall()] if back else []


def _place(field: Any) -> str:
    if is_postgres():
        return "%s::jsonb" if isinstance(field, JsonField) else "%s"
    return "json(?)" if isinstance(field, JsonField) else "?"


def _default(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default


def _values(fields: Sequence[Any], rows: Iterable[dict[str, Any]]) -> Iterator[Any]:
    named = [(field.name, json.dumps if isinstance(field, JsonField) else field.db_value) for field in fields]
    for row in rows:
        for name, converted in named:
            value = row[name]
            # Numbers and words go as they are; asking a field takes longer than the database does.
            yield value if type(value) in _PLAIN and converted is not json.dumps else converted(value)
