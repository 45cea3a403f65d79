"""Another master key: data keys are wrapped anew in batches, while files are read and sealed."""

from collections.abc import Iterator

from peewee import fn

from miquan.db import transaction
from miquan.media import masters, vault
from miquan.media.models import File, FileKey

BATCH = 200


def rewrap() -> Iterator[int]:
    """Wrap every data key under the present master key; yields how many each batch did. Goes on where it was stopped.

    Raises masters.NoSuchKey and sealing.Damaged at a key that cannot be opened; what is done stays done.
    """
    present, _secret = masters.present()
    after = 0
    while rows := _next(present, after):
        after = rows[-1].id
        fresh = [(row, vault.wrap(_open(row), row.file.name)) for row in rows]
        with transaction():
            done = [_replace(row, kept) for row, kept in fresh]
        yield sum(done)


def _next(present: str, after: int) -> list[FileKey]:
    query = FileKey.select(FileKey, File).join(File).where(FileKey.master != present, FileKey.id > after)
    return list(query.order_by(FileKey.id).limit(BATCH))


def _open(row: FileKey) -> bytes:
    return vault.unwrap(vault.Wrapped(row.master, row.wrapped), row.file.name)


def _replace(row: FileKey, kept: vault.Wrapped) -> int:
    """Only where nobody else has done it meanwhile."""
    same = (FileKey.id == row.id, FileKey.master == row.master, FileKey.wrapped == row.wrapped)
    return int(FileKey.update(master=kept.master, wrapped=kept.wrapped).where(*same).execute())


def waiting() -> int:
    """How many data keys are not under the present master key."""
    present, _secret = masters.present()
    return int(FileKey.select().where(FileKey.master != present).count())


def uses() -> dict[str, int]:
    """How many data keys each master key wraps, absent ones included."""
    counted = FileKey.select(FileKey.master, fn.COUNT(FileKey.id)).group_by(FileKey.master).tuples()
    return {name: 0 for name in masters.known()} | dict(counted)


def retire() -> list[str]:
    """Drop the master keys that nothing needs any more. Returns their ids."""
    used = uses()
    return [name for name in masters.known() if not used[name] and masters.drop(name)]
