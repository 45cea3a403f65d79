"""A damaged index is never an error page: titles answer, and the index is built anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miquan.db import database, is_postgres, transaction
from miquan.outbox import Event, record
from miquan.outbox.worker import Worker
from miquan.search import indexing
from miquan.search.service import engine as running_engine
from tests.cast import Cast
from tests.search.conftest import look_again


def work_off(app: Any) -> None:
    """Let the worker do all that is due."""
    worker = Worker(app)
    while sum(worker.step(lane) for lane in worker.lanes):
        pass


def answer(app: Any, query: str) -> str:
    found = app.test_client().get("/zh-hant/search", query_string={"q": query})
    assert found.status_code == 200
    return str(found.get_data(as_text=True))


def index_folder() -> Path:
    found: Path = running_engine().root  # type: ignore[attr-defined]
    return found


def remove(_folder: Path) -> None:
    shutil.rmtree(_folder)


def cut_short(folder: Path) -> None:
    for path in folder.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(folder: Path) -> None:
    for path in [*folder.rglob("*.seg"), *folder.rglob("*.toc")]:
        path.write_bytes(b"\x00garbage" * 50)


def lose_the_name(folder: Path) -> None:
    (folder / "CURRENT").write_text("{not json")


def lose_the_table_of_contents(folder: Path) -> None:
    for path in folder.rglob("*.toc"):
        path.unlink()


@pytest.fixture
def shelf(app: Any, cast: Cast) -> Any:
    product = cast.product(title="手工果醬三入")
    indexing.rebuild()
    return product


DAMAGE = [remove, cut_short, overwrite, lose_the_name, lose_the_table_of_contents]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda d: d.__name__)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_damage_to_the_files_heals(app: Any, shelf: Any, damage: Callable[[Path], None]) -> None:
    assert "手工" in answer(app, "果酱")
    damage(index_folder())
    look_again(running_engine())
    page = answer(app, "果醬")
    assert "目錄正在整理" in page
    assert f"/p/{shelf.id}-" in page
    work_off(app)
    look_again(running_engine())
    page = answer(app, "果酱")
    assert "目錄正在整理" not in page
    assert f"/p/{shelf.id}-" in page


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("table", ["search_document", "search_state"])
def test_damage_to_the_tables_heals(app: Any, shelf: Any, table: str) -> None:
    assert is_postgres()
    database.execute_sql(f"DELETE FROM {table}")
    running_engine()._generation = -1  # type: ignore[attr-defined]
    look_again(running_engine())
    assert "目錄正在整理" in answer(app, "果醬")
    work_off(app)
    look_again(running_engine())
    assert f"/p/{shelf.id}-" in answer(app, "果酱")
    assert "目錄正在整理" not in answer(app, "果酱")


def test_the_index_follows_the_tables(app: Any, shelf: Any, cast: Cast) -> None:
    other = cast.product(title="柚子果醬小瓶")
    work_off(app)
    look_again(running_engine())
    assert f"/p/{other.id}-" in answer(app, "柚子")


def test_an_unusable_index_is_rebuilt_by_the_next_change(app: Any, cast: Cast) -> None:
    product = cast.product(title="沒有索引時上架的茶")
    work_off(app)
    assert indexing.is_whole()
    assert [int(i) for i in running_engine().search("上架的茶").ids] == [product.id]


def test_misses_are_counted_once_a_wish(app: Any) -> None:
    from miquan.search.queries import misses

    indexing.rebuild()
    for typed in ("外星果醬", "外星果酱"):
        answer(app, typed)
    work_off(app)
    assert [(row.query, row.count) for row in misses()] == [("外星果酱", 2)]


def test_a_rebuild_waits_for_the_lane(app: Any) -> None:
    with transaction():
        record(Event.INDEX_REBUILD_REQUESTED)
    assert indexing.rebuild()["documents"] == 0
    work_off(app)
    assert indexing.is_whole()
