"""The search of this application: its engine, and an answer even when the index is away."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import structlog
from flask import current_app, g, has_request_context

from miquan.config import settings
from miquan.db import is_postgres, transaction
from miquan.installation import database_id
from miquan.outbox import Event, record
from miquan.pagecache import not_kept
from miquan.search.engine import Hits, NeedsRebuild, SearchEngine
from miquan.search.kinds import PRODUCTS, Kind
from miquan.search.postgres_engine import PostgresEngine
from miquan.search.whoosh_engine import WhooshEngine

_log = structlog.get_logger("miquan.search")
_ASK_EVERY = 10.0
_made = threading.Lock()


@dataclass(frozen=True)
class Found:
    """Hits, and whether they came from titles alone because the index is being rebuilt."""

    hits: Hits
    slow_path: bool = False


def engine() -> SearchEngine:
    """The engine of the bound database; one a process, because it keeps what it has read."""
    held = current_app.extensions.setdefault("miquan.search", {})
    with _made:
        if "engine" not in held:
            folder = settings().search_index
            held["engine"] = PostgresEngine() if is_postgres() else WhooshEngine(folder / database_id())
    found: SearchEngine = held["engine"]
    return found


def find(
    query: str, kind: Kind = PRODUCTS, *, prefix: bool = False, within: Sequence[int] = (), among: Any = None
) -> Found:
    """Things of a kind for a query. Never raises for a damaged index: it is reported, and titles answer meanwhile.

    `within` and `among` as an engine takes them.
    """
    if not _is_away():
        try:
            return Found(engine().search(query, kind.name, prefix=prefix, within=within, among=among))
        except NeedsRebuild as error:
            _ask_for_rebuild(str(error))
            if has_request_context():
                g.index_away = True
                not_kept()
    hits = kind.by_title(query)
    return Found(hits if among is None else Hits(hits.ids[np.isin(hits.ids, among)]), slow_path=True)


def _is_away() -> bool:
    """Whether this request has found it so: it looks for many kinds, and asks the index once."""
    return has_request_context() and bool(g.get("index_away", False))


def _ask_for_rebuild(reason: str) -> None:
    """Tell the indexer, at most once in a while for each process."""
    held = current_app.extensions["miquan.search"]
    if time.monotonic() - held.get("asked_at", float("-inf")) < _ASK_EVERY:
        return
    held["asked_at"] = time.monotonic()
    _log.warning("search index is not usable", reason=reason)
    with transaction():
        record(Event.INDEX_REBUILD_REQUESTED, data={"reason": reason[:200]})
