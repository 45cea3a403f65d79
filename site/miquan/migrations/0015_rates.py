"""A day may have several rates, of which the last holds, and one that was wrong is taken out without being deleted."""

from typing import Any

from peewee import DateTimeField, ForeignKeyField, Model

from miquan.triggers import drop_append_only, make_append_only

_RATES = "currency_rate"
_ONE_A_DAY, _DAY = "currencyrate_base_quote_effective_on", "currency_rate_base_quote_effective_on"
_COLUMNS = '"currency_rate" ("base", "quote", "effective_on")'


def _withdrawal(db: Any) -> Any:
    rates = type("CurrencyRate", (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": _RATES})})

    class RateWithdrawal(Model):
        rate = ForeignKeyField(rates, primary_key=True, backref="+", on_delete="CASCADE")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "rate_withdrawal"

    return RateWithdrawal


def up(_migrator: Any, db: Any) -> None:
    _withdrawal(db).create_table()
    db.execute_sql(f'DROP INDEX "{_ONE_A_DAY}"')
    db.execute_sql(f'CREATE INDEX "{_DAY}" ON {_COLUMNS}')


def down(_migrator: Any, db: Any) -> None:
    """What was taken out goes, and of each day only the last rate stays: before, there was room for no more."""
    drop_append_only(db, _RATES)
    db.execute_sql('DELETE FROM "currency_rate" WHERE id IN (SELECT rate_id FROM "rate_withdrawal")')
    newest = 'SELECT MAX(id) FROM "currency_rate" GROUP BY base, quote, effective_on'
    db.execute_sql(f'DELETE FROM "currency_rate" WHERE id NOT IN ({newest})')
    db.execute_sql(f'DROP INDEX "{_DAY}"')
    db.execute_sql(f'CREATE UNIQUE INDEX "{_ONE_A_DAY}" ON {_COLUMNS}')
    _withdrawal(db).drop_table()
    make_append_only(db, _RATES)
