"""Where the bytes of files lie: one public and one private place behind one interface."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from miquan.config import settings


class Storage(Protocol):
    """Keys are relative paths such as `ab/abcdef-320.webp`; a key is written whole or not at all."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """A key that is not there is no error."""

    def keys(self, prefix: str = "") -> Iterator[tuple[str, datetime]]:
        """Every key below a folder, with the time at which it was written."""


class Folder:
    """A folder on this machine."""

    def __init__(self, root: Path, mode: int) -> None:
        self.root = root
        self.mode = mode

    def put(self, key: str, data: bytes) -> None:
        """A side file, synced and renamed, so that a kill leaves nothing half."""
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        side = path.with_name(f".{path.name}.{os.getpid()}")
        with open(side, "wb", opener=lambda p, flags: os.open(p, flags, self.mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        side.replace(path)

    def get(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[tuple[str, datetime]]:
        for path in (self.root / prefix).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, key: str) -> Path:
        """Raises ValueError for a key that would lead out of the folder."""
        if key.startswith("/") or any(part in ("", ".", "..") for part in key.split("/")):
            raise ValueError("not a key")
        return self.root / key


def public() -> Storage:
    """What everybody may fetch: renditions of pictures."""
    return Folder(settings().media / "public", 0o644)


def private() -> Storage:
    """Originals, papers, exports, parts of uploads."""
    return Folder(settings().media / "private", 0o600)
