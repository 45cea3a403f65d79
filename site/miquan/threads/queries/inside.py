"""Which threads stand in a group: all of them, because words are looked for among these alone, at each pause of whoever types.

A process keeps the ids while the group's counter and its newest thread stay what they were. For a minute they may hold one
that has gone while another came back: whoever shows threads asks for each whether it may be seen.
"""

import time
from collections import OrderedDict
from threading import Lock
from typing import Any

import numpy as np
from flask import current_app

from miquan.groups.models import Group
from miquan.threads.models import Thread

# So many ids of all groups together, some 8 MB; in seconds, how long they are kept at most.
_MOST, _LONGEST = 1_000_000, 60.0


def threads_of(group_id: int) -> Any:
    """An array of the ids of all threads that are shown in a group."""
    kept: _Kept = current_app.extensions.setdefault("miquan.threads_inside", _Kept())
    return kept.of(group_id)


class _Kept:
    """Those of one application's groups; what was longest unused goes first."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, tuple[Any, float, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, group_id: int) -> Any:
        # What it is judged by comes first: what is written meanwhile makes the next look read again.
        stamp, moment = _stamp(group_id), time.monotonic()
        with self._lock:
            before, at, found = self._held.get(group_id, (None, 0.0, None))
            if found is not None and before == stamp and moment - at < _LONGEST:
                self._held.move_to_end(group_id)
                return found
        found = _read(group_id)
        with self._lock:
            self._held.pop(group_id, None)
            self._held[group_id] = stamp, moment, found
            while len(self._held) > 1 and sum(len(ids) for _stamp, _at, ids in self._held.values()) > _MOST:
                self._held.popitem(last=False)
        return found


def _shown(group_id: int) -> Any:
    return (Thread.group == group_id) & (Thread.state == "published")


def _stamp(group_id: int) -> Any:
    newest = Thread.select(Thread.id).where(_shown(group_id)).order_by(Thread.created_at.desc(), Thread.id.desc())
    return Group.select(Group.threads, newest.limit(1)).where(Group.id == group_id).tuples().first()


def _read(group_id: int) -> Any:
    found = np.array([row[0] for row in Thread.select(Thread.id).where(_shown(group_id)).tuples()], np.int64)
    found.flags.writeable = False
    return found
