"""How the installation is: its queue, its worker, its index, its disk, its database, and what broke lately."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from platform import python_version
from typing import Any

from playhouse.migrations import Runner

from miquan import faults, paths
from miquan.config import settings
from miquan.db import database, is_postgres
from miquan.desk.statistics.actions import INDEX
from miquan.desk.statistics.models import Statistic
from miquan.outbox import looking

# A disk with less than this left is worth a warning.
TIGHT = 0.1


@dataclass(frozen=True)
class Index:
    """What the last comparison found. `broken`: it could not be read."""

    documents: int
    missing: int
    extra: int
    at: datetime

    @property
    def broken(self) -> bool:
        return self.documents < 0

    @property
    def whole(self) -> bool:
        return not (self.broken or self.missing or self.extra)


@dataclass(frozen=True)
class Disk:
    """Bytes of the disk that holds the installation's data."""

    total: int
    free: int

    @property
    def tight(self) -> bool:
        return self.free < self.total * TIGHT


@dataclass(frozen=True)
class Database:
    """Which it is, how large in bytes, its newest migration and those that wait."""

    name: str
    size: int
    migration: str
    pending: list[str]


@dataclass(frozen=True)
class Health:
    """All of it."""

    lanes: list[looking.Lane]
    aside: list[looking.Aside]
    heard: datetime | None
    silent: bool
    index: Index | None
    disk: Disk
    database: Database
    faults: list[Any]
    versions: list[tuple[str, str]]


def health() -> Health:
    heard = looking.heard_at()
    return Health(
        lanes=looking.lanes(),
        aside=looking.set_aside(),
        heard=heard,
        silent=looking.is_silent(heard),
        index=_index(),
        disk=_disk(),
        database=_database(),
        faults=faults.lately(),
        versions=[("Miquan", version("miquan")), ("Python", python_version()), ("Flask", version("flask"))],
    )


def _index() -> Index | None:
    rows = Statistic.select(Statistic.name, Statistic.value, Statistic.at).where(Statistic.name.in_(INDEX))
    found = {name: (value, at) for name, value, at in rows.order_by(Statistic.day).tuples()}
    if len(found) < len(INDEX):
        return None
    documents, missing, extra = (found[name][0] for name in INDEX)
    return Index(documents, missing, extra, found[INDEX[0]][1])


def _disk() -> Disk:
    usage = shutil.disk_usage(settings().data)
    return Disk(usage.total, usage.free)


def _database() -> Database:
    """SQLite tells in pages, which leaves out what waits in its log."""
    if is_postgres():
        sql = "SELECT 'PostgreSQL ' || current_setting('server_version'), pg_database_size(current_database())"
    else:
        sql = (
            "SELECT 'SQLite ' || sqlite_version(), "
            "(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)"
        )
    name, size = database.execute_sql(sql).fetchone()
    known = Runner(database.obj, directory=str(paths.MIGRATIONS)).status()
    applied = [migration.name for migration in known if migration.applied]
    pending = [migration.name for migration in known if not migration.applied]
    return Database(name, int(size), applied[-1] if applied else "", pending)
