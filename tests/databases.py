"""PostgreSQL databases for tests: one is lent again and again, as fresh as its template, because a new one costs 150 ms."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import Connection, sql

# Rows that were deleted stay in the files until then.
LENT_AT_MOST = 100
# Everything that makes a schema: a test that changed it has spoilt the database.
_SCHEMA = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
  SELECT c.relname || c.relkind::text || a.attname || a.atttypid || a.attnotnull || a.atthasdef || a.attisdropped AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
  UNION ALL SELECT conrelid::regclass || conname || contype::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT tgrelid::regclass || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT proname || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS lines"""
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
_USED = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
# As text: JSON knows no equality.
_DIFFERS = """
WITH now AS (SELECT t::text FROM public.{0} t), fresh AS (SELECT t::text FROM fresh.{0} t)
SELECT EXISTS (TABLE now EXCEPT ALL TABLE fresh) OR EXISTS (TABLE fresh EXCEPT ALL TABLE now)"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def named(server: str, name: str) -> str:
    """The address of one database of a server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def run(address: str, command: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)  # type: ignore[arg-type]


class Pool:
    """Lends copies of a template: the one that came back, put right, or a new one."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[_Copy] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a fresh database."""
        copy = self._free.pop() if self._free else _Copy(self._server, self._template)
        yield copy.address
        if copy.put_right():
            self._free.append(copy)
        else:
            copy.drop()


class _Copy:
    """One database and what it held when it was new."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._name = f"t_{uuid.uuid4().hex}"
        self._lent = 0
        self.address = named(server, self._name)
        run(server, f"CREATE DATABASE {self._name} TEMPLATE {template}")
        with psycopg.connect(self.address, autocommit=True) as fresh:
            self._tables = [name for (name,) in fresh.execute(_TABLES)]
            self._filled = _filled(fresh, self._tables)
            fresh.execute("CREATE SCHEMA fresh")
            for name in self._filled:
                fresh.execute(sql.SQL("CREATE TABLE fresh.{0} AS TABLE public.{0}").format(sql.Identifier(name)))
            self._sequences = set(fresh.execute(_USED).fetchall())
            self._schema = fresh.execute(_SCHEMA).fetchone()

    def put_right(self) -> bool:
        """Make it as it was; False when it is better thrown away."""
        self._lent += 1
        with psycopg.connect(self.address, autocommit=True) as used:
            used.execute(_OTHERS)
            if self._lent >= LENT_AT_MOST or used.execute(_SCHEMA).fetchone() != self._schema:
                return False
            with used.transaction():
                # Neither foreign keys nor triggers that protect rows are asked.
                used.execute("SET LOCAL session_replication_role = replica")
                for name in {*_filled(used, self._tables), *self._filled}:
                    self._restore(used, name)
                for sequence, start, _last in set(used.execute(_USED).fetchall()) - self._sequences:
                    before = {name: value for name, _start, value in self._sequences}[sequence]
                    used.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, before or start, before is not None))
        return True

    def _restore(self, used: "Connection[tuple[object, ...]]", name: str) -> None:
        table = sql.Identifier(name)
        if name in self._filled and used.execute(sql.SQL(_DIFFERS).format(table)).fetchone() == (False,):
            return
        used.execute(sql.SQL("DELETE FROM public.{}").format(table))
        if name in self._filled:
            used.execute(sql.SQL("INSERT INTO public.{0} TABLE fresh.{0}").format(table))

    def drop(self) -> None:
        run(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")


def _filled(connection: "Connection[tuple[object, ...]]", tables: list[str]) -> list[str]:
    """The tables that hold a row."""
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(sql.Literal(name), sql.Identifier(name))
        for name in tables
    )
    return [str(name) for (name,) in connection.execute(asked)]
