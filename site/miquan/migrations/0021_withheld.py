"""What a thread is called and begins with is kept apart while its opening is hidden; of those that are hidden now too."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_SOME = 500

_HIDDEN = """
    SELECT thread.id, thread.title, thread.slug, thread.excerpt, thread.facts FROM thread
    JOIN reply ON reply.thread_id = thread.id AND reply.number = 0 AND reply.state = 'hidden'
    WHERE thread.state IN ('published', 'hidden')
"""
_WITHHELD = "SELECT thread.id, thread.withheld FROM thread WHERE thread.withheld <> '{}'"
_EVENT = 'INSERT INTO "event" (name, at, subject_kind, subject_id, data) VALUES (?, ?, ?, ?, ?) RETURNING id'
_DELIVERY = """
    INSERT INTO "delivery" (event_id, subscriber, lane, due_at, claimed_by, attempts, error)
    VALUES (?, 'search.talk', 'index', ?, '', 0, '')
"""


def up(_migrator: Any, db: Any) -> None:
    kind = "JSONB" if _is_postgres(db) else "TEXT"
    db.execute_sql(f"ALTER TABLE \"thread\" ADD COLUMN withheld {kind} NOT NULL DEFAULT '{{}}'")
    for id_, title, slug, excerpt, facts in _read(db, _HIDDEN):
        told = facts if isinstance(facts, dict) else json.loads(facts or "{}")
        kept = {"title": title, "slug": slug, "excerpt": excerpt, "facts": told}
        _set(db, id_, {"title": "", "slug": "thread", "excerpt": "", "facts": {}}, kept)
        # Shown again, it gets them from its words.
        _run(db, 'DELETE FROM "thread_tag" WHERE thread_id = ?', [id_])


def down(_migrator: Any, db: Any) -> None:
    for id_, withheld in _read(db, _WITHHELD):
        _set(db, id_, withheld if isinstance(withheld, dict) else json.loads(withheld), {})
    db.execute_sql('ALTER TABLE "thread" DROP COLUMN withheld')


def _set(db: Any, id_: int, told: dict[str, Any], kept: dict[str, Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in ("title", "slug", "excerpt", "facts", "withheld"))
    facts, withheld = (json.dumps(one, ensure_ascii=False) for one in (told["facts"], kept))
    values = [told["title"], told["slug"], told["excerpt"], facts, withheld, id_]
    # Only names of our own columns stand in the text; every value is a parameter.
    _run(db, f"UPDATE thread SET {columns} WHERE id = ?", values)
    _look_again(db, id_)


def _look_again(db: Any, id_: int) -> None:
    """The index holds what the thread was called."""
    now = datetime.now(UTC).replace(tzinfo=None)
    at = now if _is_postgres(db) else now.strftime("%Y-%m-%d %H:%M:%S.%f")
    ((event,),) = _run(db, _EVENT, ["thread.changed", at, "thread", id_, "{}"]).fetchall()
    _run(db, _DELIVERY, [event, at])


def _read(db: Any, sql: str) -> Iterator[Any]:
    """Rows by their thread's id, some at a time, so that they may be changed meanwhile."""
    last = 0
    while some := _run(db, f"{sql} AND thread.id > ? ORDER BY thread.id LIMIT {_SOME}", [last]).fetchall():
        yield from some
        last = some[-1][0]


def _run(db: Any, sql: str, values: list[Any]) -> Any:
    return db.execute_sql(sql.replace("?", "%s") if _is_postgres(db) else sql, values)


def _is_postgres(db: Any) -> bool:
    return "postgres" in type(db).__name__.lower()
