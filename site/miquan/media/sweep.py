"""Putting rows and bytes in step: what nothing needs any more goes, what is missing is said.

Bytes are written before the row that names them, so only what was written a day ago can be without a row for good:
an upload ends within that time, and its parts are kept for as long as its own row is there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

import structlog
from peewee import chunked

from miquan.db import db_now, held, transaction
from miquan.media import storage
from miquan.media.erasing import erase_files, renditions
from miquan.media.models import File, Upload
from miquan.media.parts import PARTS, forget_parts
from miquan.media.storage import Storage
from miquan.outbox.timers import every

AGE = timedelta(hours=24)
# A file that the worker has not looked at by then is worth a question.
LOOKED_AT = timedelta(hours=1)
_TOGETHER = 500
_SAID = 50
_RENDITION = re.compile(r"(?:[^/]+/)*([^/]+)-\d+\.webp")

log = structlog.get_logger("miquan.media")

# Of a list of private keys, those that other capabilities still need.
_KEEPERS: list[Callable[[list[str]], set[str]]] = []


def keeps(needed: Callable[[list[str]], set[str]]) -> Callable[[list[str]], set[str]]:
    """Enter a function that is asked before a private object without a file's row is taken away."""
    _KEEPERS.append(needed)
    return needed


def sweep(*, dry: bool = False) -> dict[str, int]:
    """Put things right, or with `dry` only count them. Returns figures by name."""
    before = datetime.now(UTC) - AGE
    seen: set[int] = set()
    figures = {"expired_files": _expired_files(dry), "expired_uploads": _expired_uploads(dry)}
    places = ((storage.private(), _needed_private), (storage.public(), _needed_public))
    figures["orphans"] = sum(_orphans(place, needed, before, seen, dry) for place, needed in places)
    figures["leftovers"] = 0 if dry else sum(place.tidy(before) for place, _needed in places)
    figures["missing"] = _missing(before, seen)
    figures["waiting"] = _waiting()
    return figures


@every(6 * 3_600.0, name="media.sweep", lane="sweep")
def sweep_regularly() -> None:
    log.info("swept", **sweep())


def _expired_files(dry: bool) -> int:
    """Files that were only to be kept until now."""
    over = File.keep_until < db_now()
    if dry:
        return int(File.select().where(over).count())
    gone = 0
    while True:
        with transaction():
            query = File.select(File.id).where(over).order_by(File.id).limit(_TOGETHER)
            # Whoever prolongs one of them does so before or after this, not in between.
            ids = [row[0] for row in held(query).tuples()]
            gone += erase_files(ids)
        if len(ids) < _TOGETHER:
            return gone


def _expired_uploads(dry: bool) -> int:
    """Uploads that were never finished in their time: first the row, so that no part can follow, then the parts."""
    over = Upload.expires_at < db_now()
    if dry:
        return int(Upload.select().where(over).count())
    gone = 0
    for row in list(Upload.select(Upload.id, Upload.token).where(over)):
        with transaction():
            mine = int(Upload.delete().where(Upload.id == row.id, over).execute())
        if mine:
            gone += 1
            forget_parts(row.token)
    return gone


def _orphans(
    place: Storage, needed: Callable[[list[str]], set[str]], before: datetime, seen: set[int], dry: bool
) -> int:
    """Objects without a row. The rows are asked after the listing, the age once more before the end."""
    gone = 0
    for batch in chunked(_noted(place.keys(""), seen), _TOGETHER):
        old = [key for key, written_at in batch if written_at < before]
        wanted = needed(old) if old else set()
        for key in old:
            if key not in wanted and _still_old(place, key, before):
                gone += 1
                if not dry:
                    log.info("orphan", key=key)
                    place.delete(key)
    return gone


def _noted(listed: Iterable[tuple[str, datetime]], seen: set[int]) -> Iterator[tuple[str, datetime]]:
    """Passes keys on and remembers them as numbers, 32 bytes each instead of some 120."""
    for key, written_at in listed:
        seen.add(hash(key))
        yield key, written_at


def _still_old(place: Storage, key: str, before: datetime) -> bool:
    found = place.stat(key)
    return found is not None and found.written_at < before


def _needed_private(keys: list[str]) -> set[str]:
    tokens = {key: key.split("/")[1] for key in keys if key.startswith(PARTS)}
    alive = {row[0] for row in Upload.select(Upload.token).where(Upload.token.in_(set(tokens.values()))).tuples()}
    named = {row[0] for row in File.select(File.original).where(File.original.in_(keys)).tuples()}
    kept = set().union(*(needed(keys) for needed in _KEEPERS))
    return named | kept | {key for key, token in tokens.items() if token in alive}


def _needed_public(keys: list[str]) -> set[str]:
    names = {key: found.group(1) for key in keys if (found := _RENDITION.fullmatch(key))}
    alive = {
        row[0]
        for row in File.select(File.name)
        .where(File.name.in_(set(names.values())), File.visibility == "public", File.state != "refused")
        .tuples()
    }
    return {key for key, name in names.items() if name in alive}


def _missing(before: datetime, seen: set[int]) -> int:
    """Files of which something is not there; each of the first is named in the log."""
    count = 0
    for name, keys in _expected(before):
        gone = [key for place, key in keys if hash(key) not in seen and place.stat(key) is None]
        if gone:
            count += 1
            if count <= _SAID:
                log.error("bytes are missing", file=name, keys=gone)
    return count


def _expected(before: datetime) -> Iterator[tuple[str, list[tuple[Storage, str]]]]:
    """What should be there of every file that is a day old and was taken."""
    private, public, after = storage.private(), storage.public(), 0
    while True:
        where = (File.id > after) & (File.created_at < before) & (File.state == "ready")
        rows = list(File.select().where(where).order_by(File.id).limit(_TOGETHER))
        for row in rows:
            shown = renditions(row.name) if row.kind == "image" and row.visibility == "public" else []
            yield row.name, [*((public, key) for key in shown), *([(private, row.original)] if row.original else [])]
        if len(rows) < _TOGETHER:
            return
        after = rows[-1].id


def _waiting() -> int:
    late = datetime.now(UTC) - LOOKED_AT
    return int(File.select().where(File.state == "waiting", File.created_at < late).count())
