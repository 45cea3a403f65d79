"""A file that is open, read from its beginning without all of it in memory."""

import hashlib
from collections.abc import Iterator
from typing import IO

_PIECE = 1024 * 1024


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """All its bytes, at most a megabyte at a time."""
    source.seek(0)
    while piece := source.read(_PIECE):
        yield piece


def digest(source: IO[bytes]) -> str:
    """SHA-256 in hex."""
    found = hashlib.sha256()
    for piece in pieces(source):
        found.update(piece)
    return found.hexdigest()
