"""What is read of private files: always starting at their owner, but for the way to one file by its name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan.db import db_now
from miquan.media.models import File
from miquan.media.serving import EXTENSIONS, called, size_words
from miquan.places import there

PAGE = 50


@dataclass(frozen=True)
class Private:
    """A private file as its owner's list shows it. `keep_until` stands on the reader's clock."""

    id: int
    name: str
    called: str
    kind: str
    size: str
    at: datetime
    sealed: bool
    keep_until: datetime | None


def by_name(name: str) -> File | None:
    """The file, while it is kept."""
    found: File | None = File.get_or_none(File.name == name, _is_kept())
    return found


def private_files(owner: int, before: int | None = None, zone: str = "UTC") -> list[Private]:
    """A member's private files, the newest first: one page and one more; `before` is the id of the page's last."""
    where = (File.owner == owner) & (File.visibility == "private") & (File.original != "") & _is_kept()
    if before:
        where &= File.id < before
    return [_shown(row, zone) for row in File.select().where(where).order_by(File.id.desc()).limit(PAGE + 1)]


def _is_kept() -> Any:
    """What is over may lie there until it is swept away."""
    return File.keep_until.is_null() | (File.keep_until > db_now())


def _shown(row: File, zone: str) -> Private:
    kind, until = EXTENSIONS.get(row.mime, "").upper(), there(zone, row.keep_until) if row.keep_until else None
    return Private(
        row.id, row.name, called(row.purpose), kind, size_words(row.bytes), row.created_at, row.sealed, until
    )
