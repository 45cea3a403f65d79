"""The worker: one thread a lane claims deliveries and runs their subscribers."""

import os
import threading
import time
import uuid
from collections.abc import Iterable

import structlog
from flask import Flask

from miquan import faults, i18n
from miquan.db import database, is_postgres
from miquan.outbox import claims, timers
from miquan.outbox.claims import Claim
from miquan.outbox.heartbeat import Heartbeat
from miquan.outbox.table import CHANNEL, SINGLE, SUBSCRIBERS, SetAside
from miquan.outbox.wake import wait, wake

log = structlog.get_logger("miquan.worker")

IDLE = 0.4
BATCH = 200
_TOGETHER = 2
# Lanes of slow work that several threads share. Each takes one thing at a time: nothing waits behind a slow one.
THREADS = {"media": 2}
_TIMERS_EVERY = 60.0

# What was done long ago is forgotten.
timers.every(3_600.0, name="outbox.events", lane="sweep")(claims.prune)


class Worker:
    """Works on lanes until it is told to stop. `lanes` None: all that have subscribers."""

    def __init__(self, app: Flask, lanes: Iterable[str] | None = None) -> None:
        self.app = app
        self.lanes = sorted(lanes if lanes is not None else _all_lanes())
        self.holder = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self.stopping = threading.Event()
        self.heartbeat = Heartbeat(app, self.holder)

    def run(self) -> None:
        """Until `stop`; what is under way is finished first."""
        ended = threading.Event()
        lanes = [
            threading.Thread(target=self._lane, args=(lane,), name=f"lane-{lane}")
            for lane in self.lanes
            for _number in range(THREADS.get(lane, 1))
        ]
        aside = [threading.Thread(target=self.heartbeat.run, args=(ended,), name="heart", daemon=True)]
        if is_postgres():
            aside.append(threading.Thread(target=self._listen, name="listen", daemon=True))
        for thread in (*lanes, *aside):
            thread.start()
        for thread in lanes:
            # Looking up now and then lets signals in.
            while thread.is_alive():
                thread.join(0.2)
        ended.set()

    def stop(self) -> None:
        self.stopping.set()
        wake()

    def _lane(self, lane: str) -> None:
        looked = 0.0
        while not self.stopping.is_set():
            worked = 0
            try:
                worked = self.step(lane)
            except Exception:
                # The database may be away for a while; the lane goes on when it is back.
                log.exception("lane failed", lane=lane)
                self.stopping.wait(1.0)
            finally:
                claims.close()
            if not worked:
                looked = self._run_timers(lane, looked)
                wait(IDLE)
        if lane in SINGLE:
            with self.app.app_context():
                claims.free_lane(lane, self.holder)
                claims.close()

    def _run_timers(self, lane: str, looked: float) -> float:
        """Timers of a lane that has nothing else to do, at most once a minute. Returns when they were last looked at."""
        if time.monotonic() - looked < _TIMERS_EVERY and looked:
            return looked
        try:
            with self.app.app_context():
                i18n.speak(i18n.SOURCE)
                timers.run_due(lane, self.holder)
        except Exception as error:
            # Its next time is set already.
            log.exception("timer failed", lane=lane)
            faults.note(type(error).__name__, f"timer {lane}")
        finally:
            claims.close()
        return time.monotonic()

    def step(self, lane: str) -> int:
        """Claim and run one round of a lane. Returns how many deliveries were worked on."""
        with self.app.app_context():
            i18n.speak(i18n.SOURCE)
            if not claims.has_due(lane) or (lane in SINGLE and not claims.hold_lane(lane, self.holder)):
                return 0
            if aside := claims.set_killers_aside(lane):
                log.error("set aside", lane=lane, deliveries=aside)
            taken = claims.claim(lane, self.holder, BATCH if lane in SINGLE else 1 if lane in THREADS else 10)
            self._run(taken)
        return len(taken)

    def _run(self, taken: list[Claim]) -> None:
        groups: dict[str, list[Claim]] = {}
        for claim in taken:
            subscriber = SUBSCRIBERS.get(claim.subscriber)
            # What failed as a batch twice goes alone: one bad event must not take its neighbours along.
            together = subscriber is not None and subscriber.batch and claim.attempts <= _TOGETHER
            key = claim.subscriber if together else f"{claim.subscriber}#{claim.id}"
            groups.setdefault(key, []).append(claim)
        waiting = list(groups.values())
        while waiting:
            group = waiting.pop(0)
            if self.stopping.is_set():
                claims.give_back([c for rest in [group, *waiting] for c in rest], self.holder)
                return
            held = [c for rest in [group, *waiting] for c in rest]
            if waiting:
                claims.renew(held, self.holder)
            with self.heartbeat.holding(held):
                self._deliver(group)

    def _deliver(self, group: list[Claim]) -> None:
        subscriber = SUBSCRIBERS.get(group[0].subscriber)
        try:
            if subscriber is None:
                raise LookupError(f"nobody is called {group[0].subscriber}")
            subscriber.run([c.event for c in group] if subscriber.batch else group[0].event)
        except Exception as error:
            for claim in group:
                for_good = isinstance(error, SetAside)
                if claims.failed(claim, f"{type(error).__name__}: {error}", for_good=for_good):
                    log.exception("set aside", delivery=claim.id, subscriber=claim.subscriber)
                else:
                    log.warning(
                        "delivery failed", delivery=claim.id, subscriber=claim.subscriber, error=str(error)[:200]
                    )
        else:
            claims.done(group)

    def _listen(self) -> None:
        """PostgreSQL tells of new work by NOTIFY, on a connection of its own."""
        import psycopg

        while not self.stopping.is_set():
            try:
                with psycopg.connect(str(database.obj.database), autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self.stopping.is_set():
                        if list(connection.notifies(timeout=1.0, stop_after=1)):
                            wake()
            except psycopg.Error:
                self.stopping.wait(2.0)


def _all_lanes() -> set[str]:
    return {s.lane for s in SUBSCRIBERS.values()} | {timer.lane for timer in timers.TIMERS.values()}
