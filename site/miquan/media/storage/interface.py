"""What a place for bytes can do. The same tests run on every kind of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

# Pieces in which bytes are read and written.
CHUNK = 256 * 1024


class Kept(NamedTuple):
    """An object's size in bytes and when it was written."""

    size: int
    written_at: datetime


class Storage(Protocol):
    """Keys are relative paths such as `ab/abcdef-320.webp`; a key is written whole or not at all.

    Everything may raise OSError when the place cannot be reached, and ValueError for what is not a key.
    """

    def put(self, key: str, data: bytes) -> None: ...

    def put_file(self, key: str, path: Path) -> None:
        """Copy a local file, in pieces."""

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """Write what comes, in pieces. When `chunks` raises, nothing is kept."""

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError."""

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `end` (not included), in pieces. Raises FileNotFoundError at once."""

    def stat(self, key: str) -> Kept | None:
        """None when it is not there."""

    def delete(self, key: str) -> None:
        """A key that is not there is no error."""

    def keys(self, prefix: str = "") -> Iterator[tuple[str, datetime]]:
        """Every key below a folder, with the time at which it was written."""

    def tidy(self, before: datetime) -> int:
        """Remove halves that a kill before this time has left behind. Returns how many."""


def checked(key: str) -> str:
    """The key itself. Raises ValueError for one that would lead elsewhere."""
    if not key or any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in key.split("/")):
        raise ValueError("not a key")
    return key
