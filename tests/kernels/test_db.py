"""One way to write: transactions that join, lose nothing and keep no halves; and no query while a page renders."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from miquan import db as kernel
from miquan.db import (
    QueryWhileRendering,
    TransactionBroken,
    after_commit,
    database,
    db_now,
    now,
    rendering,
    transaction,
)
from miquan.installation import database_id
from miquan.once import FormNonce
from miquan.versions import Version, bump, current
from tests.conftest import PRAGMAS

THREADS, TIMES = 4, 100


def names() -> set[str]:
    return {row.name for row in Version.select().where(Version.name.startswith("t."))}


def put(name: str) -> None:
    with transaction():
        Version.insert(name=name, value=1).execute()


def test_four_writers_at_once_lose_nothing(app: Any) -> None:
    """Read, then write: under a deferred BEGIN SQLite would answer "database is locked"."""
    put("t.count")
    database.close()
    start, errors = threading.Barrier(THREADS), []

    def count() -> None:
        start.wait()
        try:
            for _ in range(TIMES):
                with transaction():
                    Version.select().where(Version.name == "t.count").get()
                    Version.update(value=Version.value + 1).where(Version.name == "t.count").execute()
        except Exception as error:
            errors.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert current("t.count") == 1 + THREADS * TIMES


def test_an_inner_transaction_joins_the_outer(app: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        put("t.inner")
        raise ZeroDivisionError
    assert names() == set()
    with transaction():
        put("t.inner")
        put("t.other")
    assert names() == {"t.inner", "t.other"}


def test_a_swallowed_inner_error_keeps_nothing(app: Any) -> None:
    with pytest.raises(TransactionBroken), transaction():
        put("t.before")
        try:
            with transaction():
                put("t.half")
                raise ValueError
        except ValueError:
            pass
    assert names() == set()
    assert not database.in_transaction()
    put("t.after")
    assert names() == {"t.after"}


def test_what_waits_for_the_commit_runs_once_after_the_outermost(app: Any) -> None:
    seen: list[tuple[str, bool]] = []
    with transaction():
        with transaction():
            put("t.inner")
            after_commit(lambda: seen.append(("inner", database.in_transaction())))
        assert seen == []
        after_commit(lambda: seen.append(("outer", database.in_transaction())))
    assert seen == [("inner", False), ("outer", False)]


def test_what_waits_for_a_commit_that_never_comes_never_runs(app: Any) -> None:
    seen: list[str] = []
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: seen.append("never"))
        raise ZeroDivisionError
    put("t.other")
    assert seen == []


def test_without_a_transaction_it_runs_at_once(app: Any) -> None:
    seen: list[str] = []
    after_commit(lambda: seen.append("now"))
    assert seen == ["now"]


def test_a_template_may_not_ask_the_database(app: Any) -> None:
    with rendering("a/page.html"):
        with pytest.raises(QueryWhileRendering, match=r"a/page\.html asks: SELECT"):
            current("pages")
        with pytest.raises(QueryWhileRendering), rendering("inner.html"):
            bump("pages")
        with pytest.raises(QueryWhileRendering, match="page"):
            current("pages")
    assert current("t.none") == 0


def test_the_guard_is_each_threads_own(app: Any) -> None:
    found: list[int] = []

    def ask() -> None:
        found.append(current("t.none"))
        database.close()

    with rendering("a/page.html"):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(10)
    assert found == [0]


def test_queries_are_counted_where_asked(app: Any) -> None:
    with kernel.counting_queries() as seen:
        current("pages")
        with kernel.counting_queries() as inner:
            current("pages")
    current("pages")
    assert (len(seen), len(inner)) == (1, 1)


def test_times_come_back_as_they_went_in(app: Any) -> None:
    taipei = timezone(timedelta(hours=8))
    for moment in (
        datetime(2026, 11, 23, 7, 5, 1, 123_456, tzinfo=taipei),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ):
        FormNonce.delete().execute()
        FormNonce.create(nonce="n", member=1, at=moment)
        found = FormNonce.get().at
        assert found == moment
        assert found.utcoffset() == timedelta(0)
        assert FormNonce.select().where(FormNonce.at == moment).exists()


def test_times_sort_and_compare_as_time(app: Any) -> None:
    moments = [now() + timedelta(microseconds=n) for n in (0, 999_999, 1, 86_400_000_000, -5)]
    for number, moment in enumerate(moments):
        FormNonce.create(nonce=str(number), member=1, at=moment)
    assert [row.at for row in FormNonce.select().order_by(FormNonce.at)] == sorted(moments)
    assert FormNonce.select().where(FormNonce.at > db_now()).count() >= 1
    assert FormNonce.select().where(FormNonce.at < db_now()).count() >= 1


def test_the_clocks_agree_here(app: Any) -> None:
    FormNonce.insert(nonce="n", member=1, at=db_now()).execute()
    assert abs((FormNonce.get().at - now()).total_seconds()) < 5


def test_other_databases_are_refused() -> None:
    for url in ("mysql://localhost/x", "", "sqlite", "file:///etc/passwd"):
        with pytest.raises(ValueError, match="DATABASE_URL"):
            kernel.bind(url)


def test_sqlite_keeps_its_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SQLITE_PRAGMAS", PRAGMAS)
    kernel.bind(f"sqlite:///{tmp_path / 'miquan.db'}")
    found = {
        name: database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "synchronous")
    }
    database.obj.close_all()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


def test_a_request_gives_its_connection_back(app: Any, client: Any) -> None:
    database.close()
    assert client.get("/zh-hant/categories").status_code == 200
    assert database.is_closed()
    with transaction():
        assert client.get("/zh-hant/categories").status_code == 200
        assert not database.is_closed(), "not the one that surrounding code still uses"


def test_each_database_has_a_name_of_its_own(app: Any) -> None:
    assert len(database_id()) == 32
    assert database_id() == database_id()
