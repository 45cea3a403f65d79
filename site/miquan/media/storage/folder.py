"""A folder on this machine."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from miquan.media.storage.interface import CHUNK, Kept, checked


class Folder:
    """Files below `root`, made with `mode`; folders are closed to others."""

    def __init__(self, root: Path, mode: int) -> None:
        self.root = root
        self.mode = mode

    def put(self, key: str, data: bytes) -> None:
        self.put_chunks(key, [data])

    def put_file(self, key: str, path: Path) -> None:
        with path.open("rb") as file:
            self.put_chunks(key, _pieces(file, None))

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """A side file, synced, renamed, and the folder synced: a row is only written for what outlives a power cut."""
        path = self._path(key)
        fresh = not path.parent.exists()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        side = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        try:
            with open(side, "xb", opener=lambda p, flags: os.open(p, flags, self.mode)) as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            side.replace(path)
        except BaseException:
            side.unlink(missing_ok=True)
            raise
        _sync(path.parent)
        if fresh:
            _sync(path.parent.parent)

    def get(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        file = self._path(key).open("rb")
        file.seek(start)
        return _closing(file, None if end is None else max(0, end - start))

    def stat(self, key: str) -> Kept | None:
        try:
            found = self._path(key).stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Kept(found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[tuple[str, datetime]]:
        for path in (self.root / prefix).rglob("*"):
            with suppress(FileNotFoundError):
                if path.is_file() and not path.name.startswith("."):
                    yield path.relative_to(self.root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def tidy(self, before: datetime) -> int:
        gone = 0
        for path in self.root.rglob(".*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, key: str) -> Path:
        return self.root / checked(key)


def _closing(file: IO[bytes], left: int | None) -> Iterator[bytes]:
    with file:
        yield from _pieces(file, left)


def _pieces(file: IO[bytes], left: int | None) -> Iterator[bytes]:
    while left is None or left > 0:
        chunk = file.read(CHUNK if left is None else min(CHUNK, left))
        if not chunk:
            return
        left = None if left is None else left - len(chunk)
        yield chunk


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
