"""What somebody called a thread themselves: whoever tends a group names what is split off, also in another's stead."""

from collections.abc import Collection
from typing import Any

from peewee import Case, fn

from miquan.db import is_postgres
from miquan.threads.models import Reply, ReplyRevision


def own_title() -> Any:
    """SQL: what the writer of a reply called the thread that it opens; "" where somebody else did."""
    newest = (
        ReplyRevision.select(_title())
        .where(ReplyRevision.reply == Reply.id, _title().is_null(False))
        .order_by(ReplyRevision.version.desc())
        .limit(1)
    )
    return Case(None, [(Reply.number == 0, newest)], "")


def titles_given(member_id: int, titles: Collection[str]) -> set[str]:
    """Those of these titles that this member has given."""
    rows = ReplyRevision.select(_title()).join(Reply).where(Reply.author == member_id, _title().in_(list(titles)))
    return {title for (title,) in rows.distinct().tuples()}


def _title() -> Any:
    data = ReplyRevision.data
    told = fn.JSONB_EXTRACT_PATH_TEXT(data, "title") if is_postgres() else fn.JSON_EXTRACT(data, "$.title")
    return told.coerce(False)
