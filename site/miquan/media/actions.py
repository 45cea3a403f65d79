"""Storing files. Bytes are written before the row, so that a row never names a file that is not there."""

import hashlib
import os
import secrets
from pathlib import Path

from miquan.config import settings
from miquan.media import rules
from miquan.media.models import File
from miquan.media.pictures import Decoded, decode


def store_picture(data: bytes, *, owner: int | None, purpose: str = "product") -> File:
    """Keep a picture: three public WebP renditions and the private original. Raises pictures.NotAPicture."""
    decoded = decode(data)
    name = secrets.token_urlsafe(16).replace("-", "a").replace("_", "b")
    original = f"{name[:2]}/{name}.{rules.EXTENSIONS[decoded.format]}"
    _write(settings().media / "private" / original, data, 0o600)
    write_renditions(settings().media, name, decoded.renditions)
    return _row(name, decoded, data, owner=owner, purpose=purpose, original=original)


def write_renditions(media: Path, name: str, renditions: dict[int, bytes]) -> None:
    """The public files of a picture."""
    for width, body in renditions.items():
        _write(media / "public" / name[:2] / f"{name}-{width}.webp", body, 0o644)


def _row(name: str, decoded: Decoded, data: bytes, *, owner: int | None, purpose: str, original: str) -> File:
    found: File = File.create(
        owner=owner,
        name=name,
        purpose=purpose,
        mime=rules.MIMES[decoded.format],
        bytes=len(data),
        width=decoded.width,
        height=decoded.height,
        sha256=hashlib.sha256(data).hexdigest(),
        original=original,
    )
    return found


def _write(path: Path, data: bytes, mode: int) -> None:
    """All of it or nothing: a side file, synced and renamed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    side = path.with_name(f".{path.name}.{os.getpid()}")
    with open(side, "wb", opener=lambda p, flags: os.open(p, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    side.replace(path)
