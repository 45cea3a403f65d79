"""Of a thread that is to begin a member keeps one draft a group, the newest."""

from typing import Any

_NEW = 'CREATE UNIQUE INDEX "thread_draft_new" ON "thread_draft" ("member_id", "group_id") WHERE ("thread_id" IS NULL)'
_OLDER = """
    DELETE FROM thread_draft WHERE thread_id IS NULL AND EXISTS (
        SELECT 1 FROM thread_draft AS newer
        WHERE newer.member_id = thread_draft.member_id AND newer.group_id = thread_draft.group_id AND newer.thread_id IS NULL
        AND (newer.updated_at > thread_draft.updated_at OR (newer.updated_at = thread_draft.updated_at AND newer.id > thread_draft.id))
    )
"""


def up(_migrator: Any, db: Any) -> None:
    db.execute_sql(_OLDER)
    db.execute_sql(_NEW)


def down(_migrator: Any, db: Any) -> None:
    db.execute_sql('DROP INDEX "thread_draft_new"')
