"""What a thread is called and begins with while its opening is hidden, for those who decide about it."""

from typing import Any

from peewee import fn

from miquan.db import is_postgres
from miquan.threads.models import Thread


def told_or_withheld(name: str) -> Any:
    """SQL: the thread's `title` or `excerpt`, from where it is kept while nobody else is told."""
    kept = (
        fn.JSONB_EXTRACT_PATH_TEXT(Thread.withheld, name)
        if is_postgres()
        else fn.JSON_EXTRACT(Thread.withheld, f"$.{name}")
    )
    return fn.COALESCE(kept, getattr(Thread, name))
