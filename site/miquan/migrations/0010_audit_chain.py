"""Each row of the record of special acts holds the one before it; what is there already is chained in its order."""

import json
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from miquan.triggers import drop_append_only, make_append_only

_COLUMNS = {"salt": 32, "digest": 64, "before": 64, "hash": 64}
_UNIQUE = ("before", "hash")


def _hashed(parts: list[Any]) -> str:
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _chain(db: Any, mark: str) -> int:
    sql = "SELECT id, actor_id, action, subject_kind, subject_id, reason, data, at FROM audit_entry ORDER BY id"
    rows, before = db.execute_sql(sql).fetchall(), "0" * 64
    for id_, actor, action, kind, subject, reason, told, at in rows:
        data = json.loads(told) if isinstance(told, str) else told
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        salt = secrets.token_hex(16)
        digest = _hashed([salt, actor, reason, data])
        found = _hashed([before, action, kind, subject, moment.strftime("%Y-%m-%dT%H:%M:%S.%f"), digest])
        db.execute_sql(
            f"UPDATE audit_entry SET salt = {mark}, digest = {mark}, before = {mark}, hash = {mark} WHERE id = {mark}",
            (salt, digest, before, found, id_),
        )
        before = found
    return len(rows)


def up(migrator: Any, db: Any) -> None:
    for name, length in _COLUMNS.items():
        db.execute_sql(f"ALTER TABLE audit_entry ADD COLUMN {name} VARCHAR({length}) NOT NULL DEFAULT ''")
    drop_append_only(db, "audit_entry")
    mark = "%s" if "postgres" in type(db).__name__.lower() else "?"
    written = _chain(db, mark)
    make_append_only(db, "audit_entry")
    for name in _UNIQUE:
        db.execute_sql(f'CREATE UNIQUE INDEX "auditentry_{name}" ON "audit_entry" ("{name}")')
    db.execute_sql(f"INSERT INTO version (name, value) VALUES ('audit', {mark})", (written,))


def down(migrator: Any, db: Any) -> None:
    db.execute_sql("DELETE FROM version WHERE name = 'audit'")
    for name in _UNIQUE:
        db.execute_sql(f'DROP INDEX "auditentry_{name}"')
    for name in _COLUMNS:
        db.execute_sql(f"ALTER TABLE audit_entry DROP COLUMN {name}")
