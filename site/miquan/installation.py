"""This database's own name: a search index and cached pages belong to one database only."""

from functools import lru_cache

from peewee import CharField

from miquan.db import BaseModel, database


class Installation(BaseModel):
    """One row, made by the first migration."""

    database_id = CharField(32)


def database_id() -> str:
    """The name of the bound database."""
    return _read(str(database.obj.database))


@lru_cache(maxsize=8)
def _read(_address: str) -> str:
    return str(Installation.get().database_id)
