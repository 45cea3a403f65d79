"""Threads of a list as rows, kept as they were rendered."""

from typing import Any

from markupsafe import Markup

from miquan.circle.rows import rows_html
from miquan.templating import when
from miquan.threads import words
from miquan.threads.queries.lists import ThreadRow


def lines_html(rows: list[ThreadRow]) -> list[Markup]:
    """Each of these threads, in order."""
    return rows_html("threads/_listed.html", "thread_line", ((_says(row), (row, words)) for row in rows))


def _says(t: ThreadRow) -> tuple[Any, ...]:
    unread = t.unread
    return (
        t.id, t.group, t.slug, t.title, t.lang, t.kind, t.flair, t.is_pinned, t.is_locked, t.is_answered, t.replies, unread,
        t.seen if unread else 0, t.active_at, when(t.active_at), t.person, *t.faces,
    )  # fmt: skip
