"""What a thread is called and begins with is kept apart while its opening is hidden; of those that are hidden now too."""

import json
from typing import Any

_HIDDEN = """
    SELECT thread.id, thread.title, thread.slug, thread.excerpt, thread.facts FROM thread
    JOIN reply ON reply.thread_id = thread.id AND reply.number = 0 AND reply.state = 'hidden'
    WHERE thread.state IN ('published', 'hidden')
"""


def up(_migrator: Any, db: Any) -> None:
    kind = "JSONB" if _is_postgres(db) else "TEXT"
    db.execute_sql(f"ALTER TABLE \"thread\" ADD COLUMN withheld {kind} NOT NULL DEFAULT '{{}}'")
    for id_, title, slug, excerpt, facts in db.execute_sql(_HIDDEN).fetchall():
        told = facts if isinstance(facts, dict) else json.loads(facts or "{}")
        kept = {"title": title, "slug": slug, "excerpt": excerpt, "facts": told}
        _set(db, id_, {"title": "", "slug": "thread", "excerpt": "", "facts": {}}, kept)


def down(_migrator: Any, db: Any) -> None:
    for id_, withheld in db.execute_sql("SELECT id, withheld FROM thread").fetchall():
        kept = withheld if isinstance(withheld, dict) else json.loads(withheld or "{}")
        if kept:
            _set(db, id_, kept, {})
    db.execute_sql('ALTER TABLE "thread" DROP COLUMN withheld')


def _set(db: Any, id_: int, told: dict[str, Any], kept: dict[str, Any]) -> None:
    mark = "%s" if _is_postgres(db) else "?"
    columns = ", ".join(f"{name} = {mark}" for name in ("title", "slug", "excerpt", "facts", "withheld"))
    facts, withheld = (json.dumps(one, ensure_ascii=False) for one in (told["facts"], kept))
    values = [told["title"], told["slug"], told["excerpt"], facts, withheld, id_]
    # Only names of our own columns stand in the text; every value is a parameter.
    db.execute_sql(f"UPDATE thread SET {columns} WHERE id = {mark}", values)


def _is_postgres(db: Any) -> bool:
    return "postgres" in type(db).__name__.lower()
