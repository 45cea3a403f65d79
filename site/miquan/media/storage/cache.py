"""This machine's copies of public objects, so that a picture is fetched from the bucket once and not for each reader.

A copy bears the object's time of writing, so that every web node tells the same ETag. Its inode's time of change is
when it was last compared with the bucket: the one compared longest ago goes first when there is too much.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from miquan.media.storage.bucket import Bucket

LIMIT = 512 * 1024 * 1024
# After so many seconds the bucket is asked whether the object is still there.
COMPARED = 3_600.0


class Cache:
    """Copies below `root`, together about `limit` bytes at most."""

    def __init__(self, root: Path, source: Bucket, limit: int = LIMIT) -> None:
        self.root = root
        self.limit = limit
        self._source = source
        self._grown = limit
        self._lock = threading.Lock()
        self._bringing: dict[str, threading.Lock] = {}

    def has(self, key: str) -> bool:
        """Whether a copy is here that was compared not long ago."""
        try:
            return time.time() - (self.root / key).stat().st_ctime < COMPARED
        except OSError:
            return False

    def bring(self, key: str) -> bool:
        """Make sure of a copy; False when the bucket has no such object. Those who want the same one wait for it.

        Raises OSError when the bucket cannot be reached and there is no copy at all.
        """
        with self._alone(key):
            if self.has(key):
                return True
            path = self.root / key
            try:
                found = self._source.stat(key)
                if found is None:
                    path.unlink(missing_ok=True)
                    return False
                written = found.written_at.timestamp()
                self._touch(path, written) if path.exists() else self._fetch(key, path, written)
            except FileNotFoundError:
                return False
            except OSError:
                if not path.exists():
                    raise
        return True

    def _fetch(self, key: str, path: Path, written: float) -> None:
        data = self._source.get(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        side = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        side.write_bytes(data)
        self._touch(side, written)
        side.replace(path)
        self._make_room(len(data))

    def _touch(self, path: Path, written: float) -> None:
        os.utime(path, (written, written))

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        with self._lock:
            mine = self._bringing.setdefault(key, threading.Lock())
        try:
            with mine:
                yield
        finally:
            with self._lock:
                self._bringing.pop(key, None)

    def _make_room(self, added: int) -> None:
        """Look at everything only now and then: at the first fetch, and whenever an eighth has been added."""
        with self._lock:
            self._grown += added
            if self._grown < self.limit // 8:
                return
            self._grown = 0
        found = sorted(_copies(self.root))
        total = sum(size for _compared, size, _path in found)
        for _compared, size, path in found:
            if total <= self.limit:
                return
            path.unlink(missing_ok=True)
            total -= size


def _copies(root: Path) -> Iterator[tuple[float, int, Path]]:
    for path in root.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                stat = path.stat()
                yield stat.st_ctime, stat.st_size, path
