"""Storing files. Bytes are written before the row, so that a row never names a file that is not there."""

import hashlib
import secrets

from miquan.media import rules, storage
from miquan.media.erasing import erase_files
from miquan.media.models import File
from miquan.media.pictures import Decoded, decode

__all__ = ["erase_files", "store_picture", "write_renditions"]


def store_picture(data: bytes, *, owner: int | None, purpose: str = "product") -> File:
    """Keep a picture: three public WebP renditions and the private original. Raises pictures.NotAPicture."""
    decoded = decode(data)
    name = secrets.token_urlsafe(16).replace("-", "a").replace("_", "b")
    original = f"{name[:2]}/{name}.{rules.EXTENSIONS[decoded.format]}"
    storage.private().put(original, data)
    write_renditions(storage.public(), name, decoded.renditions)
    return _row(name, decoded, data, owner=owner, purpose=purpose, original=original)


def write_renditions(public: storage.Storage, name: str, renditions: dict[int, bytes]) -> None:
    """The public files of a picture."""
    for width, body in renditions.items():
        public.put(f"{name[:2]}/{name}-{width}.webp", body)


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
