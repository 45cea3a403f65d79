"""Migrations build exactly what the models expect, can be taken back, and history stays as it was written."""

from collections.abc import Iterator
from typing import Any

import peewee
import pytest
from playhouse.schema_diff import diff_models

from miquan.commands.db import runner, upgrade
from miquan.db import BaseModel, database, is_postgres, transaction
from miquan.money import CurrencyRate
from miquan.products.models import PriceChange, ProductRevision
from miquan.triggers import history_may_be_erased
from miquan.versions import Version

APPEND_ONLY = {
    "product_revision", "price_change", "currency_rate", "security_event", "file_access", "audit_entry", "post_revision",
    "reply_revision",
}  # fmt: skip


def models() -> list[Any]:
    def below(parent: Any) -> Iterator[Any]:
        for child in parent.__subclasses__():
            yield child
            yield from below(child)

    return [m for m in below(BaseModel) if m.__module__.startswith("miquan.")]


def sqlite_shape(db: Any, tables: list[str]) -> set[tuple[Any, ...]]:
    found = set()
    for table in tables:
        for _n, name, kind, notnull, _default, key in db.execute_sql(f'PRAGMA table_info("{table}")'):
            found.add((table, name, kind, notnull, key))
        for row in db.execute_sql(f'PRAGMA foreign_key_list("{table}")'):
            found.add((table, "references", *row[2:7]))
    return found


def shape(tables: list[str], schema: str = "public") -> set[tuple[Any, ...]]:
    """Every column with type, length and whether it may be empty; on SQLite the references too."""
    if is_postgres():
        sql = (
            "SELECT table_name, column_name, data_type, character_maximum_length, numeric_scale, is_nullable"
            " FROM information_schema.columns WHERE table_schema = %s"
        )
        return {row for row in database.execute_sql(sql, (schema,)).fetchall() if row[0] in tables}
    return sqlite_shape(database, tables)


def test_tables_are_what_the_models_say(app: Any) -> None:
    assert str(diff_models(database, models())) == ""
    assert len(models()) > 25


def test_types_and_lengths_are_what_the_models_say(app: Any) -> None:
    tables = [m._meta.table_name for m in models()]
    if is_postgres():
        with database.atomic() as rolled_back:
            database.execute_sql("CREATE SCHEMA other")
            database.execute_sql("SET LOCAL search_path TO other")
            database.create_tables(models(), safe=False)
            assert shape(tables, "other") == shape(tables)
            rolled_back.rollback()
        return
    other = peewee.SqliteDatabase(":memory:")
    with other.bind_ctx(models(), bind_refs=False, bind_backrefs=False):
        other.create_tables(models())
        made = sqlite_shape(other, tables)
    # The avatar's file and the file's owner point at each other: only the migration can say so.
    avatar = ("member", "references", "file", "avatar_id", "id", "NO ACTION", "SET NULL")
    assert shape(tables) == made | {avatar}


def test_down_to_nothing_and_up_again(app: Any) -> None:
    tables = [m._meta.table_name for m in models()]
    before, all_tables = shape(tables), set(database.get_tables())
    names = [m.name for m in runner().migrations()]
    reverted = []
    while any(m.applied for m in runner().status()):
        reverted += runner().down()
    assert reverted == names[::-1]
    left = set(database.get_tables()) & all_tables
    assert len(left) == 1, f"only the list of migrations is left, not {left}"
    assert upgrade() == names
    assert (shape(tables), set(database.get_tables())) == (before, all_tables)
    assert str(diff_models(database, models())) == ""
    assert upgrade() == []


def test_every_append_only_table_has_its_triggers(app: Any) -> None:
    if is_postgres():
        sql = "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%%_no_%%'"
    else:
        sql = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
    assert {row[0] for row in database.execute_sql(sql).fetchall()} == APPEND_ONLY


@pytest.mark.parametrize("model", [CurrencyRate, ProductRevision, PriceChange])
def test_history_is_neither_changed_nor_deleted(app: Any, cast: Any, model: Any) -> None:
    cast.product()
    before = list(model.select().order_by(model.id).dicts())
    assert before, "there is a row to protect"
    column = next(f for f in model._meta.sorted_fields if not f.primary_key)
    table = model._meta.table_name
    for change in (model.update({column: column}), model.delete()):
        with pytest.raises(peewee.DatabaseError, match=f"{table} is append-only"), transaction():
            change.execute()
    with pytest.raises(peewee.DatabaseError, match="append-only"), transaction():
        database.execute_sql(f'UPDATE "{table}" SET "{column.column_name}" = "{column.column_name}"')
    assert list(model.select().order_by(model.id).dicts()) == before


def test_erasing_is_for_one_transaction_only(app: Any) -> None:
    with pytest.raises(ZeroDivisionError), history_may_be_erased():
        assert CurrencyRate.delete().execute() > 0
        raise ZeroDivisionError
    assert CurrencyRate.select().exists()
    with history_may_be_erased():
        assert CurrencyRate.delete().where(CurrencyRate.quote == "JPY").execute() == 1
    assert Version.get_by_id("erasing").value == 0
    with pytest.raises(peewee.DatabaseError, match="append-only"):
        CurrencyRate.delete().execute()
