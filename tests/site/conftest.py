from collections.abc import Iterator
from pathlib import Path

import pytest

from miquan import db
from tests.site.world import World, make_world


@pytest.fixture(scope="module")
def world_settings() -> dict[str, str]:
    """Settings of the module's world; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, world_settings: dict[str, str]
) -> Iterator[World]:
    """One world for a module that only reads it. What a page looks like does not depend on the database."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "miquan.db").write_bytes(sqlite_template.read_bytes())
    yield make_world(folder, f"sqlite:///{folder / 'miquan.db'}", **world_settings)
    db.database.obj.close_all()
