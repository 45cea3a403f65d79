"""Building the index. Only ever by one process at a time: whoever holds the lane `index`."""

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence

import structlog
from peewee import chunked

from miquan.db import transaction
from miquan.outbox import claims
from miquan.search.engine import Document, NeedsRebuild
from miquan.search.kinds import BATCH, KINDS, all_documents, all_ids
from miquan.search.service import engine
from miquan.versions import bump

LANE = "index"
_log = structlog.get_logger("miquan.search")


def rebuild(*, only_if_needed: bool = False) -> dict[str, float]:
    """Build everything anew and switch, as the lane's one consumer. Returns figures: documents, seconds.

    Changes made meanwhile wait in the outbox and are applied to the new index afterwards.
    """
    holder = f"reindex-{uuid.uuid4().hex[:12]}"
    while not claims.hold_lane(LANE, holder):
        time.sleep(0.5)
    try:
        if only_if_needed and is_whole():
            return {"documents": len(engine().ids()), "seconds": 0.0}
        return build_all()
    finally:
        claims.free_lane(LANE, holder)


def build_all() -> dict[str, float]:
    """Rebuild; the caller is the lane's consumer."""
    began = time.monotonic()
    count = engine().rebuild(_while_holding(all_documents()))
    _drop_kept_pages()
    figures = {"documents": count, "seconds": round(time.monotonic() - began, 2)}
    _log.info("search index built", **figures)
    return figures


def is_whole() -> bool:
    """Whether the index can be read and holds exactly what it should."""
    try:
        return engine().ids() == all_ids()
    except NeedsRebuild:
        return False


def difference() -> tuple[int, int, int] | None:
    """(documents, missing ones, ones too many) of the index beside the tables; None when it cannot be read."""
    try:
        held, wanted = engine().ids(), all_ids()
    except NeedsRebuild:
        return None
    return len(held), len(wanted - held), len(held - wanted)


def bring_up_to_date(about: Mapping[str, Sequence[int]]) -> None:
    """Make the index say of these things, ids by kind, what the tables say; anew where it is unusable."""
    wanted = [(kind, id_) for kind, ids in about.items() for id_ in dict.fromkeys(ids)]
    try:
        for some in chunked(wanted, BATCH):
            claims.extend_lane(LANE)
            of_kind = {
                name: [id_ for kind, id_ in some if kind == name] for name in dict.fromkeys(k for k, _id in some)
            }
            found = [document for name, ids in of_kind.items() for document in KINDS[name].documents(ids)]
            engine().apply(found, {KINDS[kind].id_of(id_) for kind, id_ in some} - {d.id for d in found})
        _drop_kept_pages()
    except NeedsRebuild as error:
        _log.warning("search index is not usable", reason=str(error))
        build_all()


def _drop_kept_pages() -> None:
    """Pages of results made between the change and its indexing show the old state; without this, for a minute."""
    with transaction():
        bump("pages")


def _while_holding(found: Iterator[Document]) -> Iterator[Document]:
    """Keep the lane while a long build reads the tables."""
    for number, document in enumerate(found):
        if number % BATCH == 0:
            claims.extend_lane(LANE)
        yield document
