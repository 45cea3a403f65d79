"""Parts of files on their way in. Where the file will be sealed its parts are too: not even half a paper lies open."""

from itertools import chain

from miquan.media import rules, storage, vault
from miquan.media.sealing import Damaged, seal, unseal

PARTS = "incoming/"


def put_part(key: str, data: bytes, purpose: str) -> None:
    """Store a part. A sealed one carries its own wrapped key in front, bound to the part's name."""
    if not rules.PURPOSES[purpose].sealed:
        storage.private().put(key, data)
        return
    secret, kept = vault.new_key(key)
    head = f"{kept.master}\n{kept.wrapped}\n".encode()
    storage.private().put_chunks(key, chain([head], seal([data], secret, key)))


def get_part(key: str, purpose: str) -> bytes:
    """Raises FileNotFoundError, sealing.Damaged and masters.NoSuchKey."""
    body = storage.private().get(key)
    if not rules.PURPOSES[purpose].sealed:
        return body
    try:
        master, wrapped, sealed = body.split(b"\n", 2)
        kept = vault.Wrapped(master.decode("ascii"), wrapped.decode("ascii"))
    except ValueError:
        raise Damaged(f"head of {key}") from None
    return b"".join(unseal([sealed], vault.unwrap(kept, key), key))


def folder(token: str) -> str:
    """Where the parts of an upload lie."""
    return f"{PARTS}{token}"


def forget_parts(token: str) -> None:
    private = storage.private()
    for key, _at in list(private.keys(folder(token))):
        private.delete(key)
