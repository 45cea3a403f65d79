"""Looking at what was taken in: it becomes public renditions and private facts, or is refused.

Told twice or killed in the middle it does the same again: names do not change, files are overwritten whole.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from miquan.config import settings
from miquan.db import now, transaction
from miquan.media import actions, decoding, kinds, originals, quota, storage
from miquan.media.decoding import Looked
from miquan.media.facts import facts_from
from miquan.media.models import File, FileFact
from miquan.media.refusals import Reason, Refused
from miquan.media.sealing import Damaged
from miquan.outbox import Event, record
from miquan.versions import bump

log = structlog.get_logger("miquan.media")


def look_at(file_id: int, filename: str = "") -> File | None:
    """Look at a waiting file; any other is left as it is. Returns it as it then is, None when it is gone.

    Raises decoding.Busy when the machine had no time for it.
    """
    file: File | None = File.get_or_none(File.id == file_id)
    if file is None or file.state != "waiting":
        return file
    try:
        looked = _looked(file)
    except Refused as refusal:
        refuse(file, refusal.reason)
        return File.get_or_none(File.id == file_id)  # type: ignore[no-any-return]
    if file.visibility == "public":
        actions.write_renditions(storage.public(), file.name, looked.renditions)
    if not _made_ready(file, looked, filename) and not File.select().where(File.id == file_id).exists():
        # Erased while we looked: what was written for it goes as well.
        actions.delete_bytes(file)
    return File.get_or_none(File.id == file_id)  # type: ignore[no-any-return]


def _looked(file: File) -> Looked:
    form = kinds.BY_MIME[file.mime]
    try:
        if form.kind == "image":
            data = originals.original_bytes(file)
            return decoding.look(form, data, renditions=file.visibility == "public")
        with _on_disk(file) as path:
            return decoding.look(form, path=path)
    except (FileNotFoundError, Damaged):
        raise Refused(Reason.BROKEN) from None


@contextmanager
def _on_disk(file: File) -> Iterator[Path]:
    """A copy that a child can open by its path, for as long as it looks. Beside the data, because /tmp is often memory.

    It has no name of its own: a kill leaves no opened paper behind.
    """
    with tempfile.TemporaryFile(dir=settings().data) as copy:
        for chunk in originals.open_original(file):
            copy.write(chunk)
        copy.flush()
        yield Path(f"/proc/{os.getpid()}/fd/{copy.fileno()}")


def _made_ready(file: File, looked: Looked, filename: str) -> bool:
    told = {**looked.told, **({"filename": filename} if filename else {})}
    facts = facts_from(told, now())
    shown = {"state": "ready", "width": looked.width, "height": looked.height, "phash": looked.phash}
    with transaction():
        if not File.update(shown).where(File.id == file.id, File.state == "waiting").execute():
            return False
        FileFact.insert(
            file=file.id, taken_at=facts.taken_at, latitude=facts.latitude, longitude=facts.longitude, make=facts.make,
            model=facts.model, software=facts.software, implausible=facts.implausible, told=told,
        ).execute()  # fmt: skip
        record(Event.FILE_READY, ("file", file.id), by=file.owner_id)
        if file.visibility == "public" and file.purpose != "product":
            # Avatars and banners stand on many pages; products say by themselves when theirs change.
            bump("pages")
    return True


def refuse(file: File, reason: Reason) -> None:
    """A waiting file is not taken after all: its owner gets the room back, the original goes."""
    with transaction():
        values = {"state": "refused", "problem": str(reason), "original": ""}
        if not File.update(values).where(File.id == file.id, File.state == "waiting").execute():
            return
        quota.uncount(file)
        record(Event.FILE_REFUSED, ("file", file.id), {"problem": str(reason)}, by=file.owner_id)
    log.info("file refused", file=file.id, mime=file.mime, bytes=file.bytes, reason=str(reason))
    actions.delete_bytes(file)
