"""Checksums of an index's files: damage is seen before a broken file is read."""

import json
import time
import zlib
from pathlib import Path
from typing import Any

from miquan.search.engine import NeedsRebuild

_SUFFIXES = (".toc", ".seg")
# (path, size, time) -> checksum of files already read in this process; an index writes each file once.
_known: dict[tuple[str, int, int], int] = {}
_MOST_KNOWN = 500


def stamp_of(folder: Path) -> Any:
    """What changes when a file of the index does: names, sizes, times. Raises NeedsRebuild when it is away."""
    try:
        return tuple((p.name, s.st_size, s.st_mtime_ns) for p in _files(folder) if (s := p.stat()))
    except OSError as error:
        raise NeedsRebuild("the index is being taken away") from error


def write_manifest(folder: Path) -> None:
    """Note the checksum of every file of a commit."""
    sums = {p.name: _sum(p) for p in _files(folder)}
    side = folder / ".manifest"
    side.write_text(json.dumps(sums))
    side.replace(folder / "MANIFEST")


def verify(folder: Path) -> None:
    """Raises NeedsRebuild unless the files are those of the last commit, byte for byte."""
    for attempt in range(3):
        try:
            sums = json.loads((folder / "MANIFEST").read_text())
            found = {p.name: _sum(p) for p in _files(folder)}
        except FileNotFoundError as error:
            if not folder.is_dir():
                raise NeedsRebuild("the index is away") from error
            found, sums = {}, None
        except (OSError, ValueError) as error:
            raise NeedsRebuild("no manifest") from error
        if found and sums == found:
            return
        # A commit may be between its last file and its manifest.
        time.sleep(0.1 * (attempt + 1))
    raise NeedsRebuild("a file of the index is not what was written")


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.name.endswith(_SUFFIXES))


def _sum(path: Path) -> int:
    stat = path.stat()
    key = (str(path), stat.st_size, stat.st_mtime_ns)
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = zlib.crc32(path.read_bytes())
    return _known[key]
