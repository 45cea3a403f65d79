"""A part of what is held of a member: how it is taken along, and how it is erased.

Each capability writes its own in `personal.py`; `registry.py` lists them all.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from peewee import chunked

from miquan.db import BaseModel

Row = dict[str, Any]
BATCH = 200


@dataclass(frozen=True)
class Section:
    """`export` gives rows of plain JSON data; `erase` is told the member and whether public words stay.

    Both may be called again after a kill, and neither may hold all of a large member in memory. `erase` opens
    transactions of its own. `covers`: the tables that this section answers for. `files`: bytes that lie outside the
    table of files, each with a name in the ZIP.
    """

    name: str
    title: Any
    covers: tuple[type[BaseModel], ...]
    export: Callable[[int], Iterable[Row]]
    erase: Callable[[int, bool], None]
    files: Callable[[int], Iterable[tuple[str, Iterator[bytes]]]] | None = None


def rows_of(model: Any, where: Any, leave_out: Iterable[str] = ()) -> Iterator[Row]:
    """All columns of the rows by id, a batch at a time, but those left out: secrets, and what only machines need."""
    fields = [field for field in model._meta.sorted_fields if field.name not in set(leave_out)]
    key, last = model._meta.primary_key, None
    while True:
        query = model.select(key.alias("_key"), *fields).where(where, *([key > last] if last is not None else []))
        rows = list(query.order_by(key).limit(BATCH).dicts())
        for row in rows:
            last = row.pop("_key")
            yield {name: plain(value) for name, value in row.items()}
        if len(rows) < BATCH:
            return


def with_parts(rows: Iterable[Row], **parts: tuple[Any, Any, Iterable[str]]) -> Iterator[Row]:
    """Rows with the rows of other tables that point at their id: name=(model, its foreign key, columns left out)."""
    for some in chunked(rows, BATCH):
        ids = [row["id"] for row in some]
        for name, (model, points, leave_out) in parts.items():
            found: dict[Any, list[Row]] = {}
            for part in rows_of(model, points.in_(ids), {"id", *leave_out}):
                found.setdefault(part.pop(points.name), []).append(part)
            for row in some:
                row[name] = found.get(row["id"], [])
        yield from some


def packed_name(name: str, original: str) -> str:
    """Where a file's original lies in the ZIP; empty when there is none."""
    return f"files/{name}{PurePosixPath(original).suffix}" if original else ""


def plain(value: Any) -> Any:
    """A column's value as JSON knows it; times are ISO 8601 with their offset."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value


def without(words: str, names: Iterable[str], instead: str) -> str:
    """The text with a person's names replaced, longest first; a handle only where it is no part of another word."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        edges = (r"(?<![a-z0-9_])", r"(?![a-z0-9_])") if re.fullmatch(r"[a-z0-9_]+", name) else ("", "")
        words = re.sub(edges[0] + re.escape(name) + edges[1], instead, words, flags=re.IGNORECASE)
    return words
