"""Counters that processes look at to learn that something they keep in memory has moved on."""

from flask import g, has_request_context, request
from peewee import CharField, IntegerField

from miquan.db import BaseModel
from miquan.prepared import Prepared


class Version(BaseModel):
    """One counter: `pages` for what visitors see, `rates` for exchange rates."""

    name = CharField(30, primary_key=True)
    value = IntegerField(default=0)


def bump(*names: str) -> None:
    """Move counters on, inside the caller's transaction; those of one call in one order, so that two calls cannot lock each other."""
    for name in sorted(names):
        if not Version.update(value=Version.value + 1).where(Version.name == name).execute():
            Version.insert(name=name, value=1).on_conflict(
                conflict_target=[Version.name], update={Version.value: Version.value + 1}
            ).execute()


def snapshot() -> dict[str, int]:
    """All counters by name. A request that only reads looks once."""
    if not has_request_context() or request.method not in {"GET", "HEAD"}:
        return _read()
    if "versions" not in g:
        g.versions = _read()
    found: dict[str, int] = g.versions
    return found


def _read() -> dict[str, int]:
    return dict(_ALL.rows())


_ALL = Prepared(lambda: Version.select(Version.name, Version.value).tuples())


def current(name: str) -> int:
    """The counter's value; 0 when nothing has happened yet."""
    found = Version.select(Version.value).where(Version.name == name).tuples().first()
    return int(found[0]) if found else 0
