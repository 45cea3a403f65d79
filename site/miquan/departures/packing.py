"""A member's data as one ZIP: a JSON file for each section, a page of words about them, and the originals.

It is written to a file without a name beside the data, so that neither memory nor a kill is a concern: a build that
was cut off leaves nothing behind and begins anew. What the ZIP is called in storage follows from the export, so that a
second build replaces the bytes of the first.
"""

import hmac
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import IO

import structlog

from miquan.accounts.models import Member
from miquan.accounts.security import noted
from miquan.config import settings
from miquan.db import db_now, held, transaction
from miquan.departures.actions import day
from miquan.departures.models import MemberExport
from miquan.departures.registry import SECTIONS
from miquan.departures.rules import KEPT, LANE, TOLD_EVERY, UNDER_WAY
from miquan.departures.section import BATCH, Section, packed_name
from miquan.i18n import _, speaking
from miquan.media import storage
from miquan.media.actions import erase_files
from miquan.media.models import File
from miquan.media.originals import open_original
from miquan.media.pieces import digest, pieces
from miquan.media.rules import UNCOUNTED
from miquan.media.sealing import Damaged
from miquan.outbox import Event, record
from miquan.outbox.claims import extend_lane, later

log = structlog.get_logger("miquan.departures")


@dataclass
class Progress:
    """Tells the page how far a build is, and holds the lane meanwhile."""

    export_id: int
    total: int
    done: int = 0
    told_at: float = field(default=0.0)

    def step(self) -> None:
        self.done += 1
        self.told()

    def told(self) -> None:
        if time.monotonic() - self.told_at < TOLD_EVERY and self.done < self.total:
            return
        self.told_at = time.monotonic()
        extend_lane(LANE)
        MemberExport.update(done=self.done, total=self.total).where(MemberExport.id == self.export_id).execute()


def build(export_id: int) -> bool:
    """Pack what was asked for. False when that is done already, or nobody waits for it any more."""
    export = MemberExport.get_or_none(MemberExport.id == export_id, MemberExport.state.in_(UNDER_WAY))
    if export is None:
        _forget_if_nobody_waits(export_id)
        return False
    member = Member.get_by_id(export.member_id)
    MemberExport.update(state="building").where(MemberExport.id == export_id).execute()
    with tempfile.TemporaryFile(dir=settings().data) as whole:
        with speaking(member.lang):
            _pack(whole, member, export_id)
        size = whole.tell()
        sha256 = digest(whole)
        # No transaction is open here: storage may be far away. The key is the export's own.
        storage.private().put_chunks(_key(export_id), pieces(whole))
    is_ready = _finished(export_id, member, size, sha256)
    _forget_if_nobody_waits(export_id)
    return is_ready


def _forget_if_nobody_waits(export_id: int) -> None:
    """The member has been erased meanwhile: bytes that a killed build had stored belong to no row."""
    if not MemberExport.select().where(MemberExport.id == export_id).exists():
        storage.private().delete(_key(export_id))


def _pack(whole: IO[bytes], member: Member, export_id: int) -> None:
    mine = (File.owner == member.id) & File.purpose.not_in(UNCOUNTED) & (File.original != "")
    progress = Progress(export_id, len(SECTIONS) + File.select().where(mine).count())
    progress.told()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _words(member))
        for section in SECTIONS:
            _pack_section(packed, section, member.id)
            _pack_files(packed, section, member.id, progress)
            progress.step()
        for file in _each(mine):
            _pack_original(packed, file, progress)
            progress.step()


def _words(member: Member) -> str:
    lines = [
        _("這是@%(handle)s在蜜圈的資料。", handle=member.handle),
        _("data裡每個檔案是一類，JSON格式，UTF-8編碼；files裡是你上傳的原檔。"),
        "",
        *(f"data/{section.name}.json  {section.title}" for section in SECTIONS),
    ]
    return "\n".join(lines) + "\n"


def _pack_section(packed: zipfile.ZipFile, section: Section, member_id: int) -> None:
    """A list of rows, one a line."""
    with packed.open(f"data/{section.name}.json", "w", force_zip64=True) as raw, TextIOWrapper(raw, "utf-8") as out:
        out.write("[")
        for number, row in enumerate(section.export(member_id)):
            out.write(("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False))
        out.write("\n]\n")


def _pack_files(packed: zipfile.ZipFile, section: Section, member_id: int, progress: Progress) -> None:
    for name, chunks in section.files(member_id) if section.files else ():
        with packed.open(f"files/{name}", "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk)
                progress.told()


def _each(mine: object) -> Iterator[File]:
    last = 0
    while rows := list(File.select().where(mine, File.id > last).order_by(File.id).limit(BATCH)):
        yield from rows
        last = rows[-1].id


def _pack_original(packed: zipfile.ZipFile, file: File, progress: Progress) -> None:
    """As it was brought, opened where it was sealed; pictures and films are small already. What is lost is left out."""
    try:
        chunks = open_original(file)
    except (FileNotFoundError, Damaged, LookupError):
        log.exception("original left out of an export", file=file.name)
        return
    entry = zipfile.ZipInfo(packed_name(file.name, file.original), file.created_at.timetuple()[:6])
    with packed.open(entry, "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            progress.told()


def _name(export_id: int) -> str:
    secret = settings().secret_key.encode()
    return hmac.new(secret, f"export {export_id}".encode(), "sha256").hexdigest()[:32]


def _key(export_id: int) -> str:
    name = _name(export_id)
    return f"{name[:2]}/{name}.zip"


def _finished(export_id: int, member: Member, size: int, sha256: str) -> bool:
    """The row of the file, a letter, and the timer that takes it away again."""
    with transaction():
        query = MemberExport.select().where(MemberExport.id == export_id)
        export = held(query).first()
        if export is None or export.state not in UNDER_WAY:
            return False
        file = _file(export_id, member, size, sha256)
        values = {"state": "ready", "file": file.id, "ready_at": db_now(), "expires_at": later(KEPT.total_seconds())}
        MemberExport.update({**values, "done": export.total}).where(MemberExport.id == export_id).execute()
        expires = MemberExport.get_by_id(export_id).expires_at
        File.update(keep_until=expires).where(File.id == file.id).execute()
        record(Event.EXPORT_READY, subject=("export", export_id), due_at=expires)
        noted(member.id, "export_ready", until=day(expires, member))
    return True


def _file(export_id: int, member: Member, size: int, sha256: str) -> File:
    row: File = File.create(
        owner=member.id,
        name=_name(export_id),
        kind="document",
        purpose="export",
        visibility="private",
        mime="application/zip",
        bytes=size,
        sha256=sha256,
        original=_key(export_id),
    )
    return row


def expire(export_id: int) -> None:
    """The week is over: the file goes, that there was one stays to be seen."""
    with transaction():
        over = (MemberExport.id == export_id) & (MemberExport.expires_at <= db_now())
        files = [row[0] for row in MemberExport.select(MemberExport.file).where(over).tuples() if row[0]]
        MemberExport.update(state="expired").where(over).execute()
        erase_files(files)
