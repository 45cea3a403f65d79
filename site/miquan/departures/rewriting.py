"""What erasing in several capabilities needs alike: rows some at a time, and a member's names taken out of others' words."""

import json
from collections.abc import Iterator
from typing import Any

from miquan.accounts.models import HandleChange, Member
from miquan.departures.section import BATCH, without


def batches(model: Any, where: Any, *, newest_first: bool = False) -> Iterator[list[Any]]:
    """Rows by id, some at a time."""
    last = None
    while True:
        beyond: list[Any] = [] if last is None else [model.id < last if newest_first else model.id > last]
        query = model.select().where(where, *beyond)
        rows = list(query.order_by(model.id.desc() if newest_first else model.id).limit(BATCH))
        if rows:
            yield rows
            last = rows[-1].id
        if len(rows) < BATCH:
            return


def handles_of(member_id: int) -> list[str]:
    """The handle that they have, and those that they had."""
    old = HandleChange.select(HandleChange.handle).where(HandleChange.member == member_id).tuples()
    return [Member.get_by_id(member_id).handle, *(handle for (handle,) in old if not handle.startswith("~"))]


def rename(model: Any, where: Any, columns: tuple[str, ...], names: list[str], instead: str) -> None:
    """Put another name into these columns, of text or JSON. Joins the caller's transaction."""
    for row in list(model.select().where(where)):
        changed = {column: _without(getattr(row, column), names, instead) for column in columns}
        model.update(changed).where(model.id == row.id).execute()


def _without(value: Any, names: list[str], instead: str) -> Any:
    if isinstance(value, str):
        return without(value, names, instead)
    return json.loads(without(json.dumps(value, ensure_ascii=False), names, instead))
