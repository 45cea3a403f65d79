"""What is true of uploads, without I/O: limits, and the headers of tus 1.0 (core, creation, termination, expiration).

https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
import hashlib
from datetime import timedelta

from miquan.text import clean_line, is_number

TUS = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PART_TYPE = "application/offset+octet-stream"
PART_BYTES = 8 * 1024 * 1024
# Each part is a file, and its name stands in the row that every part writes again.
MOST_PARTS = 1_000
# One `POST` may bring several small files.
FILES_AT_ONCE = 6
MAX_OPEN = 12
LIFETIME = timedelta(hours=24)
# What was sent and never saved with a form goes again, and frees its owner's space.
UNSAVED = timedelta(days=7)
FILENAME_LIMIT = 200
RECEIPT_LIMIT = 64
STATES_AT_ONCE = 60


class Refused(ValueError):
    """The upload is not taken; `reason` is a key of showing.PROBLEMS, or one of media.refusals.Reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongOffset(ValueError):
    """The part does not begin where the last one ended; `received` bytes are there."""

    def __init__(self, received: int) -> None:
        super().__init__(str(received))
        self.received = received


def length_of(told: str) -> int | None:
    """A header's number of bytes; None for anything else."""
    return int(told) if is_number(told, 15) else None


def metadata_of(header: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and its value in base64, parted by commas. What is broken is left out."""
    found = {}
    for pair in header[:4_000].split(",")[:20]:
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
    return found


def file_name(told: str) -> str:
    """A name to show again, never to store under: the last part of a path, one clean line."""
    return clean_line(told.replace("\\", "/").rsplit("/", 1)[-1], FILENAME_LIMIT)


def receipt_of(*parts: bytes) -> str:
    """The uploader's own key for a file: the same parts give the same file."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:RECEIPT_LIMIT]
