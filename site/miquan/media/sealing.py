"""Bytes under AES-256-GCM in frames: STREAM of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015, eprint 2015/189).

    sealed  = header frame*
    header  = "MQS1" (4)  plain bytes a frame (4, big endian)  nonce prefix, random (7)
    frame   = ciphertext  tag (16)
    nonce   = prefix (7)  number of the frame from 0 (4, big endian)  1 for the last frame, else 0 (1)
    AAD     = header and the file's name

Every frame but the last is full; the last may be empty, so that nothing at all is sealed too. A flipped byte, frames
that are missing, doubled, in another order, of another file or cut off at the end all fail the tag of the frame where it
begins: plaintext is only ever handed out frame by frame, each after its tag was right. Each file has a key of its own.
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 64 * 1024
KEY_BYTES = 32
_MAGIC = b"MQS1"
_TAG = 16
_HEADER = struct.Struct(">4sI7s")
_MOST_FRAMES = 2**32


class Damaged(ValueError):
    """What is stored is not what was sealed under this key and name."""


def seal(plain: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """The sealed form of `plain`, in pieces; `key` is 32 random bytes that seal nothing else."""
    header = _HEADER.pack(_MAGIC, FRAME, os.urandom(7))
    cipher, aad = AESGCM(key), header + name.encode()
    yield header
    for number, (frame, last) in enumerate(_frames(plain, FRAME)):
        yield cipher.encrypt(_nonce(header, number, last), frame, aad)


def unseal(sealed: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """The plain bytes, frame by frame. Raises Damaged at the first frame that is not right."""
    pieces = iter(sealed)
    header, rest = _header(pieces)
    cipher, aad = AESGCM(key), header + name.encode()
    for number, (frame, last) in enumerate(_frames(_and(rest, pieces), FRAME + _TAG)):
        try:
            yield cipher.decrypt(_nonce(header, number, last), frame, aad)
        except InvalidTag:
            raise Damaged(f"frame {number} of {name}") from None


def _header(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The header, and what was read beyond it."""
    found = b""
    while len(found) < _HEADER.size and (piece := next(pieces, b"")):
        found += piece
    header, rest = found[: _HEADER.size], found[_HEADER.size :]
    if len(header) < _HEADER.size or _HEADER.unpack(header)[:2] != (_MAGIC, FRAME):
        raise Damaged("no header")
    return header, rest


def _and(first: bytes, more: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from more


def _frames(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Whatever comes, as frames of `size` bytes and whether each is the last. There is always a last one."""
    held = bytearray()
    for piece in pieces:
        held += piece
        # One byte more than a frame says that it is not the last.
        while len(held) > size:
            yield bytes(held[:size]), False
            del held[:size]
    yield bytes(held), True


def _nonce(header: bytes, number: int, last: bool) -> bytes:
    if number >= _MOST_FRAMES:
        raise ValueError("too long to seal")
    return header[-7:] + struct.pack(">IB", number, last)
