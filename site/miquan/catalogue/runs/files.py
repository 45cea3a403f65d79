"""The files of imports: judged by their first bytes, kept among private objects, opened, taken away again."""

import hashlib
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from werkzeug.datastructures import FileStorage

from miquan.catalogue.models import ImportRun
from miquan.catalogue.runs.rules import MOST_BYTES, NAME_LIMIT, NotATable
from miquan.config import settings
from miquan.i18n import lazy
from miquan.media import storage
from miquan.media.kinds import sniff
from miquan.media.refusals import Refused
from miquan.media.sweep import keeps
from miquan.text import clean_line

FOLDER = "imports/"
_CHUNK = 256 * 1024
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {
    "image": lazy("這是照片。要的是表格：CSV、TSV或XLSX"),
    "video": lazy("這是影片。要的是表格：CSV、TSV或XLSX"),
    "document": lazy("這是PDF。要的是表格：CSV、TSV或XLSX"),
}


@dataclass(frozen=True)
class Sent:
    """A file that was sent and may be a table: its own name, its bytes from the beginning, SHA-256."""

    name: str
    stream: IO[bytes]
    size: int
    digest: str


def judged(sent: FileStorage) -> Sent:
    """Look at what was sent before anything is kept. Raises NotATable."""
    stream = sent.stream
    size = stream.seek(0, 2)
    if not size:
        raise NotATable(lazy("這個檔案是空的"))
    if size > MOST_BYTES:
        raise NotATable(lazy("檔案最大50 MB。把它分成幾個再傳"))
    stream.seek(0)
    head = stream.read(8)
    if head == _OLD_EXCEL:
        raise NotATable(lazy("這是舊的Excel格式（.xls）。另存成.xlsx或.csv再傳"))
    _refuse_media(stream)
    name = clean_line((sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1], NAME_LIMIT)
    return Sent(name or "import.csv", stream, size, _digest(stream))


def _refuse_media(stream: IO[bytes]) -> None:
    try:
        form = sniff(stream)
    except Refused:
        # No picture, film or PDF: it may well be a table.
        return
    raise NotATable(_KINDS[form.kind])


def _digest(stream: IO[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in _chunks(stream):
        found.update(chunk)
    return found.hexdigest()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def keep(sent: Sent) -> str:
    """Store the bytes; returns their key. A key without a row goes by the sweep a day later."""
    token = secrets.token_hex(20)
    key = f"{FOLDER}{token[:2]}/{token}"
    storage.private().put_chunks(key, _chunks(sent.stream))
    return key


def open_file(stored: str) -> Iterator[bytes]:
    """The bytes as they were sent. Raises FileNotFoundError."""
    return storage.private().open(stored)


@contextmanager
def opened(key: str, name: str) -> Iterator[Path]:
    """The file on this machine's disk while inside. Raises FileNotFoundError when it is kept no longer."""
    pieces = open_file(key)
    # Beside the data, because /tmp is often memory.
    with tempfile.NamedTemporaryFile(dir=settings().data, prefix=".import-", suffix=Path(name).suffix[:8]) as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        yield Path(file.name)


def report_key(stored: str) -> str:
    return f"{stored}-report"


def keep_report(stored: str, pieces: Iterable[bytes]) -> None:
    storage.private().put_chunks(report_key(stored), pieces)


def open_report(stored: str) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    return storage.private().open(report_key(stored))


def forget(stored: str) -> None:
    """Delete a run's objects; what is not there is no error."""
    for key in (stored, report_key(stored)) if stored else ():
        storage.private().delete(key)


@keeps
def _needed(keys: list[str]) -> set[str]:
    """Objects that a run still names."""
    mine = {key: key.removesuffix("-report") for key in keys if key.startswith(FOLDER)}
    if not mine:
        return set()
    alive = {
        row[0] for row in ImportRun.select(ImportRun.stored).where(ImportRun.stored.in_(set(mine.values()))).tuples()
    }
    return {key for key, stored in mine.items() if stored in alive}
