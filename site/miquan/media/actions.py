"""Taking files in and giving them up. Bytes are written before the row, so that a row never names what is not there."""

import io
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from peewee import IntegrityError

from miquan import text
from miquan.db import now, transaction
from miquan.media import kinds, measuring, originals, queries, quota, rules, storage, vault
from miquan.media.erasing import erase_files, renditions
from miquan.media.kinds import Form
from miquan.media.models import File
from miquan.media.pieces import digest, pieces
from miquan.media.refusals import Reason, Refused
from miquan.outbox import Event, record

__all__ = ["delete_bytes", "erase_files", "receive", "store_picture", "write_renditions"]

Source = Path | IO[bytes] | bytes


def receive(
    path_or_file: Source,
    *,
    owner: int | None,
    purpose: str,
    filename: str = "",
    receipt: str = "",
    keep_until: datetime | None = None,
) -> File:
    """Take a file in: sniffed, measured, counted, its original stored, to be looked at by the worker (state `waiting`).

    The same `receipt` of the same owner gives the file it became the first time. Neither `filename` nor any declared
    type decides anything. Raises Refused, KeyError for an unknown purpose. Not to be called inside a transaction.
    With `keep_until` the file goes by then, unless `keep` is called before.
    """
    if known := queries.by_receipt(owner, receipt):
        return known
    file = File(
        owner=owner,
        purpose=purpose,
        visibility=rules.PURPOSES[purpose].visibility,
        sealed=rules.PURPOSES[purpose].sealed,
        state="waiting",
        receipt=receipt[: rules.RECEIPT_LIMIT] or None,
        keep_until=keep_until,
    )
    try:
        return _received(path_or_file, file, text.clean_line(filename, rules.FILENAME_LIMIT))
    except (Refused, IntegrityError):
        # The same upload, sent at the same moment, may have been quicker, and may have taken the last room.
        if known := queries.by_receipt(owner, receipt):
            return known
        raise


def _received(path_or_file: Source, file: File, filename: str) -> File:
    with _opened(path_or_file) as source:
        form, file.bytes = _examined(source, file.purpose)
        if file.owner_id is not None and rules.PURPOSES[file.purpose].counted:
            quota.check_room(file.owner_id, file.bytes)
        file.name = secrets.token_urlsafe(16).replace("-", "a").replace("_", "b")
        file.kind, file.mime, file.sha256 = form.kind, form.mime, digest(source)
        file.original = f"{file.name[:2]}/{file.name}.{form.extension}"
        key = originals.store_original(file, pieces(source))
    return _entered(file, key, filename)


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source) if isinstance(source, bytes) else source


def _examined(source: IO[bytes], purpose: str) -> tuple[Form, int]:
    """Format and bytes of what a purpose takes. Raises Refused."""
    wanted = rules.PURPOSES[purpose].kinds
    size = source.seek(0, io.SEEK_END)
    if size > rules.most_bytes(purpose):
        raise Refused(Reason.BIG)
    form = kinds.sniff(source)
    if form.kind not in wanted:
        raise Refused(Reason.KIND)
    if size > rules.MAX_BYTES[form.kind]:
        raise Refused(Reason.BIG)
    if form.kind == "image":
        source.seek(0)
        measuring.check_size(form, source.read())
    return form, size


def _entered(file: File, key: vault.Wrapped | None, filename: str) -> File:
    """The row of a file whose bytes lie there already; without the row they go again."""
    original = str(file.original)
    try:
        with transaction():
            if file.owner_id is not None and rules.PURPOSES[file.purpose].counted:
                quota.take(file.owner_id, file.bytes)
            file.save(force_insert=True)
            if key is not None:
                vault.keep(file.id, key)
            subject = ("file", file.id)
            record(Event.FILE_RECEIVED, subject, {"filename": filename}, by=file.owner_id)
            overdue = now() + timedelta(seconds=rules.OVERDUE_SECONDS)
            record(Event.FILE_OVERDUE, subject, by=file.owner_id, due_at=overdue)
    except BaseException:
        storage.private().delete(original)
        raise
    return file


def keep(owner: int, ids: Iterable[int]) -> None:
    """These files of a member are used now: they stay for good. Inside the transaction of what uses them."""
    File.update(keep_until=None).where(File.id.in_(list(ids)), File.owner == owner).execute()


def let_go(owner: int, ids: Iterable[int], until: datetime) -> None:
    """These files of a member are not used after all: they go by then."""
    File.update(keep_until=until).where(File.id.in_(list(ids)), File.owner == owner).execute()


def delete_bytes(file: File) -> None:
    """What lies in storage for a file that was never shown. Outside any transaction."""
    if file.original:
        storage.private().delete(file.original)
    if file.visibility == "public":
        for key in renditions(file.name):
            storage.public().delete(key)


def store_picture(data: bytes, *, owner: int | None, purpose: str = "product") -> File:
    """Take a picture in and have it looked at at once, for the worker and commands: a request must not wait for that.

    Raises Refused.
    """
    from miquan.media.looking import look_at

    file = look_at(receive(data, owner=owner, purpose=purpose).id)
    if file is None or file.state != "ready":
        raise Refused(Reason(file.problem) if file is not None and file.problem else Reason.BROKEN)
    return file


def write_renditions(public: storage.Storage, name: str, renditions: dict[int, bytes]) -> None:
    """The public files of a picture."""
    for width, body in renditions.items():
        public.put(f"{name[:2]}/{name}-{width}.webp", body)
