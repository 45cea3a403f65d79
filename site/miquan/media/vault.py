"""Keys of sealed files: a random one each, wrapped by a master key and bound to the file's name."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from miquan.media import masters
from miquan.media.models import File, FileKey
from miquan.media.sealing import KEY_BYTES, Damaged

_NONCE = 12


@dataclass(frozen=True)
class Wrapped:
    """A data key as it is stored: `wrapped` is nonce, ciphertext and tag in base64."""

    master: str
    wrapped: str


def new_key(name: str) -> tuple[bytes, Wrapped]:
    """A fresh data key for the file of this name, and how to keep it. Reads the present master key from disk."""
    key = secrets.token_bytes(KEY_BYTES)
    return key, wrap(key, name)


def wrap(key: bytes, name: str) -> Wrapped:
    """Under the present master key."""
    master, secret = masters.present()
    nonce = os.urandom(_NONCE)
    body = nonce + AESGCM(secret).encrypt(nonce, key, _bound(name, master))
    return Wrapped(master, base64.b64encode(body).decode("ascii"))


def unwrap(kept: Wrapped, name: str) -> bytes:
    """Raises Damaged, also for another file's key, and masters.NoSuchKey."""
    secret = masters.by_id(kept.master)
    try:
        body = base64.b64decode(kept.wrapped, validate=True)
        return AESGCM(secret).decrypt(body[:_NONCE], body[_NONCE:], _bound(name, kept.master))
    except (InvalidTag, binascii.Error, ValueError):
        raise Damaged(f"key of {name}") from None


def keep(file_id: int, kept: Wrapped) -> None:
    """The row of a sealed file's key; belongs into the transaction that makes the file's row."""
    FileKey.create(file=file_id, master=kept.master, wrapped=kept.wrapped)


def key_of(file: File) -> bytes:
    """The data key of a sealed file. Raises Damaged and masters.NoSuchKey."""
    row = FileKey.get_or_none(FileKey.file == file.id)
    if row is None:
        raise Damaged(f"no key of {file.name}")
    return unwrap(Wrapped(row.master, row.wrapped), file.name)


def _bound(name: str, master: str) -> bytes:
    return f"{master}\n{name}".encode()
