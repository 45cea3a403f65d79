"""The log of who looked at which private file: append-only, and its subject can read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.media.models import File, FileAccess
from miquan.media.privates import PAGE
from miquan.media.serving import called
from miquan.places import there
from miquan.text import clean_line

REASON_LIMIT = 200


def record_look(file: File, *, by: int, reason: str, address: str) -> None:
    """Written, and kept, before the first byte goes out."""
    with transaction():
        FileAccess.create(
            file_name=file.name,
            owner=file.owner_id,
            actor=by,
            reason=clean_line(reason, REASON_LIMIT),
            address=address[:45],
        )


@dataclass(frozen=True)
class Seen:
    """One line of the log. `at` stands on the reader's clock; `called` is empty when the file is gone; `actor` is None when that member is."""

    id: int
    at: datetime
    actor: Any
    own: bool
    reason: str
    file_name: str
    called: str


def accesses_of(owner: int, before: int | None = None, zone: str = "UTC") -> list[Seen]:
    """The newest looks at a member's files, one page of them and one more; `before` is the id of the page's last."""
    where = (FileAccess.owner == owner) & (FileAccess.id < before if before else FileAccess.id > 0)
    query = FileAccess.select(FileAccess, Member).left_outer_join(Member, on=FileAccess.actor).where(where)
    rows = list(query.order_by(FileAccess.id.desc()).limit(PAGE + 1))
    named = File.select(File.name, File.purpose).where(File.name.in_({row.file_name for row in rows})).tuples()
    purposes = dict(named) if rows else {}
    return [
        Seen(
            row.id, there(zone, row.at), row.actor, row.actor_id == owner, row.reason, row.file_name,
            called(purposes[row.file_name]) if row.file_name in purposes else "",
        )
        for row in rows
    ]  # fmt: skip
