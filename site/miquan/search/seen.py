"""Of what the index names, that which the reader may see: by one query, however many kinds there are."""

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from peewee import SQL

from miquan.circle.queries.found import readable
from miquan.groups.models import Group
from miquan.groups.queries.found import known
from miquan.search import people
from miquan.threads.queries import found as threads
from miquan.threads.queries.found import FoundThread, told_of

_NOTHING = SQL("''")


class FoundGroup(NamedTuple):
    """What a list of groups can be narrowed by."""

    id: int
    languages: tuple[str, ...]


def seen(ids: Mapping[str, Sequence[int]], viewer_id: int | None) -> dict[str, dict[int, str]]:
    """By kind what the reader may see of these, and what is told of each. One query, or none."""
    asked: tuple[tuple[str, Any, list[Any]], ...] = (
        ("posts", readable, [_NOTHING]),
        ("people", people.there, [_NOTHING]),
        ("threads", threads.readable, []),
        ("groups", known, [Group.languages.cast("text")]),
    )
    parts: list[Any] = [
        query(ids[name], viewer_id, SQL(f"'{name}'"), *more) for name, query, more in asked if ids.get(name)
    ]
    found: dict[str, dict[int, str]] = {name: {} for name, _query, _more in asked}
    for id_, name, told in reduce(add, parts).tuples() if parts else ():
        found[name][id_] = told
    return found


def threads_in(ids: Sequence[int], told: Mapping[int, str]) -> list[FoundThread]:
    return [told_of(id_, told[id_]) for id_ in ids if id_ in told]


def groups_in(ids: Sequence[int], told: Mapping[int, str]) -> list[FoundGroup]:
    return [FoundGroup(id_, tuple(json.loads(told[id_] or "[]"))) for id_ in ids if id_ in told]
