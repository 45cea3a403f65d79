"""Search: what found nothing; on PostgreSQL also the documents of its engine."""

from typing import Any

from peewee import CharField, DateTimeField, IntegerField, Model

_ENGINE = (
    "CREATE TABLE search_document (id varchar(60) PRIMARY KEY, kind varchar(20) NOT NULL, number bigint NOT NULL,"
    " title text[] NOT NULL, vector tsvector NOT NULL)",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
    "CREATE TABLE search_state (analysis varchar(20) NOT NULL, documents integer NOT NULL)",
)


def _miss(db: Any) -> Any:
    class SearchMiss(Model):
        key = CharField(200, unique=True)
        query = CharField(200)
        lang = CharField(12)
        count = IntegerField()
        first_at = DateTimeField()
        last_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "search_miss"

    return SearchMiss


def _is_postgres(db: Any) -> bool:
    return "postgres" in type(db).__name__.lower()


def up(migrator: Any, db: Any) -> None:
    db.create_tables([_miss(db)])
    if _is_postgres(db):
        for sql in _ENGINE:
            db.execute_sql(sql)


def down(migrator: Any, db: Any) -> None:
    if _is_postgres(db):
        db.execute_sql("DROP TABLE search_state")
        db.execute_sql("DROP TABLE search_document")
    db.drop_tables([_miss(db)])
