"""The database: one proxy over SQLite or PostgreSQL, one way to write, and the render guard.

Times are aware UTC datetimes in Python and naive UTC in both databases.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask
from peewee import SQL, DatabaseProxy, DateTimeField, JSONField, Model, NodeList
from playhouse.db_url import parse
from playhouse.pool import PooledSqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

_rendering: ContextVar[str] = ContextVar("rendering", default="")
_queries: ContextVar[list[str] | None] = ContextVar("queries", default=None)


class QueryWhileRendering(RuntimeError):
    """A template touched the database: the query belongs into queries.py."""


class TransactionBroken(RuntimeError):
    """An inner action failed and its error was swallowed: the outer transaction may not commit half of it."""


class _Guarded:
    """Refuses SQL while a template renders, and lets tests see what was asked."""

    def execute_sql(self, sql: str, params: Any = None, **more: Any) -> Any:
        if template := _rendering.get():
            raise QueryWhileRendering(f"{template} asks: {sql[:200]}")
        if (seen := _queries.get()) is not None:
            seen.append(sql)
        return super().execute_sql(sql, params, **more)  # type: ignore[misc]


class SqliteDb(_Guarded, PooledSqliteDatabase):  # type: ignore[misc]
    """WAL, foreign keys, and BEGIN IMMEDIATE: a deferred BEGIN loses writers to "database is locked"."""


class PostgresDb(_Guarded, PooledPsycopg3Database):  # type: ignore[misc]
    """PostgreSQL through psycopg 3."""

    def _is_closed(self, conn: Any) -> bool:
        return bool(conn.closed or conn.broken) or super()._is_closed(conn)


database = DatabaseProxy()

SQLITE_PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 15_000,
    # FULL: an acknowledged write survives a power cut too, for about one fsync a commit.
    "synchronous": "full",
    # Each of a process's connections has its own; what is not in it still lies in the system's.
    "cache_size": -8_000,
    "temp_store": "memory",
}


def bind(url: str) -> None:
    """Point the proxy at `sqlite:///file` or `postgresql://…`; connections open when first used."""
    if url.startswith("sqlite:"):
        found = SqliteDb(
            parse(url)["database"],
            pragmas=SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            max_connections=64,
            timeout=20,
            # The pool hands a connection to one thread at a time, but not always to the one that opened it.
            check_same_thread=False,
        )
    elif url.startswith(("postgresql://", "postgres://")):
        address = "postgresql://" + url.split("://", 1)[1]
        found = PostgresDb(address, max_connections=32, timeout=20)
    else:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    database.initialize(found)


def is_postgres() -> bool:
    return isinstance(database.obj, PostgresDb)


class BaseModel(Model):  # type: ignore[misc]
    """Every table of Miquan."""

    class Meta:
        database = database
        legacy_table_names = False

    if TYPE_CHECKING:
        # Peewee adds these when a table's class is made: its key, `<name>_id` of foreign keys, back references.
        id: Any

        @classmethod
        def select(cls, *fields: Any) -> Any:
            """Rows as models, tuples or dicts, which Peewee's own types do not tell apart."""

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


class UtcField(DateTimeField):  # type: ignore[misc]
    """Aware UTC datetimes. SQLite keeps text of one fixed width, so that it sorts and compares as time."""

    def db_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        naive = value.astimezone(UTC).replace(tzinfo=None)
        return naive if is_postgres() else naive.strftime("%Y-%m-%d %H:%M:%S.%f")

    def python_value(self, value: Any) -> datetime | None:
        if value is None:
            return None
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


JsonField = JSONField


def now() -> datetime:
    """This process's clock, aware UTC. Deadlines are judged by `db_now()` instead."""
    return datetime.now(UTC)


def db_now() -> Any:
    """SQL for the database's clock, comparable with a UtcField."""
    if is_postgres():
        return SQL("(clock_timestamp() at time zone 'utc')")
    return SQL("strftime('%Y-%m-%d %H:%M:%f000', 'now')")


@contextmanager
def transaction() -> Iterator[None]:
    """One write. The outermost call begins and commits; an inner one joins it.

    Raises TransactionBroken on commit when an inner call failed and someone swallowed its error.
    """
    outer = database.top_transaction() if database.in_transaction() else None
    if outer is not None:
        try:
            yield
        except BaseException:
            outer.broken = True
            raise
        return
    with database.transaction() as mine:
        yield
        if getattr(mine, "broken", False):
            raise TransactionBroken("an inner action failed; nothing of this transaction was kept")
        for run in getattr(mine, "last", ()):
            run()


def held(query: Any) -> Any:
    """The query, holding its rows until the transaction ends; on SQLite a transaction is alone anyway."""
    return query.for_update() if is_postgres() else query


def beside(column: Any) -> Any:
    """SQL: the column, in a form that leads SQLite to no index.

    Nearly all posts and goods are published and public. A list that goes by these says so itself; to one that knows
    its rows already an index over all of them is a long way round, which SQLite without statistics takes.
    """
    return column if is_postgres() else NodeList((SQL("+"), column))


def by_bytes(column: Any) -> Any:
    """SQL: the column as it is sorted and compared in both databases alike, byte by byte, and read off an index made so."""
    return column.collate('"C"') if is_postgres() else column


def begins(column: Any, told: str) -> Any:
    """SQL: a text begins so, letter for letter; unlike LIKE this goes by an index `by_bytes`."""
    low = by_bytes(column)
    return (low >= told) & (low < told + "\U0010ffff")


def take_turns(what: str) -> None:
    """Inside a transaction: whoever names the same thing waits until it ends, then sees what it did. SQLite's are alone anyway."""
    if is_postgres():
        database.execute_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (what,))


def after_commit(run: Callable[[], None]) -> None:
    """Call `run` once the outermost transaction has committed; at once when there is none."""
    database.after_commit(run)


def before_commit(run: Callable[[], None]) -> None:
    """Call `run` as the last thing of the outermost transaction: for what must hold a lock that all writers share, briefly.

    Raises RuntimeError outside a transaction.
    """
    if not database.in_transaction():
        raise RuntimeError("there is no transaction to come last in")
    outer = database.top_transaction()
    outer.last = [*getattr(outer, "last", ()), run]


@contextmanager
def rendering(template: str) -> Iterator[None]:
    """While inside, the database refuses every query."""
    token = _rendering.set(template)
    try:
        yield
    finally:
        _rendering.reset(token)


def is_rendering() -> bool:
    """Whether a template is being rendered, so that nothing may be asked."""
    return bool(_rendering.get())


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    """Collects the SQL that runs inside; used by tests and the benchmark."""
    seen: list[str] = []
    token = _queries.set(seen)
    try:
        yield seen
    finally:
        _queries.reset(token)


def init_app(app: Flask) -> None:
    """Give the connection back when a request ends, but not one that surrounding code still uses."""

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if not database.is_closed() and not database.in_transaction():
            database.close()
