"""What a member brought, as it was brought: stored and read through here, so that nobody else knows what is sealed."""

from collections.abc import Iterable, Iterator

import structlog

from miquan.media import storage, vault
from miquan.media.models import File
from miquan.media.sealing import Damaged, seal, unseal

log = structlog.get_logger("miquan.media")


def store_original(file: File, chunks: Iterable[bytes]) -> vault.Wrapped | None:
    """Write the original of a file that has no row yet; its `name`, `original` and `sealed` are set.

    Returns the wrapped key of a sealed one: `vault.keep` writes it in the transaction that makes the row.
    """
    if not file.sealed:
        storage.private().put_chunks(file.original, chunks)
        return None
    key, kept = vault.new_key(file.name)
    storage.private().put_chunks(file.original, seal(chunks, key, file.name))
    return kept


def open_original(file: File, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The plain bytes in pieces, sealed or not; parts only of what is not sealed.

    Raises FileNotFoundError at once; sealing.Damaged and masters.NoSuchKey at once when not even the beginning can be
    opened, and Damaged later at the first frame that is not right.
    """
    if not file.original:
        raise FileNotFoundError(file.name)
    if not file.sealed:
        return storage.private().open(file.original, start, end)
    if start or end is not None:
        raise ValueError("what is sealed is read from its beginning to its end")
    try:
        pieces = _told(file, unseal(storage.private().open(file.original), vault.key_of(file), file.name))
        first = next(pieces)
    except (Damaged, LookupError) as error:
        log.exception("sealed file refused", file=file.name, reason=str(error))
        raise
    return _and(first, pieces)


def original_bytes(file: File) -> bytes:
    """The whole original in memory. Raises as `open_original`."""
    return b"".join(open_original(file))


def _told(file: File, pieces: Iterator[bytes]) -> Iterator[bytes]:
    began = False
    try:
        for piece in pieces:
            yield piece
            began = True
    except Damaged as error:
        if began:
            log.exception("sealed file refused", file=file.name, reason=str(error))
        raise


def _and(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces
