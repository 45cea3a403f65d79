"""Master keys: what the keys of sealed files are wrapped with. They never lie in the database.

Either `MIQUAN_MASTER_KEYS` names them, or they are files `MIQUAN_DATA/keys/<id>.key`, whose ids begin with the time at
which they were made: the newest is the present one. Backups of the database are worth nothing without them.
"""

import contextlib
import os
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from miquan.config import settings
from miquan.media.sealing import KEY_BYTES

# Longer than any upload: its parts, and a file being sealed just now, may still be under the key before the newest.
SETTLED = timedelta(hours=25)
_TIME = "%Y%m%d%H%M%S%f"
_FILE = re.compile(r"(\d{20}-[0-9a-f]{6})\.key")


class NoSuchKey(LookupError):
    """A file's key is wrapped with a master key that is not here."""


class Managed(ValueError):
    """The keys are given by the setting: they are made and dropped there."""


def present() -> tuple[str, bytes]:
    """The id and the bytes of the key to wrap with; the first one is made when it is first needed."""
    own = settings()
    if own.master_keys:
        return own.master_keys[0]
    ids = _ids()
    name = ids[-1] if ids else make()
    return name, by_id(name)


def by_id(name: str) -> bytes:
    """Raises NoSuchKey."""
    own = settings()
    if own.master_keys:
        found = dict(own.master_keys).get(name, b"")
    else:
        found = _read(name) if _FILE.fullmatch(f"{name}.key") else b""
    if len(found) != KEY_BYTES:
        raise NoSuchKey(name)
    return found


def known() -> list[str]:
    """Ids of all keys that are here, the present one last."""
    own = settings()
    return [name for name, _key in reversed(own.master_keys)] if own.master_keys else _ids()


def make() -> str:
    """A new key, which becomes the present one. It is on the disk before anything is wrapped with it.

    Raises Managed.
    """
    if settings().master_keys:
        raise Managed
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{_later_than(_ids()):{_TIME}}-{secrets.token_hex(3)}"
    side = folder / f".{name}"
    with open(side, "xb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    side.rename(folder / f"{name}.key")
    _sync(folder)
    _sync(folder.parent)
    return name


def drop(name: str) -> bool:
    """Remove a key that nothing needs; False for the present one and for one that was the present one until just now.

    Raises Managed.
    """
    if settings().master_keys:
        raise Managed
    ids = _ids()
    if name not in ids[:-1] or datetime.now(UTC) - _made(ids[ids.index(name) + 1]) < SETTLED:
        return False
    (_folder() / f"{name}.key").unlink()
    return True


def _folder() -> Path:
    return settings().data / "keys"


def _ids() -> list[str]:
    if not _folder().is_dir():
        return []
    return sorted(found.group(1) for entry in os.listdir(_folder()) if (found := _FILE.fullmatch(entry)))


def _later_than(ids: list[str]) -> datetime:
    """Now, but after the newest key, also on a clock that was set back: the newest id is the present key."""
    at = datetime.now(UTC)
    return max(at, _made(ids[-1]) + timedelta(microseconds=1)) if ids else at


def _read(name: str) -> bytes:
    with contextlib.suppress(FileNotFoundError):
        return (_folder() / f"{name}.key").read_bytes()
    return b""


def _made(name: str) -> datetime:
    return datetime.strptime(name[:20], _TIME).replace(tzinfo=UTC)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
