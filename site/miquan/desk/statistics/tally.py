"""How often people search: added up by each process, and written at most once a minute, so that reading stays reading."""

import threading
import time

from flask import current_app

from miquan.db import now
from miquan.desk.statistics.counting import add
from miquan.desk.statistics.rules import MISSED, SEARCHES

_EVERY = 60.0
_lock = threading.Lock()


def searched(*, found: bool) -> None:
    """One more search. What a process has not written when it ends is lost, a minute's worth at most."""
    held = current_app.extensions.setdefault("miquan.tally", {"since": time.monotonic(), SEARCHES: 0, MISSED: 0})
    with _lock:
        held[SEARCHES] += 1
        held[MISSED] += not found
        if time.monotonic() - held["since"] < _EVERY:
            return
        figures = {name: held[name] for name in (SEARCHES, MISSED)}
        held.update({"since": time.monotonic(), SEARCHES: 0, MISSED: 0})
    add(now().date(), figures)
