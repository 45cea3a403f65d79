"""Holding on to claims whose subscriber takes longer than a lease, so that nobody else begins the same work."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask

from miquan.outbox import claims
from miquan.outbox.claims import LEASE, Claim
from miquan.outbox.table import SINGLE

log = structlog.get_logger("miquan.worker")

EVERY = LEASE.total_seconds() / 3
# Who works for longer than this hangs: its lease may run out, and somebody else tries.
LONGEST = 3_600.0


class Heartbeat:
    """One thread of a worker that renews what its lanes work on, and tells that it lives."""

    def __init__(self, app: Flask, holder: str) -> None:
        self.app, self.holder = app, holder
        self._held: dict[int, tuple[float, list[Claim]]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def holding(self, held: list[Claim]) -> Iterator[None]:
        """While inside, these claims are renewed, and the lane with them where it has one consumer."""
        mine = threading.get_ident()
        with self._lock:
            self._held[mine] = (time.monotonic(), held)
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(mine, None)

    def run(self, ended: threading.Event) -> None:
        """Until `ended`, which is when the last lane has: what is under way when a worker stops is finished first."""
        while True:
            with self.app.app_context():
                try:
                    self.beat()
                except Exception:
                    # The database may be away; a lease outlasts two more tries.
                    log.exception("heartbeat failed")
                finally:
                    claims.close()
            if ended.wait(EVERY):
                return

    def beat(self) -> None:
        """Renew once whatever is under way, and tell that a worker is alive."""
        claims.heard()
        with self._lock:
            held = [claimed for since, claimed in self._held.values() if time.monotonic() - since < LONGEST]
        for claimed in held:
            claims.renew(claimed, self.holder)
            if claimed[0].lane in SINGLE:
                claims.hold_lane(claimed[0].lane, self.holder)
