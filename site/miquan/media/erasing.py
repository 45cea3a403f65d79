"""Forgetting files: their rows in the caller's transaction, their bytes by the worker once that is kept."""

from collections.abc import Sequence

from peewee import chunked

from miquan.db import held, transaction
from miquan.media import quota, storage
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox import Event, EventRow, record, subscribes

_TOGETHER = 200


def erase_files(ids: Sequence[int]) -> int:
    """Forget these files and all that is known of them. Returns how many there were; again is no error."""
    gone = 0
    with transaction():
        for some in chunked(dict.fromkeys(ids), _TOGETHER):
            # Held, so that nobody refuses one of them meanwhile and gives its share back as well.
            query = File.select().where(File.id.in_(some)).order_by(File.id)
            rows = list(held(query))
            _give_back(rows)
            _erase(rows)
            gone += len(rows)
    return gone


def _give_back(rows: list[File]) -> None:
    """What the files took up is free again for their owners."""
    for owner in sorted({row.owner_id for row in rows if row.owner_id}):
        quota.uncount(*(row for row in rows if row.owner_id == owner))


def _erase(rows: list[File]) -> None:
    if not rows:
        return
    File.delete().where(File.id.in_([row.id for row in rows])).execute()
    data = {
        "names": [row.name for row in rows],
        "public": [key for row in rows if row.kind == "image" for key in renditions(row.name)],
        "private": [row.original for row in rows if row.original],
    }
    record(Event.FILE_ERASED, data=data)


def renditions(name: str) -> list[str]:
    """The keys of a picture's public files."""
    return [f"{name[:2]}/{name}-{width}.webp" for width in WIDTHS]


@subscribes(Event.FILE_ERASED, lane="media", name="media.erase_bytes")
def erase_bytes(event: EventRow) -> None:
    """Delete the bytes of files that have no row any more. A name that has come back (the demo's) is left alone."""
    alive = {name for (name,) in File.select(File.name).where(File.name.in_(event.data["names"])).tuples()}
    for place, keys in ((storage.public(), event.data["public"]), (storage.private(), event.data["private"])):
        for key in keys:
            if not any(f"/{name}" in key for name in alive):
                place.delete(key)
