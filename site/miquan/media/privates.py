"""What is read of private files: always starting at their owner, but for the way to one file by its name."""

from dataclasses import dataclass
from datetime import datetime

from miquan.db import db_now
from miquan.media.models import File
from miquan.media.serving import EXTENSIONS, called, size_words

PAGE = 50


@dataclass(frozen=True)
class Private:
    """A private file as its owner's list shows it."""

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
    found: File | None = File.get_or_none(File.name == name, File.keep_until.is_null() | (File.keep_until > db_now()))
    return found


def private_files(owner: int, before: int | None = None) -> list[Private]:
    """A member's private files, the newest first: one page and one more; `before` is the id of the page's last."""
    where = (File.owner == owner) & (File.visibility == "private") & (File.original != "")
    if before:
        where &= File.id < before
    return [_shown(row) for row in File.select().where(where).order_by(File.id.desc()).limit(PAGE + 1)]


def _shown(row: File) -> Private:
    kind = EXTENSIONS.get(row.mime, "").upper()
    return Private(
        row.id, row.name, called(row.purpose), kind, size_words(row.bytes), row.created_at, row.sealed, row.keep_until
    )
