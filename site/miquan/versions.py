"""Counters that processes look at to learn that something they keep in memory has moved on."""

from peewee import CharField, IntegerField

from miquan.db import BaseModel


class Version(BaseModel):
    """One counter: `pages` for what visitors see, `rates` for exchange rates."""

    name = CharField(30, primary_key=True)
    value = IntegerField(default=0)


def bump(name: str) -> None:
    """Move a counter on, inside the caller's transaction."""
    if not Version.update(value=Version.value + 1).where(Version.name == name).execute():
        Version.insert(name=name, value=1).on_conflict(
            conflict_target=[Version.name], update={Version.value: Version.value + 1}
        ).execute()


def current(name: str) -> int:
    """The counter's value; 0 when nothing has happened yet."""
    found = Version.select(Version.value).where(Version.name == name).tuples().first()
    return int(found[0]) if found else 0
