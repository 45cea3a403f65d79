"""What is read of files on their way: always starting at their owner."""

from collections.abc import Iterable
from typing import Any

from peewee import fn

from miquan.db import db_now
from miquan.media.models import File, Upload
from miquan.uploads import rules


def own_upload(member_id: int, token: str) -> Upload | None:
    """An upload of this member, begun at most a day ago."""
    found: Upload | None = Upload.get_or_none(
        Upload.token == token[:64], Upload.owner == member_id, Upload.expires_at > db_now()
    )
    return found


def open_uploads(member_id: int) -> tuple[int, int]:
    """How many uploads of this member are under way, and how many bytes they announced."""
    row = (
        Upload.select(fn.COUNT(Upload.id), fn.COALESCE(fn.SUM(Upload.size), 0))
        .where(Upload.owner == member_id, Upload.file.is_null(), Upload.expires_at > db_now())
        .tuples()
        .get()
    )
    return int(row[0]), int(row[1])


def own_files(member_id: int, ids: Iterable[int], purpose: str | None = None) -> dict[int, File]:
    """Those of the files that this member brought, for this purpose; id -> file."""
    wanted = [id_ for id_ in ids if 0 < id_ < 2**31][: rules.STATES_AT_ONCE * 5]
    if not wanted:
        return {}
    mine: Any = (File.id.in_(wanted)) & (File.owner == member_id)
    if purpose:
        mine &= File.purpose == purpose
    return {file.id: file for file in File.select().where(mine)}
