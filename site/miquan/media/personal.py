"""What media hold of a member: their files with what those say, what they take up, and who looked at them."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, packed_name, rows_of, with_parts
from miquan.i18n import lazy
from miquan.media.actions import erase_files
from miquan.media.models import File, FileAccess, FileFact, FileKey, MediaUsage
from miquan.media.rules import UNCOUNTED
from miquan.triggers import history_may_be_erased


def _files(member_id: int) -> Iterator[Row]:
    mine = (File.owner == member_id) & File.purpose.not_in(UNCOUNTED)
    rows = rows_of(File, mine, ("owner", "receipt", "phash", "sealed"))
    for row in with_parts(rows, facts=(FileFact, FileFact.file, ())):
        # Where it lies in the ZIP instead of where we keep it.
        row["original"] = packed_name(row["name"], row["original"])
        yield row


def _erase_files(member_id: int, _keep_words: bool) -> None:
    query = File.select(File.id).where(File.owner == member_id).order_by(File.id).limit(BATCH)
    while ids := [row[0] for row in query.tuples()]:
        erase_files(ids)
    with transaction():
        MediaUsage.delete().where(MediaUsage.member == member_id).execute()


def _accesses(member_id: int) -> Iterator[Row]:
    return rows_of(FileAccess, FileAccess.owner == member_id, ("owner", "actor", "address"))


def _erase_accesses(member_id: int, _keep_words: bool) -> None:
    """The log of their own files goes; that they looked at others' files stays, without their address."""
    with history_may_be_erased():
        FileAccess.delete().where(FileAccess.owner == member_id).execute()
        FileAccess.update(address="").where(FileAccess.actor == member_id).execute()


SECTIONS = (
    Section("files", lazy("你上傳的照片和文件，連同原檔"), (File, FileFact, FileKey, MediaUsage), _files, _erase_files),
    Section("file_accesses", lazy("誰看過你的文件"), (FileAccess,), _accesses, _erase_accesses),
)
